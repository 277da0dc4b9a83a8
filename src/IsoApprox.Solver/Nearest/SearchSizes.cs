using IsoApprox.Certificates;
using IsoApprox.Measures;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest;

/// <summary>Sizes that a search chooses when none are given.</summary>
internal static class SearchSizes
{
    /// <summary>
    /// HAUS: n + p with room for the lift that was seen to be enough in practice. ISO: N - 1 is always enough, N where norms are 1.
    /// </summary>
    internal static int FreeDimension(Problem problem)
    {
        var (count, n) = (problem.Points.Count, problem.Points.Dimension);
        return problem.Metric == NearestMetric.IsometricError
            ? Math.Max(n, count - (problem.Set.HasUnitNorms ? 0 : 1))
            : n + Math.Min(count, Math.Max(12, (int)Math.Ceiling(1.5 * Math.Sqrt(20.0 * count))));
    }

    /// <summary>See <see cref="NearestSolution.IsFree"/>.</summary>
    internal static bool IsFree(Problem problem, int dimension)
    {
        var f = problem.Points;
        return problem.Set.IsTripletSeparated
            ? dimension >= f.Count - 1 || dimension >= AffineRank.Rank(f) + f.ClassCount - 1
            : dimension >= FreeDimension(problem);
    }

    /// <summary>More starts where a run is cheap and local minima are many.</summary>
    internal static int Starts(SearchProblem scaled)
    {
        if (scaled.IsConvex)
        {
            return 2;
        }

        return ((long)scaled.Count * scaled.Dimension) switch
        {
            <= 24 => 192,
            <= 64 => 128,
            <= 512 => 32,
            <= 1600 => 16,
            <= 8192 => 8,
            _ => 2,
        };
    }
}
