using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>The distance from f to a given g, rounded up: never below the exact value on the doubles of both.</summary>
internal static class AttainedValue
{
    /// <summary>The upper end of <see cref="AttainedDistance"/>; 0 where g is f and norms are free. Cost O(N n) or O(N^2 n).</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="g">As many points; HAUS: at least as many coordinates.</param>
    internal static double Above(Problem problem, Embedding g)
    {
        var f = problem.Points;
        if (problem.Metric == NearestMetric.HausdorffLike && g.Dimension < f.Dimension)
        {
            throw new ArgumentException("g has fewer coordinates than f");
        }

        var isSame = !problem.Set.HasUnitNorms && f.Dimension == g.Dimension && f.Coordinates.SequenceEqual(g.Coordinates);
        return isSame ? 0 : AttainedDistance.Enclose(problem, g).Upper;
    }
}
