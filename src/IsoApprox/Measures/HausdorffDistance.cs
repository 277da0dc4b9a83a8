using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Measures;

/// <summary>A directed distance: row <paramref name="From"/> of one set and its nearest row <paramref name="To"/> of the other.</summary>
/// <param name="Value">||from - to||.</param>
/// <param name="From">Row of the point that is worst off, lowest row on ties.</param>
/// <param name="To">Row of its nearest point in the other set, lowest row on ties.</param>
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
    /// <exception cref="EmbeddingException">Different dimensions.</exception>
    /// <exception cref="ArgumentException">No rows.</exception>
    public static DirectedDistance Directed(Embedding a, ReadOnlySpan<int> rowsA, Embedding b, ReadOnlySpan<int> rowsB)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Dimension != b.Dimension)
        {
            throw new EmbeddingException($"the embeddings have {a.Dimension} and {b.Dimension} coordinates; a Hausdorff distance needs the same space");
        }

        if (rowsA.IsEmpty || rowsB.IsEmpty)
        {
            throw new ArgumentException("no rows; a Hausdorff distance needs at least one point in each set", rowsA.IsEmpty ? nameof(rowsA) : nameof(rowsB));
        }

        var (from, to) = (rowsA.ToArray(), rowsB.ToArray());
        var nearest = new (double Squared, int Row)[from.Length];
        Parallel.For(0, from.Length, i => nearest[i] = Nearest(a[from[i]], b, to));
        var worst = 0;
        for (var i = 1; i < from.Length; i++)
        {
            if (nearest[i].Squared > nearest[worst].Squared || (nearest[i].Squared == nearest[worst].Squared && from[i] < from[worst]))
            {
                worst = i;
            }
        }

        return new DirectedDistance(Math.Sqrt(nearest[worst].Squared), from[worst], nearest[worst].Row, true);
    }

    /// <summary>H(A,B) = max of both directed distances; the one from A on ties.</summary>
    /// <inheritdoc cref="Directed"/>
    public static DirectedDistance Symmetric(Embedding a, ReadOnlySpan<int> rowsA, Embedding b, ReadOnlySpan<int> rowsB)
    {
        var forward = Directed(a, rowsA, b, rowsB);
        var backward = Directed(b, rowsB, a, rowsA) with { FromFirst = false };
        return backward.Value > forward.Value ? backward : forward;
    }

    private static (double Squared, int Row) Nearest(ReadOnlySpan<double> point, Embedding b, int[] rows)
    {
        var best = (Squared: double.PositiveInfinity, Row: int.MaxValue);
        foreach (var row in rows)
        {
            var s = PairwiseDistances.Squared(point, b[row]);
            if (s < best.Squared || (s == best.Squared && row < best.Row))
            {
                best = (s, row);
            }
        }

        return best;
    }
}
