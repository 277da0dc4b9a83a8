using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Solver.Nearest;

/// <summary>Bound of d_iso from the linear program of the metric relaxation.</summary>
internal sealed class MetricStage : ISearchStage
{
    /// <inheritdoc/>
    public string Name => "metric relaxation";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => MetricRelaxation.Applies(state.Problem, state.Settings.LinearEngine) && state.Incumbent.Best is not null;

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var engine = MetricRelaxation.Engine(state.Settings.LinearEngine);
        state.Incumbent.Offer(MetricRelaxation.Certify(state.Problem, state.Incumbent.Upper, engine, () => state.IsStopped), Name);
    }
}
