using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Bound of d_haus from the gap that the hulls of two classes must keep. In low dimensions it is cheap and comes before the relaxation,
/// elsewhere after it.
/// </summary>
/// <param name="beforeRelaxation">True for the stage before the relaxation.</param>
internal sealed class PenetrationStage(bool beforeRelaxation) : ISearchStage
{
    private const double Gap = 1e-4;
    private const int Nodes = 4000;
    private const int FewNodes = 1000;

    /// <inheritdoc/>
    public string Name => "penetration";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => state.Problem.Metric == NearestMetric.HausdorffLike && state.Problem.Margin >= 0
        && beforeRelaxation == state.Points.Dimension <= PenetrationBound.FirstUpTo;

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var nodes = beforeRelaxation ? Nodes : FewNodes;
        var certificate = PenetrationBound.Best(state.Problem, Gap, nodes, 2 * state.Incumbent.Lower, () => state.IsStopped);
        state.Incumbent.Offer(certificate, PenetrationBound.Name(certificate));
    }
}
