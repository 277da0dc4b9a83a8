using IsoApprox.Certificates;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Lower bounds of d_haus by branch and bound over the directions of cross differences, with certificate (docs/solver.md).
/// </summary>
internal static class DirectionBound
{
    /// <summary>Largest dimension: there the first cover of two classes has 216 cells.</summary>
    internal const int LargestDimension = 4;

    /// <summary>
    /// True for d_haus in a fixed dimension of at most <see cref="LargestDimension"/> to a set of Triplet-Separated embeddings, with at
    /// least two classes.
    /// </summary>
    internal static bool Applies(Problem problem) =>
        problem is { Metric: NearestMetric.HausdorffLike, Dimension: <= LargestDimension, Margin: >= 0 }
        && problem.Points.Dimension <= LargestDimension && problem.Points.ClassCount > 1;

    /// <summary>Searches until the gap or a limit is reached.</summary>
    /// <param name="task">Problem, upper value, limits.</param>
    /// <param name="cancellation">Stops the search; what is proved so far is returned.</param>
    internal static DirectionOutcome Prove(DirectionTask task, CancellationToken cancellation) =>
        new DirectionSearch(task, cancellation).Run();
}
