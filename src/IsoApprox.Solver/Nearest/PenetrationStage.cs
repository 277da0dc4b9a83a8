using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Solver.Nearest;

/// <summary>Bound of d_haus from the penetration of the hulls of two classes.</summary>
internal sealed class PenetrationStage : ISearchStage
{
    private const double Gap = 1e-4;
    private const int Nodes = 4000;

    /// <inheritdoc/>
    public string Name => "penetration";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => state.Problem.Metric == NearestMetric.HausdorffLike && state.Problem.Margin >= 0;

    /// <inheritdoc/>
    public void Run(SearchState state) => state.Incumbent.Offer(
        PenetrationBound.Best(state.Problem, Gap, Nodes, 2 * state.Incumbent.Lower, () => state.IsStopped), Name);
}
