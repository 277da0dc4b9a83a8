using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Subset;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Before branch and bound of all points, when a proof is asked for: branch and bound of a few of them, whose value bounds the whole from
/// below (<see cref="SubsetCertificate"/>). It is finished where the whole is hopeless.
/// </summary>
internal sealed class SubsetStage : ISearchStage
{
    /// <summary>So few rows are proved in seconds.</summary>
    private const int Rows = 7;

    /// <summary>Below this count all points together are as easy.</summary>
    private const int Least = 10;

    private const double Gap = 1e-3;
    private const long Nodes = 4000;

    /// <summary>Share of the time that is left.</summary>
    private const double Share = 0.25;

    /// <inheritdoc/>
    public string Name => "some of the points";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => state.Settings.Prove && state.Points.Count >= Least && state.Incumbent.Best is not null
        && state.Problem.Set.LeastDiameter == 0 && state.Problem.Margin >= 0 && !state.Problem.Set.HasUnitNorms
        && state.Problem.Dimension is { } d && d <= BranchDirections.LargestDimension
        && (state.Problem.Metric == NearestMetric.IsometricError || d >= state.Points.Dimension);

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var until = state.Settings.TimeLimit is null
            ? double.PositiveInfinity
            : state.Seconds + (Share * state.TimeLeft!.Value.TotalSeconds);
        bool Stopped() => state.IsStopped || state.Seconds >= until;
        if (SubsetChoice.Of(state.Problem, state.Incumbent.Best!, Rows, state.Settings, Stopped) is not { } rows)
        {
            return;
        }

        var part = SubsetCertificate.Of(state.Problem, rows)!;
        var settings = state.Settings with
        {
            Set = part.Set,
            Starts = null,
            ProveGap = Gap,
            ProveNodeLimit = Math.Min(Nodes, state.Settings.ProveNodeLimit ?? Nodes),
            TimeLimit = double.IsFinite(until) ? TimeSpan.FromSeconds(Math.Max(0.01, until - state.Seconds)) : null,
        };
        if (NearestSolver.Solve(part.Points, settings, null, state.Cancellation) is { Certificate: { } inner })
        {
            state.Incumbent.Offer(new SubsetCertificate { Digest = state.Problem.Digest, Rows = rows, Inner = inner }, Name);
        }
    }
}
