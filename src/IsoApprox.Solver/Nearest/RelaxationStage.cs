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

    /// <summary>Up to here the interior-point method comes before everything else; above, a lifted search is faster and as good.</summary>
    private const int InteriorPointFirst = 64;

    /// <inheritdoc/>
    public string Name => "relaxation";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => HausdorffRelaxation.Applies(state.Scaled) || CanLift(state);

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        state.HasRelaxed = true;
        if (!HausdorffRelaxation.Applies(state.Scaled))
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
            StartStage.RunCertified(state, guide, loop => loop.Residual <= GuideResidual);
            state.CountEvaluations(guide.Lagrangian.Evaluations);
            if (state.IsOver || state.Scaled.Count > InteriorPointFirst)
            {
                return state.IsOver;
            }
        }

        return SolveInteriorPoint(state, relaxation, guide?.Lagrangian);
    }

    /// <summary>False when it gave no precise solution.</summary>
    internal static bool SolveInteriorPoint(SearchState state, HausdorffRelaxation relaxation, AugmentedLagrangian? guide)
    {
        state.HasInteriorPoint = true;
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
            Descend(state, lifted, loop.Lagrangian);
        }
    }

    /// <summary>A start from the leading coordinates of the lifted solution.</summary>
    private static void Descend(SearchState state, SearchProblem lifted, AugmentedLagrangian lagrangian)
    {
        var (from, to) = (lifted.Dimension, state.Scaled.Dimension);
        var points = new double[state.Scaled.Points.Length];
        for (var e = 0; e < points.Length; e++)
        {
            points[e] = lagrangian.Embedding[(e / to * from) + (e % to)];
        }

        state.Incumbent.Offer(StartStage.Descend(state, points, "relaxation", state.Threads));
    }
}
