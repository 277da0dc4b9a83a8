using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>The distance from f to a given g, rounded up: never below the exact value on the doubles of both.</summary>
internal static class AttainedValue
{
    /// <summary>N^2 n up to which all pairs are enclosed one by one.</summary>
    private const long EncloseUpTo = 1 << 15;

    /// <summary>max_i ||f_i - g_i|| (f padded by zeros) or d_iso(f,g), an upper end of an enclosure. Cost O(N n) or O(N^2 n).</summary>
    /// <param name="f">The points; the spread of f or of g is between 2^-300 and 2^300, or the points are equal (<see cref="ExtremeRange"/>).</param>
    /// <param name="g">As many points; HAUS: at least as many coordinates.</param>
    /// <param name="metric">The distance.</param>
    internal static double Above(Embedding f, Embedding g, NearestMetric metric) =>
        f.Dimension == g.Dimension && f.Coordinates.SequenceEqual(g.Coordinates) ? 0
        : metric == NearestMetric.HausdorffLike ? Displacement(f, g)
        : (long)f.Count * f.Count * Math.Max(f.Dimension, g.Dimension) <= EncloseUpTo ? EnclosedError(f, g)
        : ComputedError(f, g);

    private static double Displacement(Embedding f, Embedding g)
    {
        if (g.Dimension < f.Dimension)
        {
            throw new ArgumentException("g has fewer coordinates than f");
        }

        var worst = 0.0;
        var padded = new double[g.Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            f[i].CopyTo(padded);
            worst = Math.Max(worst, EnclosedDistance.Distance(padded, g[i]).Upper);
        }

        return worst;
    }

    private static double EnclosedError(Embedding f, Embedding g)
    {
        var worst = 0.0;
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (before, after) = (EnclosedDistance.Squared(f[i], f[j]), EnclosedDistance.Squared(g[i], g[j]));
                if (before.IsPoint && after == before)
                {
                    continue;
                }

                var change = before.Sqrt() - after.Sqrt();
                worst = Math.Max(worst, Math.Max(change.Upper, -change.Lower));
            }
        }

        return worst;
    }

    /// <summary>
    /// Every computed distance has a relative error below (n + 8) 2^-54, so the largest difference has at most that of both diameters; charged is twice
    /// as much.
    /// </summary>
    private static double ComputedError(Embedding f, Embedding g)
    {
        var relative = (Math.Max(f.Dimension, g.Dimension) + 8) * Math.ScaleB(1, -53);
        var largest = (Interval)Diameter.Compute(f).Value + Diameter.Compute(g).Value;
        return (IsometricError.Compute(f, g).Value + (largest * relative)).Upper;
    }
}
