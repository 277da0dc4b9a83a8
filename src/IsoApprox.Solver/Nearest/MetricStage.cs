using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Solver.Nearest;

/// <summary>Bound of d_iso from the linear program of the metric relaxation.</summary>
internal sealed class MetricStage : ISearchStage
{
    /// <inheritdoc/>
    public string Name => "metric relaxation";

    /// <inheritdoc/>
    public bool Applies(SearchState state) =>
        MetricRelaxation.Engine(state.Problem, state.Settings.LinearEngine) is not null && state.Incumbent.Best is not null;

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var engine = MetricRelaxation.Engine(state.Problem, state.Settings.LinearEngine)!;
        using var limit = state.Deadline();
        state.Incumbent.Offer(
            MetricRelaxation.Certify(state.Problem, state.Incumbent.Upper, engine, () => state.IsStopped, limit.Token), Name);
    }
}
