using IsoApprox.Certificates;
using IsoApprox.Certificates.Line;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Points on a line, in dimension 1: the exact value of the Triplet-Separated embeddings, which <see cref="LineSolver"/> returns at once,
/// as a bound for the sets that only lie among them.
/// </summary>
internal sealed class LineStage : ISearchStage
{
    /// <inheritdoc/>
    public string Name => "line";

    /// <inheritdoc/>
    public bool Applies(SearchState state) =>
        state.Problem.Metric == NearestMetric.HausdorffLike && state.Problem.Dimension == 1 && state.Points.Dimension == 1
            && state.Problem.Margin >= 0;

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        if (LineSolver.Level(state.Problem, () => state.IsStopped) is var level and > 0)
        {
            state.Incumbent.Offer(new LineCertificate { Digest = state.Problem.Digest, Level = level }, Name);
        }
    }
}
