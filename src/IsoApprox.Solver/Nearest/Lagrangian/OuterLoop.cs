using IsoApprox.Certificates;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>Schedule of the outer iterations.</summary>
internal sealed record OuterSettings
{
    internal double InitialPenalty { get; init; } = 10;

    internal double MaxPenalty { get; init; } = 300;

    internal double PenaltyFactor { get; init; } = 3;

    internal int MaxOuter { get; init; } = 60;

    internal int MaxInner { get; init; } = 2000;

    internal double InitialTolerance { get; init; } = 1e-3;

    internal double Tolerance { get; init; } = 1e-8;

    internal int Memory { get; init; } = 20;

    /// <summary>
    /// Penalty and tolerance that suit the size: the multipliers mu sum to 1 over N points, so both shrink like 1 / N (HAUS).
    /// </summary>
    internal static OuterSettings For(SearchProblem problem)
    {
        var isLong = problem.Points.Length >= LongVectors;
        var settings = problem.Metric == NearestMetric.HausdorffLike
            ? new OuterSettings
            {
                InitialPenalty = Math.Min(10, 50.0 / problem.Count),
                InitialTolerance = Math.Min(1e-3, (isLong ? 0.2 : 0.05) / problem.Count),
            }
            : new OuterSettings();
        return problem.Count > LargeCount ? settings with { MaxInner = 150, Memory = isLong ? 4 : 7 } : settings;
    }

    /// <summary>Coordinates from which passes over all vectors, and evaluations, cost more than what they bring.</summary>
    private const int LongVectors = 1 << 21;

    /// <summary>From here on inner iterations are capped: exact inner minima cost more than they bring.</summary>
    internal const int LargeCount = 200;
}

/// <summary>
/// The outer loop: minimise the augmented Lagrangian, update the multipliers, raise the penalty only when the residual fails to drop.
/// </summary>
internal sealed class OuterLoop
{
    /// <summary>
    /// With a margin the constraints are not smooth where points coincide, and inner minima are approached slowly; more iterations bring
    /// nothing.
    /// </summary>
    private const int InnerWithMargin = 200;

    /// <summary>
    /// Outer iterations with sharp margin constraints in which the residual has to be halved: at the kinks it may stay where it is.
    /// </summary>
    private const int MarginPatience = 8;

    /// <summary>
    /// Once no pair is near a kink the penalty grows by this: nothing is smoothed any more, and tied points are fewer and moved by more.
    /// </summary>
    private const double TiedPenalty = 5;

    /// <summary>Last smoothing of the margin constraints.</summary>
    private const double FineSmoothing = 1e-9;

    private readonly LimitedMemoryBfgs _inner;
    private readonly Func<bool> _stop;
    private readonly MarginSmoothing _smoothing;
    private readonly ClassTies? _ties;

    internal OuterLoop(SearchProblem problem, OuterSettings settings, int threads, Func<bool> stop, IObjective? objective = null)
        : this(
            new AugmentedLagrangian(problem, objective ?? AugmentedLagrangian.Nearest(problem), threads),
            problem.Margin > 0 ? settings with { MaxInner = Math.Min(settings.MaxInner, InnerWithMargin) } : settings,
            threads,
            stop,
            FineSmoothing)
    {
        _ties = ClassTies.Applies(problem) ? new ClassTies(problem, Lagrangian.Tied) : null;
    }

    /// <param name="lagrangian">What is minimised.</param>
    /// <param name="settings">The schedule.</param>
    /// <param name="threads">Threads of the inner minimisation.</param>
    /// <param name="stop">Polled once an iteration.</param>
    /// <param name="smoothing">Last smoothing of the margin constraints.</param>
    internal OuterLoop(AugmentedLagrangian lagrangian, OuterSettings settings, int threads, Func<bool> stop, double smoothing)
    {
        (Lagrangian, Settings, _stop) = (lagrangian, settings, stop);
        _smoothing = new MarginSmoothing(Problem, smoothing);
        (lagrangian.Penalty, lagrangian.Smoothing) = (settings.InitialPenalty, _smoothing.Value);
        _inner = new LimitedMemoryBfgs(Problem.Points.Length, settings.Memory, threads);
        (Displacement, Gradient) = (new double[Problem.Points.Length], new double[Problem.Points.Length]);
    }

    internal SearchProblem Problem => Lagrangian.Problem;

    internal OuterSettings Settings { get; }

    internal AugmentedLagrangian Lagrangian { get; }

    /// <summary>True when the margin constraints are as sharp as they get; always so without a margin.</summary>
    internal bool IsSharp => _smoothing.IsFine;

    /// <summary>True when every class has been seen to come together and is moved as one point.</summary>
    internal bool IsCollapsed => _ties?.AllTied == true;

    /// <summary>A run ends as soon as it is collapsed.</summary>
    internal bool EndsCollapsed { get; set; }

    /// <summary>u, with g = f + r0 u.</summary>
    internal double[] Displacement { get; }

    /// <summary>The gradient at u, with the multipliers before their last update.</summary>
    internal double[] Gradient { get; }

    /// <summary>max |change of a multiplier| / c at the last outer iteration.</summary>
    internal double Residual { get; private set; } = double.PositiveInfinity;

    /// <summary>max |gradient_i| at the end of the last inner minimisation.</summary>
    internal double GradientNorm { get; private set; } = double.PositiveInfinity;

    /// <summary>Sets the start g (search coordinates).</summary>
    internal void Start(ReadOnlySpan<double> g)
    {
        for (var i = 0; i < Displacement.Length; i++)
        {
            Displacement[i] = (g[i] - Problem.Points[i]) / Problem.Radius;
        }
    }

    /// <summary>One outer iteration: minimises to a tolerance and updates the multipliers. The penalty is left to the caller.</summary>
    internal MinimisationResult Step(double tolerance)
    {
        var inner = _inner.Minimise(Lagrangian.Evaluate, Displacement, tolerance, Settings.MaxInner, _stop);
        Lagrangian.Evaluate(Displacement, Gradient);
        (GradientNorm, Residual) = (inner.GradientNorm, Lagrangian.UpdateMultipliers());
        return inner;
    }

    /// <summary>Sharpens the margin constraints by a step.</summary>
    internal void Sharpen() => Lagrangian.Smoothing = _smoothing.Refine();

    /// <summary>
    /// Ties points of a class that come together as the margin constraints are sharpened. Where that leaves none near a kink, there is
    /// nothing more to be smoothed.
    /// </summary>
    private void Tie()
    {
        if (_ties is null || IsSharp)
        {
            return;
        }

        if (_ties.Tie(Lagrangian.Embedding, _smoothing.Value))
        {
            Start(Lagrangian.Embedding);
        }

        if (_ties.IsClear)
        {
            _smoothing.End();
            Lagrangian.Penalty = Math.Min(Settings.MaxPenalty, Lagrangian.Penalty * TiedPenalty);
        }
    }

    /// <summary>
    /// Runs until the residual is at most the tolerance; returns whether it is. Called again it continues from where it stands.
    /// </summary>
    /// <param name="afterOuter">Called after each multiplier update; true ends the run.</param>
    internal bool Run(Func<OuterLoop, bool>? afterOuter = null)
    {
        var tolerance = Math.Max(Settings.Tolerance, Math.Min(Settings.InitialTolerance, 0.1 * Residual));
        var (previous, least, stalled) = (Residual, double.PositiveInfinity, 0);
        for (var outer = 0; outer < Settings.MaxOuter && !_stop(); outer++)
        {
            var inner = Step(tolerance);
            if (afterOuter?.Invoke(this) == true || (IsSharp && Residual <= Settings.Tolerance && tolerance <= 10 * Settings.Tolerance))
            {
                return true;
            }

            (least, stalled) = Residual <= 0.5 * least || !IsSharp ? (Residual, 0) : (least, stalled + 1);
            if (Problem.Margin > 0 && stalled >= MarginPatience)
            {
                return false;
            }

            Tie();
            if (EndsCollapsed && IsCollapsed)
            {
                return false;
            }

            Sharpen();
            if (Problem.Count > OuterSettings.LargeCount)
            {
                Lagrangian.AdaptPenalties(Settings.MaxPenalty);
                _inner.Diagonal = Lagrangian.InverseCurvature();
            }

            if (!inner.Converged && outer > 0 && inner.Iterations >= Settings.MaxInner)
            {
                continue;
            }

            if (Residual > 0.3 * previous)
            {
                Lagrangian.Penalty = Math.Min(Settings.MaxPenalty, Lagrangian.Penalty * Settings.PenaltyFactor);
            }

            previous = Residual;
            tolerance = Math.Max(Settings.Tolerance, Math.Min(tolerance * 0.5, 0.1 * Residual));
        }

        return false;
    }
}
