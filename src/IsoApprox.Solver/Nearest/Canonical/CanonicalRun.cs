using IsoApprox.Certificates.Gram;
using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// HAUS: one start of the search for the canonical embedding. From the nearest embedding, which is admissible, a descent that stays
/// admissible. From any other start the radius shrinks to the allowed one, where that leads to separation.
/// </summary>
internal sealed class CanonicalRun
{
    /// <summary>Share of the tolerance by which the constraints are tightened.</summary>
    private const double SlackShare = 0.2;

    /// <summary>Tightened by more than this many times as much at first, a point does not count as converged.</summary>
    private const double MostSlack = 8;

    /// <summary>Radii in units of the allowed one, on the way from a start that is not admissible.</summary>
    private static readonly double[] ShrinkingRadii = [2, 1.5, 1.2, 1.1, 1.05, 1.02, 1.01, 1.005, 1.002];

    /// <summary>Factor of the tolerances on the way.</summary>
    private const double LooseOnTheWay = 10;

    /// <summary>
    /// Share of the slack of the squared radius that is kept back from the beginning, and again after a point that could not be repaired,
    /// in units of the tolerance; at most <see cref="LargestReserve"/>.
    /// </summary>
    private const double Reserve = 500;
    private const double LargestReserve = 0.05;
    private const double MostReserve = 0.5;

    /// <summary>Share of the tolerance at which a point that cannot be repaired is not waited for any longer; nor is it when the residual
    /// falls slowly.</summary>
    private const double FineResidual = 0.1;

    /// <summary>
    /// A repair that adds more than this share, or than 10 times the tolerance, to the sum of squares does not count as converged.
    /// </summary>
    private const double HarmlessRepair = 1e-4;

    /// <summary>
    /// Share of the evaluations, and number of points that could not be repaired, after which any admissible point will do.
    /// </summary>
    internal const double LateShare = 0.75;
    private const int LateAttempts = 25;
    private const int PatientAttempts = 6;
    private const double SmallestPull = 1e-6;

    private readonly CanonicalProblem _problem;
    private readonly string _origin;
    private readonly Func<CanonicalDescent> _create;
    private double _reserve;
    private readonly Func<bool> _hurry;
    private CanonicalDescent _descent;
    private CanonicalResult? _best;
    private long _before;
    private int _attempts;
    private double _slack;
    private double _lastResidual = double.PositiveInfinity;

    /// <param name="problem">The problem.</param>
    /// <param name="origin">Name of the start.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="stop">Polled once an iteration.</param>
    /// <param name="hurry">True from when on any admissible point will do.</param>
    internal CanonicalRun(CanonicalProblem problem, string origin, int threads, Func<bool> stop, Func<bool> hurry)
    {
        (_problem, _origin, _hurry) = (problem, origin, hurry);
        _reserve = problem.Allowed * Math.Min(LargestReserve, Reserve * problem.Settings.Tolerance) * problem.Settings.RadiusSlack;
        _create = () => new CanonicalDescent(
            problem.Scaled, problem.Settings.Tolerance, threads, () => stop() || Evaluations >= problem.Settings.MaxEvaluations);
        _descent = _create();
    }

    /// <summary>Evaluations so far.</summary>
    internal long Evaluations => _before + _descent.Evaluations;

    /// <summary>Runs from a start; null when no admissible embedding was reached.</summary>
    /// <param name="points">N x d in search coordinates.</param>
    /// <param name="admissible">True when they are Triplet-Separated and within the radius.</param>
    internal CanonicalResult? Run(double[] points, bool admissible)
    {
        if (!admissible)
        {
            var reached = Shrink(points);
            if (_problem.IsOnePoint)
            {
                _best = PullTogether(points);
                admissible = _best is not null;
                points = admissible ? _problem.Scaled.FromResult(_best!.Candidate.Embedding) : points;
                (_before, _descent) = (Evaluations, _create());
            }

            if (!reached && !admissible)
            {
                return null;
            }
        }

        _slack = SlackShare * _problem.Settings.Tolerance * _descent.SlackUnit;
        (_descent.Slack, _descent.Ceiling) = (_slack, _problem.Allowed - _reserve);
        _descent.Run(points, admissible, IsLate, Accept);
        if (_best is null)
        {
            Accept();
        }

        return _best is { } best ? best with { Lower = Bound() } : null;
    }

    /// <summary>True when the constraints that were asked for are nearly those of the problem.</summary>
    private bool IsFull => _descent.Slack <= MostSlack * _slack
        && _problem.Allowed - _descent.Ceiling <= MostReserve * _problem.Settings.RadiusSlack * _problem.Allowed;

    private bool IsLate() => _hurry() || _attempts >= LateAttempts || Evaluations >= LateShare * _problem.Settings.MaxEvaluations;

    /// <summary>Repairs the point that was reached; true when the search is over.</summary>
    private bool Accept()
    {
        var candidate = _problem.BestRepair(_descent.Points, _origin);
        if (candidate is not null && !(candidate.Sum >= _best?.Sum))
        {
            var harmless = Math.Max(HarmlessRepair, 10 * _problem.Settings.Tolerance);
            _best = candidate with
            {
                Residual = _descent.Residual,
                Gradient = _descent.GradientNorm,
                Converged = _descent.IsStationary && IsFull && candidate.Sum <= _problem.Sum(_descent.MeanSquare) * (1 + harmless),
            };
        }

        var isSlow = _attempts >= PatientAttempts && _descent.Residual > 0.5 * _lastResidual;
        if (candidate is null && (isSlow || _descent.Residual <= FineResidual * _problem.Settings.Tolerance))
        {
            // More iterations are no help: ask for a little more than needed.
            _descent.Slack *= _descent.Violation > 0 ? 2 : 1;
            _descent.Ceiling -= _reserve;
            _reserve *= 2;
        }

        _lastResidual = _descent.Residual;
        return ++_attempts >= 2 * LateAttempts || _best?.Converged == true || (_attempts > LateAttempts && candidate is not null);
    }

    /// <summary>
    /// To near the radius that is allowed by way of larger ones, where the constraints have an interior. Takes the points of the last
    /// radius that was reached; false when that is not the last of all.
    /// </summary>
    private bool Shrink(double[] points)
    {
        _descent.Looseness = LooseOnTheWay;
        var reached = true;
        foreach (var radius in ShrinkingRadii.TakeWhile(_ => reached))
        {
            reached = false;
            _descent.Ceiling = radius * radius * _problem.Allowed;
            _descent.Run(points, false, () => false, () => reached = true);
            if (reached)
            {
                _descent.Points.CopyTo(points, 0);
            }
        }

        _descent.Looseness = 1;
        return reached;
    }

    /// <summary>
    /// Where the nearest embedding is one point p, from which no descent starts: p + t (g - p) for the largest t = 1, 1/2, .. that is
    /// admissible. Triplet-Separated embeddings are a cone.
    /// </summary>
    private CanonicalResult? PullTogether(double[] points)
    {
        var solution = _problem.Solution;
        var g = _problem.Repair.Apply(_problem.Scaled.ToResult(points), _origin)?.Embedding;
        var p = solution.Nearest[0].ToArray();
        for (var t = 1.0; t > SmallestPull && g is not null; t /= 2)
        {
            var pulled =
                g.WithPoints([.. g.Coordinates.ToArray().Select((x, k) => p[k % p.Length] + (t * (x - p[k % p.Length])))], g.Dimension);
            if (_problem.Admit(_problem.Repair.Apply(pulled, _origin)) is { } result)
            {
                return result;
            }
        }

        return null;
    }

    private double? Bound() =>
        _problem.Solution.Margin == 0
            && MultiplierChoice.Damped(GramMultipliers.OfCanonical(_problem.Scaled, _descent.Cuts, _descent.Caps)) is { } certificate
            ? SumOfSquaresBound.Prove(certificate, _problem.Bounded, _problem.Radius)
            : null;
}
