using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>The distance from f to a given g, rounded up: never below the exact value on the doubles of both.</summary>
internal static class AttainedValue
{
    /// <summary>max_i ||f_i - g_i|| (f padded by zeros) or d_iso(f,g), an upper end of an enclosure. Cost O(N n) or O(N^2 n).</summary>
    /// <param name="f">The points.</param>
    /// <param name="g">As many points; HAUS: at least as many coordinates.</param>
    /// <param name="metric">The distance.</param>
    internal static double Above(Embedding f, Embedding g, NearestMetric metric) =>
        f.Dimension == g.Dimension && f.Coordinates.SequenceEqual(g.Coordinates) ? 0
        : metric == NearestMetric.HausdorffLike ? Displacement(f, g)
        : IsometricError.Enclose(f, g).Upper;

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
}
