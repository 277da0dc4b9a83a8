using IsoApprox.Certificates;
using IsoApprox.Certificates.Subset;
using IsoApprox.Solver.Directions;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Bound of d_haus in a dimension of at most 4 by a search over the directions of cross differences; its weakest nodes are starts of a
/// local search. Where it proves nothing better the search goes on as before.
/// </summary>
internal sealed class DirectionStage : ISearchStage
{
    /// <summary>Share of the time left that the search takes; the rest is for writing and checking the certificate.</summary>
    private const double ShareOfTime = 0.96;

    /// <summary>Share of the time left that it takes when a branch and bound over pairs follows.</summary>
    private const double ShareBeforeProof = 0.25;

    /// <summary>Share of the gap that is aimed at: the certificate's level is a little below the search's bound.</summary>
    private const double GapShare = 0.95;

    /// <summary>Nodes are not solved more accurately than this.</summary>
    private const double LeastGap = 2e-4;

    /// <summary>Largest number of nodes before a branch and bound over pairs, and for two classes without a time limit.</summary>
    private const int FirstNodes = 400;

    /// <summary>Largest number of nodes in the plane with more classes and without a time limit.</summary>
    private const int FirstPlanarNodes = 150;

    /// <summary>Largest number of batches of starts on few points at the root, and how many may bring nothing.</summary>
    private const int FirstBatches = 20;
    private const int IdleBatches = 3;

    /// <summary>
    /// The widest classes, with more than twice as many: they are solved alone first, from so many starts, in so much of the time left.
    /// </summary>
    private const int WideClasses = 6;
    private const int WideStarts = 32;
    private const double WideShare = 0.05;
    private const double LeastTime = 0.01;

    /// <inheritdoc/>
    public string Name => "direction cells";

    /// <summary>True where the stage follows the starts.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="settings">Its settings.</param>
    internal static bool IsPlanned(Problem problem, NearestSettings settings) =>
        NodeLimit(problem, settings) != 0 && DirectionBound.Applies(problem);

    /// <summary>
    /// Without a time limit the search must end by itself: a few hundred nodes for two classes, fewer in the plane with more classes, none
    /// in space with more classes, where so few nodes gain nothing (measured) and take up to minutes.
    /// </summary>
    private static long NodeLimit(Problem problem, NearestSettings settings) =>
        settings.DirectionNodes ?? (settings.TimeLimit is not null ? (ProvesLater(problem, settings) ? FirstNodes : long.MaxValue)
            : problem.Points.ClassCount == 2 ? FirstNodes
            : problem.Dimension <= 2 ? FirstPlanarNodes : 0);

    /// <summary>True where a branch and bound over pairs follows.</summary>
    private static bool ProvesLater(Problem problem, NearestSettings settings) => settings.Prove && GlobalSolver.Applies(problem);

    /// <summary>Share of the time limit after which a stage before this one ends.</summary>
    /// <param name="state">The search.</param>
    /// <param name="share">Its share when this stage does not follow.</param>
    internal static double ShareOf(SearchState state, double share) =>
        IsPlanned(state.Problem, state.Settings) && !state.Incumbent.IsWithin(LeastGap) ? ShareOfOthers(state.Problem) * share : share;

    /// <summary>
    /// Share of the time limit that is left to the stages before this one: the less, the more is to be expected of it.
    /// </summary>
    private static double ShareOfOthers(Problem problem) => (problem.Dimension, problem.Points.ClassCount) switch
    {
        ( <= 2, _) => 0.2,
        (3, _) => 0.25,
        (_, 2) => 0.1,
        _ => 0.45,
    };

    /// <inheritdoc/>
    public bool Applies(SearchState state) =>
        IsPlanned(state.Problem, state.Settings) && state.Incumbent.Upper is > 0 and < double.PositiveInfinity
        && !state.Incumbent.IsWithin(LeastGap);

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var (settings, incumbent) = (state.Settings, state.Incumbent);
        var isInSpaceOfPoints = state.Problem.Set.IsTripletSeparated && state.Dimension == state.Points.Dimension;
        var few = isInSpaceOfPoints ? new ReducedSearch(state.Problem, settings.Seed, state.Threads, () => state.IsStopped) : null;
        var batches = FirstBatches;
        if (few is not null && state.Points.ClassCount > 2 * WideClasses)
        {
            incumbent.Offer(FromWidest(state, few));
        }

        var found = DirectionBound.Prove(new DirectionTask
        {
            Problem = state.Problem,
            Upper = incumbent.Upper,
            Lower = incumbent.Lower,
            Gap = Math.Max(GapShare * settings.Gap, LeastGap),
            TimeLimit = (ProvesLater(state.Problem, settings) ? ShareBeforeProof : ShareOfTime) * state.TimeLeft,
            NodeLimit = NodeLimit(state.Problem, settings),
            Seed = settings.Seed,
            Threads = state.Threads,
            Improve = few is null ? null : Improve,
            Progress = (lower, _) => state.Report(incumbent.Upper, Math.Max(lower, incumbent.Lower)),
        }, state.Cancellation);
        state.CountEvaluations(found.Evaluations + (few?.Evaluations ?? 0));
        incumbent.Offer(found.Certificate, Name);

        double Improve(int[] rows, double[] start)
        {
            incumbent.Offer(Descend(state, few!, few!.From(incumbent.Best!, rows, start), batches));
            batches = 1;
            return incumbent.Upper;
        }
    }

    /// <summary>The best member, or one that begins with a solution of the widest classes alone.</summary>
    private static Candidate FromWidest(SearchState state, ReducedSearch few)
    {
        var rows = RowsOfWidest(state);
        var part = SubsetCertificate.Of(state.Problem, rows)!;
        var settings = state.Settings with
        {
            Set = part.Set,
            Starts = WideStarts,
            Prove = false,
            DirectionNodes = 0,
            UnaskedProofNodes = 0,
            TimeLimit = state.TimeLeft is { } left ? TimeSpan.FromSeconds(Math.Max(LeastTime, WideShare * left.TotalSeconds)) : null,
        };
        var solution = NearestSolver.Solve(part.Points, settings, null, state.Cancellation);
        var start = state.Points.Coordinates.ToArray();
        for (var k = 0; k < rows.Length; k++)
        {
            solution.Nearest[k].CopyTo(start.AsSpan(rows[k] * state.Dimension));
        }

        return few.From(state.Incumbent.Best!, rows, start);
    }

    /// <summary>
    /// The rows of the classes that are farthest from one point each. With many small classes these carry the value: the others become one
    /// point each.
    /// </summary>
    private static int[] RowsOfWidest(SearchState state)
    {
        var wide = PairProfiles.WidestClasses(new ScaledPoints(state.Problem, state.Incumbent.Upper)).Take(WideClasses).ToHashSet();
        return [.. Enumerable.Range(0, state.Points.Count).Where(i => wide.Contains(state.Points.Classes[i]))];
    }

    /// <summary>The best of a member and what other starts on the points that matter find.</summary>
    private static Candidate Descend(SearchState state, ReducedSearch few, Candidate best, int batches)
    {
        for (var (batch, idle) = (0, 0); batch < batches && idle < IdleBatches && !state.IsStopped; batch++)
        {
            var before = best.Value;
            best = few.Continue(best);
            idle = best.Value < before ? 0 : idle + 1;
        }

        return best;
    }
}
