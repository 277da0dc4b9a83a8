using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Global;

namespace IsoApprox.Solver.Nearest;

/// <summary>Sizes that a search chooses when none are given.</summary>
internal static class SearchSizes
{
    private const int StartsBeforeProof = 32;

    /// <summary>HAUS: n + p with room for the lift that was seen to be enough in practice. ISO: N - 1 is always enough.</summary>
    internal static int FreeDimension(Embedding f, NearestMetric metric) => metric == NearestMetric.IsometricError
        ? Math.Max(f.Dimension, f.Count - 1)
        : f.Dimension + Math.Min(f.Count, Math.Max(12, (int)Math.Ceiling(1.5 * Math.Sqrt(20.0 * f.Count))));

    /// <summary>More starts where a run is cheap and local minima are many.</summary>
    internal static int Starts(ScaledProblem scaled, Problem problem, bool prove)
    {
        if (scaled.IsConvex)
        {
            return 2;
        }

        if (prove && GlobalSolver.Applies(problem))
        {
            return StartsBeforeProof;
        }

        return ((long)scaled.Count * scaled.Dimension) switch
        {
            <= 24 => 192,
            <= 64 => 128,
            <= 512 => 32,
            <= 8192 => 8,
            _ => 2,
        };
    }
}
