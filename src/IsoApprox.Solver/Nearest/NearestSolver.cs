using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest;

/// <summary>Searches the Triplet-Separated embedding nearest to f.</summary>
public static class NearestSolver
{
    /// <summary>Minimises d_haus(f,g) or d_iso(f,g) over Triplet-Separated g in R^d.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="settings">Metric, dimension, margin, starts, limits.</param>
    /// <param name="progress">Told after each start.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    public static NearestSolution Solve(Embedding f, NearestSettings settings, IProgress<SolveProgress>? progress = null, CancellationToken cancellation = default)
        => throw new NotImplementedException();
}
