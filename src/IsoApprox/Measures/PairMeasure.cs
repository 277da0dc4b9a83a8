using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Measures;

/// <summary>A value attained at a pair of rows (lowest rows on ties).</summary>
/// <param name="Value">The value, length unit of the points.</param>
/// <param name="First">Lower row of the pair.</param>
/// <param name="Second">Higher row; equal to <paramref name="First"/> when N = 1.</param>
public readonly record struct PairMeasure(double Value, int First, int Second);

/// <summary>diam f = max over pairs of ||f_i - f_j||.</summary>
public static class Diameter
{
    /// <summary>The diameter and a pair that attains it. Cost O(N^2 n) on all cores, memory O(N).</summary>
    /// <param name="f">The embedding.</param>
    public static PairMeasure Compute(Embedding f) => PairMaximum.Over(f.Count, (i, j) => PairwiseDistances.Distance(f[i], f[j]));
}

/// <summary>The isometric error d_iso (Eq. 13).</summary>
public static class IsometricError
{
    /// <summary>d_iso(f,g) = max over pairs of | ||f_i - f_j|| - ||g_i - g_j|| |, with a pair that attains it. Cost O(N^2 n) on all cores, memory O(N).</summary>
    /// <param name="f">N points in R^n.</param>
    /// <param name="g">N points in any dimension; labels are not used.</param>
    /// <exception cref="EmbeddingException">Different numbers of points.</exception>
    public static PairMeasure Compute(Embedding f, Embedding g)
    {
        if (f.Count != g.Count)
        {
            throw new EmbeddingException($"the embeddings have {f.Count} and {g.Count} points; row i of both must be the same item");
        }

        return PairMaximum.Over(f.Count, (i, j) => Math.Abs(PairwiseDistances.Distance(f[i], f[j]) - PairwiseDistances.Distance(g[i], g[j])));
    }
}

internal static class PairMaximum
{
    internal static PairMeasure Over(int count, Func<int, int, double> value)
    {
        var rows = new PairMeasure[count];
        Parallel.For(0, count, i =>
        {
            var best = new PairMeasure(0, i, i);
            for (var j = i + 1; j < count; j++)
            {
                var v = value(i, j);
                if (v > best.Value || best.Second == i)
                {
                    best = new PairMeasure(v, i, j);
                }
            }

            rows[i] = best;
        });
        var result = rows[0];
        foreach (var row in rows)
        {
            if (row.Value > result.Value)
            {
                result = row;
            }
        }

        return result;
    }
}
