using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Nearest;

/// <summary>Local searches from many starts, in batches, each start repaired to a member.</summary>
internal sealed class StartStage : ISearchStage
{
    private const int BatchSize = 16;
    private const int FirstBatch = 4;

    /// <summary>
    /// A start is given up when it is so many residuals above the best one before, or so close to it at so small a residual.
    /// </summary>
    private const double HopelessResiduals = 3;
    private const double HopelessFrom = 1e-2;
    private const double EqualResiduals = 0.1;
    private const double EqualFrom = 1e-5;

    private const int CheapStart = 512;
    private const int ParallelStartsUpTo = 256;
    private const int GridUpTo = 300;
    private const double ShareBeforeProof = 0.3;

    /// <summary>Share of the value that a repair may add before the constraints are tightened and the start goes on.</summary>
    private const double CheapRepair = 3e-9;
    private static readonly double[] Slacks = [1e-11, 1e-10, 1e-8, 1e-6];

    /// <inheritdoc/>
    public string Name => "starts";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => true;

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var (ceiling, collapsed) = (double.PositiveInfinity, new CollapsedStarts(state));
        for (var (first, last) = (0, 0); last < state.Starts && !state.IsClosed && !state.IsClosing(Share(state)); first = last)
        {
            // Where one start is expensive and may close the interval, it runs alone.
            var runsAlone = first == 0 && (long)state.Scaled.Count * state.Scaled.Dimension > CheapStart;
            last = Math.Min(state.Starts, first + (runsAlone ? 1 : first == 0 ? FirstBatch : BatchSize));
            collapsed.NextBatch();
            ceiling = Math.Min(ceiling, RunBatch(state, collapsed, first, last, ceiling));
            state.Report();
        }
    }

    /// <summary>
    /// A run that offers bounds and members on the way, until it is told that it is enough. Only for runs that have the search to
    /// themselves.
    /// </summary>
    internal static CertifiedRun RunCertified(SearchState state, OuterLoop loop, Func<CertifiedRun, bool> enough)
    {
        var run = new CertifiedRun(
            loop, state.Incumbent, state.Settings.Gap, state.Threads, () => state.IsStopped, () => state.TimeLeft ?? TimeSpan.MaxValue);
        state.Closing = () => run.ClosingTime;
        run.Run(g => state.Repair(loop.Problem, g, "start 0 (f), on the way"), _ => enough(run));

        // A search that ended for want of time is the last one.
        state.Closing = state.IsClosing() ? state.Closing : null;
        state.CountEvaluations(run.Evaluations);
        return run;
    }

    /// <summary>The member that a local search from the leading coordinates of points in more dimensions reaches.</summary>
    internal static Candidate? DescendFromLeading(SearchState state, double[] lifted, string origin)
    {
        var (from, to) = (lifted.Length / state.Scaled.Count, state.Scaled.Dimension);
        var points = new double[state.Scaled.Points.Length];
        for (var e = 0; e < points.Length; e++)
        {
            points[e] = lifted[(e / to * from) + (e % to)];
        }

        return Descend(state, new CollapsedStarts(state), points, origin, state.Threads);
    }

    /// <summary>The member that a local search from some points reaches; null as well when it will not come below a ceiling.</summary>
    private static Candidate? Descend(
        SearchState state, CollapsedStarts collapsed, double[] points, string origin, int threads, double ceiling = double.PositiveInfinity)
    {
        var (loop, isHopeless) = (state.CreateLoop(state.Scaled, threads, Share(state)), false);
        loop.EndsCollapsed = collapsed.Applies;
        loop.Start(points);
        loop.Run(l => isHopeless = l.IsSharp && IsHopeless(l.Lagrangian.Distance, l.Residual, ceiling));
        var found = isHopeless ? null : Finish(state, collapsed, loop, origin);
        state.CountEvaluations(loop.Lagrangian.Evaluations);
        return found;
    }

    /// <summary>True when a search will not come below a ceiling.</summary>
    /// <param name="distance">What it has reached.</param>
    /// <param name="residual">Its residual.</param>
    /// <param name="ceiling">The least value before it.</param>
    internal static bool IsHopeless(double distance, double residual, double ceiling) =>
        (residual <= HopelessFrom && distance >= ceiling * (1 + (HopelessResiduals * residual)))
            || (residual <= EqualFrom && distance >= ceiling * (1 - (EqualResiduals * residual)));

    /// <summary>
    /// Share of the time limit after which starts end. A proof begins with what they find, and needs most of the time.
    /// </summary>
    private static double Share(SearchState state) =>
        DirectionStage.ShareOf(state, state.Settings.Prove && Proof.GlobalSolver.Applies(state.Problem) ? ShareBeforeProof : 1);

    /// <summary>The least value that the batch has reached.</summary>
    private static double RunBatch(SearchState state, CollapsedStarts collapsed, int first, int last, double ceiling)
    {
        var results = new Candidate?[last - first];
        var concurrent = state.Scaled.Count <= ParallelStartsUpTo ? Math.Min(state.Threads, last - first) : 1;
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = concurrent }, k =>
        {
            if (!state.IsClosing(Share(state)))
            {
                results[k] = RunStart(state, collapsed, first + k, Math.Max(1, state.Threads / concurrent), ceiling);
                state.CountStart();
            }
        });
        Array.ForEach(results, state.Incumbent.Offer);
        return results.Min(found => found?.Value ?? double.PositiveInfinity);
    }

    private static Candidate? RunStart(SearchState state, CollapsedStarts collapsed, int index, int threads, double ceiling)
    {
        var (points, name) = StartingPoints.Create(state.Scaled, state.Settings.Seed, index);
        var origin = $"start {index} ({name})";
        if (index > 0)
        {
            var (isEnough, begun) = collapsed.BeginCollapsed ? collapsed.Begin(points, origin) : (false, null);
            return isEnough ? begun : Candidate.Better(begun, Descend(state, collapsed, points, origin, threads, ceiling));
        }

        var (loop, isHausdorff) =
            (state.CreateLoop(state.Scaled, threads, Share(state)), state.Problem.Metric == NearestMetric.HausdorffLike);
        var isFinished = false;
        var offers = !isHausdorff || (!HausdorffRelaxation.Applies(state.Scaled) && state.Scaled.Count <= GridUpTo);
        loop.Start(points);
        if (isHausdorff && !state.HasRelaxed)
        {
            var run = RunCertified(state, loop, _ => false);
            isFinished = TrivialCandidates.IsDear(state.Points) && (state.IsClosed || run.HasRepairedEnd);
        }
        else
        {
            loop.EndsCollapsed = collapsed.Applies && !offers;
            loop.Run();
        }

        if (offers)
        {
            new MultiplierOffers(state).OfferLast(loop);
        }

        var found = isFinished ? state.Incumbent.Best : Finish(state, collapsed, loop, origin);
        state.CountEvaluations(loop.Lagrangian.Evaluations);
        return found;
    }

    /// <summary>
    /// The member near the end of a run. Where contraction alone costs more than rounding, constraints tightened a little cost less.
    /// </summary>
    private static Candidate? Finish(SearchState state, CollapsedStarts collapsed, OuterLoop loop, string origin)
    {
        if (loop.Lagrangian.Evaluations == 0 && state.IsClosing() && state.Incumbent.Best is not null)
        {
            return null;
        }

        var g = state.Scaled.ToResult(loop.Lagrangian.Embedding);
        var best = state.Repair(g, origin);
        if (collapsed.Applies && loop.IsCollapsed)
        {
            return Candidate.Better(collapsed.Finish(loop, origin), best);
        }

        if (state.Problem.Set.IsTripletSeparated)
        {
            return best;
        }

        var level = AttainedValue.Above(state.Problem, g);
        foreach (var slack in Slacks)
        {
            if (state.IsStopped || best?.Value <= level * (1 + CheapRepair) || level >= state.Incumbent.Upper)
            {
                break;
            }

            loop.Lagrangian.Slack = slack;
            loop.Run();
            best = Candidate.Better(best, state.Repair(state.Scaled, loop.Lagrangian.Embedding, origin));
        }

        return best;
    }
}
