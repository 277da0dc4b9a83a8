using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// HAUS: the Gram relaxation by a search in a few more coordinates. f is a saddle of the lifted problem, so the new coordinates start with
/// noise as large as the expected displacement; where S stays indefinite at the end, the run goes on in still more coordinates (a
/// Riemannian staircase). Multipliers that need a large mix do not belong to an optimum of the relaxation. The leading coordinates of the
/// solution are a start in the dimension asked for.
/// </summary>
internal sealed class LiftedStage : ISearchStage
{
    private const int LeastStep = 8;
    private const int Steps = 3;

    /// <summary>Above, a run in so many more coordinates takes more memory and time than there is (10^4 points: 6 GB).</summary>
    private const int LargestCount = 5000;

    /// <summary>From here on the active comparisons may need more coordinates than the least step gives.</summary>
    private const int ManyFrom = 2000;

    /// <summary>Active comparisons and levels per point, and room.</summary>
    private const double ActivePerPoint = 3;
    private const double Room = 1.2;

    /// <summary>Of r0, in the new coordinates.</summary>
    private const double Noise = 0.3;

    /// <summary>Of the time limit, for all steps: the rest is for the starts.</summary>
    private const double TimeShare = 0.6;

    private const double ResidualOfUse = 3e-2;

    /// <summary>A run ends when its bound has grown by less than this in <see cref="Patience"/> outer iterations.</summary>
    private const double LeastGrowth = 1e-4;
    private const int Patience = 6;

    /// <summary>
    /// Up to here the interior-point method comes first; above, a lifted search is faster and as good. With a margin it is better.
    /// </summary>
    private const int InteriorPointFirst = 64;

    /// <summary>Up to here the interior-point method makes a bound precise that leaves little open.</summary>
    private const int InteriorPointUpTo = 100;
    private const double LittleOpen = 0.03;

    /// <summary>
    /// From here on, in points and coordinates, a search in the dimension asked for is tried first, until S has been indefinite some times:
    /// where no dimension is lost it closes the interval. In few coordinates one is always lost.
    /// </summary>
    private const int PlainFirstFrom = 201;
    private const int PlainFirstFromDimension = 32;
    private const double GuideResidual = 1e-2;
    private const int Indefinite = 2;

    /// <summary>A run whose bound is this far, relatively, below the level it has reached is lifted further.</summary>
    private const double Deficit = 2e-3;

    /// <inheritdoc/>
    public string Name => "lifted relaxation";

    /// <inheritdoc/>
    public bool Applies(SearchState state) => Follows(state);

    /// <summary>True where this stage does the work of the interior-point method, which then runs only on what little is left.</summary>
    internal static bool ReplacesInteriorPoint(SearchState state) =>
        (state.Scaled.Count > InteriorPointFirst || state.Scaled.Margin > 0) && Follows(state);

    private static bool Follows(SearchState state) => state.Problem.Metric == NearestMetric.HausdorffLike && !state.Problem.Set.HasUnitNorms
        && state.Scaled.Count <= LargestCount && (state.Scaled.Margin > 0 || !new HausdorffRelaxation(state.Scaled).IsSmall)
        && state.Scaled.Dimension < Math.Min(state.Scaled.Count - 1, SearchSizes.FreeDimension(state.Problem));

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var previous = state.Scaled.Count >= PlainFirstFrom && state.Scaled.Dimension >= PlainFirstFromDimension ? RunPlain(state) : null;
        state.HasRelaxed = true;
        OuterLoop? last = null;
        var (free, size) = (SearchSizes.FreeDimension(state.Problem), Step(state.Scaled.Count, state.Scaled.Dimension));
        for (var step = 1; step <= Steps && state.Scaled.Dimension + ((step - 1) * size) < free; step++)
        {
            if (state.IsEnding)
            {
                break;
            }

            var lifted = new SearchProblem(state.Problem, Math.Min(free, state.Scaled.Dimension + (step * size)));
            var loop = state.CreateLoop(lifted, state.Threads, DirectionStage.ShareOf(state, TimeShare));
            loop.Start(Start(state, lifted, previous, step));
            var bound = Climb(state, loop);
            state.CountEvaluations(loop.Lagrangian.Evaluations);
            last = loop;
            previous = (double[])loop.Lagrangian.Embedding.Clone();
            if (bound >= (1 - Deficit) * loop.Lagrangian.Distance)
            {
                break;
            }
        }

        if (last is not null && !state.IsOver && state.Scaled.Count is > InteriorPointFirst and <= InteriorPointUpTo
            && state.Scaled.Margin == 0 && HausdorffRelaxation.Applies(state.Scaled) && state.Incumbent.IsWithin(LittleOpen))
        {
            RelaxationStage.SolveInteriorPoint(state, new HausdorffRelaxation(state.Scaled), last.Lagrangian);
        }

        if (previous is not null && !state.IsEnding)
        {
            state.Incumbent.Offer(StartStage.DescendFromLeading(state, previous, Name));
        }
    }

    /// <summary>
    /// Further coordinates of a step. A solution needs at most r with r (r + 1)/2 the number of active constraints, which grows with N.
    /// 4000 x 128 with random labels is lost in 144 coordinates and solved in 186; few points were seen to need 8 in any case.
    /// </summary>
    /// <param name="count">N.</param>
    /// <param name="dimension">That of the search.</param>
    internal static int Step(int count, int dimension) => count < ManyFrom
        ? LeastStep
        : Math.Max(LeastStep, (int)Math.Ceiling(Room * Math.Sqrt(2 * ActivePerPoint * count)) - dimension);

    /// <summary>
    /// The search in the dimension asked for, until it closes the interval or a dimension is seen to be lost; where it ended.
    /// </summary>
    private static double[] RunPlain(SearchState state)
    {
        var loop = state.CreateLoop(state.Scaled, state.Threads);
        loop.Start(StartingPoints.Create(state.Scaled, state.Settings.Seed, 0).Points);
        StartStage.RunCertified(state, loop, run => loop.Residual <= GuideResidual && run.Indefinite >= Indefinite);
        state.CountEvaluations(loop.Lagrangian.Evaluations);
        return (double[])loop.Lagrangian.Embedding.Clone();
    }

    /// <summary>Runs until the bound closes the interval or grows no more; its largest value is offered.</summary>
    private static double Climb(SearchState state, OuterLoop loop)
    {
        var (choice, best) = (new MultiplierChoice(state.Settings.Gap), default((double Bound, GramCertificate Certificate)?));
        var (mark, waited) = (0.0, 0);
        loop.Run(l =>
        {
            if (l.Residual >= ResidualOfUse)
            {
                return false;
            }

            if (choice.Best(l.Lagrangian, () => state.IsStopped) is { } found && !(found.Bound <= best?.Bound))
            {
                best = found;
            }

            var bound = best?.Bound ?? 0;
            (mark, waited) = bound > mark * (1 + LeastGrowth) ? (bound, 0) : (mark, waited + 1);
            return bound >= (1 - state.Settings.Gap) * state.Incumbent.Upper || (bound > 0 && waited >= Patience);
        });
        if (best is { } last && last.Bound > state.Incumbent.Lower)
        {
            state.Incumbent.Offer(last.Certificate, "Gram certificate");
        }

        return best?.Bound ?? 0;
    }

    /// <summary>f, or the end of the step before, with noise in the new coordinates.</summary>
    private static double[] Start(SearchState state, SearchProblem lifted, double[]? previous, int step)
    {
        var (d, from, random) =
            (lifted.Dimension, previous?.Length / lifted.Count ?? state.Scaled.Dimension, SeededRandom.Create(state.Settings.Seed, -step));
        var points = (double[])lifted.Points.Clone();
        for (var e = 0; e < points.Length; e++)
        {
            var (row, k) = (e / d, e % d);
            points[e] = k >= from ? points[e] + (Noise * lifted.Radius * SeededRandom.Gaussian(random) / Math.Sqrt(d - from))
                : previous is null ? points[e]
                : previous[(row * from) + k];
        }

        return points;
    }
}
