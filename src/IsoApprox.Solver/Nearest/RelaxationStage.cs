using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The Gram relaxation, that is the problem in a free dimension: its multipliers are a lower bound, its points candidates and starts. HAUS
/// without norms by an interior-point method, the rest by an augmented Lagrangian in more coordinates.
/// </summary>
internal sealed class RelaxationStage : ISearchStage
{
    private const int LiftedUpTo = 300;
    private const double GuideResidual = 1e-2;

    /// <summary>Of the time limit, for the lifted problem: the rest is for the starts.</summary>
    private const double TimeShare = 0.5;

    /// <inheritdoc/>
    public string Name => "relaxation";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => HausdorffRelaxation.Applies(state.Scaled) || CanLift(state);

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        // The interior-point method leaves out part of the margin.
        var isLifted = !HausdorffRelaxation.Applies(state.Scaled);
        state.HasRelaxed = isLifted || state.Scaled.Margin == 0;
        if (isLifted)
        {
            Lift(state);
        }
        else if (!RunInteriorPoint(state) && !state.IsOver && !state.Problem.Set.IsTripletSeparated && CanLift(state))
        {
            Lift(state);
        }
    }

    private static bool CanLift(SearchState state) =>
        state.Scaled.Count <= LiftedUpTo && state.Scaled.Dimension < LiftedDimension(state)
        && (state.Problem.Metric == NearestMetric.IsometricError || !state.Problem.Set.IsTripletSeparated);

    private static int LiftedDimension(SearchState state) => state.Problem.Metric == NearestMetric.IsometricError
        ? Math.Max(1, state.Scaled.Count - (state.Scaled.HasUnitNorms ? 0 : 1))
        : SearchSizes.FreeDimension(state.Problem);

    /// <summary>False when it gave no precise solution.</summary>
    private static bool RunInteriorPoint(SearchState state)
    {
        var relaxation = new HausdorffRelaxation(state.Scaled);
        var guide = relaxation.IsSmall ? null : state.CreateLoop(state.Scaled, state.Threads);
        if (guide is not null)
        {
            guide.Start(StartingPoints.Create(state.Scaled, state.Settings.Seed, 0).Points);
            StartStage.RunCertified(state, guide, _ => guide.Residual <= GuideResidual);
            state.CountEvaluations(guide.Lagrangian.Evaluations);
            if (state.IsOver || LiftedStage.ReplacesInteriorPoint(state))
            {
                return state.IsOver;
            }
        }

        return SolveInteriorPoint(state, relaxation, guide?.Lagrangian);
    }

    /// <summary>False when it gave no precise solution.</summary>
    internal static bool SolveInteriorPoint(SearchState state, HausdorffRelaxation relaxation, AugmentedLagrangian? guide)
    {
        var tolerance = Math.Clamp(0.1 * state.Settings.Gap, 1e-12, 1e-6);
        return relaxation.Solve(guide, tolerance, relaxed => Offer(state, relaxed), () => state.IsStopped);
    }

    private static bool Offer(SearchState state, RelaxedSolution relaxed)
    {
        state.Incumbent.Offer(relaxed.Certificate, "Gram certificate");
        state.Incumbent.Offer(state.Repair(state.Scaled, relaxed.Points, "relaxation"));
        if (!state.IsClosed && LiftedPoints.Append(state.Scaled, relaxed) is { } lifted)
        {
            state.Incumbent.Offer(state.Repair(state.Scaled, lifted, "lifted relaxation"));
        }

        return state.IsClosed;
    }

    private static void Lift(SearchState state)
    {
        var lifted = new SearchProblem(state.Problem, LiftedDimension(state));
        var loop = state.CreateLoop(lifted, state.Threads, TimeShare);
        loop.Start(StartingPoints.Create(lifted, state.Settings.Seed, 0).Points);
        var offers = new MultiplierOffers(state);
        loop.Run(offers.Offer);
        offers.OfferLast(loop);
        state.CountEvaluations(loop.Lagrangian.Evaluations);
        if (!state.IsOver && !state.Problem.Set.IsTripletSeparated)
        {
            state.Incumbent.Offer(StartStage.DescendFromLeading(state, loop.Lagrangian.Embedding, "relaxation"));
        }
    }
}
