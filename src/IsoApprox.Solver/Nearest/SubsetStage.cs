using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Subset;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Before branch and bound of all points, when a proof is asked for: branch and bound of a few of them, whose value bounds the whole from
/// below (<see cref="SubsetCertificate"/>). It is finished where the whole is hopeless. Within a time limit it goes on with more and more
/// rows as long as each choice is proved to the end.
/// </summary>
internal sealed class SubsetStage : ISearchStage
{
    /// <summary>So few rows are proved in seconds.</summary>
    private const int FirstRows = 7;

    /// <summary>So many are proved in seconds where angles narrow the cones (<see cref="BranchAngles"/>).</summary>
    private const int FewRows = 9;

    /// <summary>So many are not proved within any patience.</summary>
    private const int MostRows = 10;

    /// <summary>Below this count all points together are as easy.</summary>
    private const int Least = 10;

    private const double Gap = 1e-3;
    private const long Nodes = 20_000;

    /// <summary>Share of the time that is left.</summary>
    private const double FirstShare = 0.25;

    /// <summary>The same where all points together are hopeless: then it is spent on more rows.</summary>
    private const double Share = 0.7;
    private const int HopelessFrom = 15;

    /// <summary>Of the time for some rows, for the search: the certificate is checked for the whole as well.</summary>
    private const double SearchShare = 0.75;

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
        var isHopeless = state.Points.Count >= HopelessFrom;
        var most = !isHopeless ? FirstRows : state.Settings.TimeLimit is not null ? Math.Min(MostRows, state.Points.Count - 1)
            : state.Problem is { Metric: NearestMetric.IsometricError, Dimension: 2 } ? FewRows : FirstRows;
        var (rows, isProved) = ((int[]?)null, true);
        bool IsDone() => !isProved || state.IsOver || state.Incumbent.IsWithin(state.Settings.ProveGap);
        for (var count = FirstRows; count <= most && !IsDone(); count++)
        {
            var until = state.TimeLeft is { } left
                ? state.Seconds + ((isHopeless ? Share : FirstShare) * left.TotalSeconds)
                : double.PositiveInfinity;
            rows = new SubsetChoice(state.Problem, state.Settings, () => state.IsStopped || state.Seconds >= until)
                .Of(state.Incumbent.Best!, count, rows);
            isProved = rows is not null && Prove(state, rows, until);
        }
    }

    /// <summary>True when the rows were proved to the end.</summary>
    private bool Prove(SearchState state, int[] rows, double until)
    {
        var part = SubsetCertificate.Of(state.Problem, rows)!;
        var isTimed = double.IsFinite(until);
        var settings = state.Settings with
        {
            Set = part.Set,
            Starts = null,
            ProveGap = Gap,
            ProveNodeLimit = isTimed ? null : Nodes,
            TimeLimit = isTimed ? TimeSpan.FromSeconds(Math.Max(0.01, SearchShare * (until - state.Seconds))) : null,
        };
        var solution = NearestSolver.Solve(part.Points, settings, null, state.Cancellation);
        if (solution.Certificate is { } inner)
        {
            state.Incumbent.Offer(new SubsetCertificate { Digest = state.Problem.Digest, Rows = rows, Inner = inner }, Name);
        }

        return solution.Gap <= 2 * Gap;
    }
}
