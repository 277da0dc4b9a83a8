using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Measures;

/// <summary>A directed distance: row <paramref name="From"/> of one set and its nearest row <paramref name="To"/> of the other.</summary>
/// <param name="Value">||from - to||.</param>
/// <param name="From">Row of the point that is worst off.</param>
/// <param name="To">Row of its nearest point in the other set.</param>
/// <param name="FromFirst">True when From is a row of the first argument, false when it is a row of the second.</param>
public readonly record struct DirectedDistance(double Value, int From, int To, bool FromFirst);

/// <summary>Hausdorff distances between finite sets given as rows of embeddings.</summary>
public static class HausdorffDistance
{
    /// <summary>h(A,B) = max over a in A of min over b in B of ||a - b||. Cost O(|A| |B| n).</summary>
    /// <param name="a">Embedding that holds A.</param>
    /// <param name="rowsA">Rows of A, not empty.</param>
    /// <param name="b">Embedding that holds B, same dimension.</param>
    /// <param name="rowsB">Rows of B, not empty.</param>
    public static DirectedDistance Directed(Embedding a, ReadOnlySpan<int> rowsA, Embedding b, ReadOnlySpan<int> rowsB)
    {
        if (a.Dimension != b.Dimension)
        {
            throw new EmbeddingException($"the embeddings have {a.Dimension} and {b.Dimension} coordinates; a Hausdorff distance needs the same space");
        }

        var worst = new DirectedDistance(-1, -1, -1, true);
        foreach (var i in rowsA)
        {
            var (near, index) = (double.PositiveInfinity, -1);
            foreach (var j in rowsB)
            {
                var s = PairwiseDistances.Squared(a[i], b[j]);
                if (s < near)
                {
                    (near, index) = (s, j);
                }
            }

            if (near > worst.Value)
            {
                worst = new DirectedDistance(near, i, index, true);
            }
        }

        return worst with { Value = Math.Sqrt(worst.Value) };
    }

    /// <summary>H(A,B) = max of both directed distances.</summary>
    /// <inheritdoc cref="Directed"/>
    public static DirectedDistance Symmetric(Embedding a, ReadOnlySpan<int> rowsA, Embedding b, ReadOnlySpan<int> rowsB)
    {
        var forward = Directed(a, rowsA, b, rowsB);
        var backward = Directed(b, rowsB, a, rowsA) with { FromFirst = false };
        return backward.Value > forward.Value ? backward : forward;
    }
}

/// <summary>The Hausdorff-like distance between two embeddings of the same labelled items.</summary>
/// <param name="Value">d_haus(f,g), Eq. (11).</param>
/// <param name="Class">Class that attains it.</param>
/// <param name="Witness">Points that attain it.</param>
/// <param name="PerClass">Symmetric Hausdorff distance of each class's two images.</param>
public sealed record HausdorffLikeDistance(double Value, int Class, DirectedDistance Witness, IReadOnlyList<DirectedDistance> PerClass)
{
    /// <summary>d_haus(f,g) = max over classes of the Hausdorff distance between the class's image under f and under g (Eq. 11). Cost O(sum m_A^2 n).</summary>
    /// <param name="f">N labelled points.</param>
    /// <param name="g">The same labelled items in the same dimension.</param>
    /// <exception cref="EmbeddingException">Different labels, number of points or dimension.</exception>
    public static HausdorffLikeDistance Compute(Embedding f, Embedding g)
    {
        if (!f.HasSameLabels(g))
        {
            throw new EmbeddingException("the embeddings carry different labels; row i of both must be the same item with the same label");
        }

        var perClass = new DirectedDistance[f.ClassCount];
        for (var k = 0; k < perClass.Length; k++)
        {
            perClass[k] = HausdorffDistance.Symmetric(f, f.Members(k), g, g.Members(k));
        }

        var worst = 0;
        for (var k = 1; k < perClass.Length; k++)
        {
            if (perClass[k].Value > perClass[worst].Value)
            {
                worst = k;
            }
        }

        return new HausdorffLikeDistance(perClass[worst].Value, worst, perClass[worst], perClass);
    }
}
