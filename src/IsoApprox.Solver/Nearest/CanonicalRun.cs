using IsoApprox.Certificates;
using IsoApprox.Solver.Relaxations;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// HAUS: one start of the search for the canonical embedding. From the nearest embedding, which is admissible, a descent that stays admissible. From any other
/// start the radius shrinks to the allowed one, where that leads to separation.
/// </summary>
internal sealed class CanonicalRun
{
    /// <summary>Share of the tolerance by which the constraints are tightened.</summary>
    private const double SlackShare = 0.2;

    /// <summary>Radii in units of the allowed one, on the way from a start that is not admissible.</summary>
    private static readonly double[] ShrinkingRadii = [2, 1.5, 1.2, 1.1, 1.05, 1.02, 1.01, 1.005, 1.002];

    /// <summary>Factor of the tolerances on the way.</summary>
    private const double LooseOnTheWay = 10;

    /// <summary>
    /// Share of the slack of the squared radius that is kept back from the beginning, and again after a point that could not be repaired, in units of the
    /// tolerance; at most <see cref="LargestReserve"/>.
    /// </summary>
    private const double Reserve = 500;
    private const double LargestReserve = 0.05;

    /// <summary>Share of the tolerance at which a point that cannot be repaired is not waited for any longer.</summary>
    private const double FineResidual = 0.1;

    /// <summary>A repair that adds more than this share, or than 10 times the tolerance, to the sum of squares does not count as converged.</summary>
    private const double HarmlessRepair = 1e-4;

    /// <summary>Share of the evaluations, and number of points that could not be repaired, after which any admissible point will do.</summary>
    private const double LateShare = 0.75;
    private const int LateAttempts = 25;
    private const double SmallestPull = 1e-6;

    private readonly CanonicalProblem _problem;
    private readonly string _origin;
    private readonly Func<CanonicalDescent> _create;
    private readonly double _reserve;
    private CanonicalDescent _descent;
    private CanonicalResult? _best;
    private long _before;
    private int _attempts;

    /// <param name="problem">The problem.</param>
    /// <param name="origin">Name of the start.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="stop">Polled once an iteration.</param>
    internal CanonicalRun(CanonicalProblem problem, string origin, int threads, Func<bool> stop)
    {
        (_problem, _origin) = (problem, origin);
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

        (_descent.Slack, _descent.Ceiling) = (SlackShare * _problem.Settings.Tolerance * _descent.SlackUnit, _problem.Allowed - _reserve);
        _descent.Run(points, admissible, IsLate, Accept);
        if (_best is null)
        {
            Accept();
        }

        return _best is { } best ? best with { Lower = Bound() } : null;
    }

    private bool IsLate() => _attempts >= LateAttempts || Evaluations >= LateShare * _problem.Settings.MaxEvaluations;

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
                Converged = _descent.IsStationary && candidate.Sum <= _problem.Sum(_descent.MeanSquare) * (1 + harmless),
            };
        }

        if (candidate is null && _descent.Residual <= FineResidual * _problem.Settings.Tolerance)
        {
            // More iterations are no help: ask for a little more than needed.
            _descent.Slack *= 2;
            _descent.Ceiling -= _reserve;
        }

        return ++_attempts >= 2 * LateAttempts || _best?.Converged == true || (_attempts > LateAttempts && candidate is not null);
    }

    /// <summary>
    /// To near the radius that is allowed by way of larger ones, where the constraints have an interior. Takes the points of the last radius that was
    /// reached; false when that is not the last of all.
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
    /// Where the nearest embedding is one point p, from which no descent starts: p + t (g - p) for the largest t = 1, 1/2, .. that is admissible.
    /// Triplet-Separated embeddings are a cone.
    /// </summary>
    private CanonicalResult? PullTogether(double[] points)
    {
        var solution = _problem.Solution;
        var g = SeparationRepair.Apply(_problem.Source, _problem.Scaled.ToResult(points), solution.Metric, solution.Margin, _origin)?.Embedding;
        var p = solution.Nearest[0].ToArray();
        for (var t = 1.0; t > SmallestPull && g is not null; t /= 2)
        {
            var pulled = g.WithPoints([.. g.Coordinates.ToArray().Select((x, k) => p[k % p.Length] + (t * (x - p[k % p.Length])))], g.Dimension);
            if (_problem.Admit(SeparationRepair.Apply(_problem.Source, pulled, solution.Metric, solution.Margin, _origin)) is { } result)
            {
                return result;
            }
        }

        return null;
    }

    private double? Bound() =>
        _problem.Solution.Margin == 0
            && Multipliers.FromCanonical(_problem.Bounded, _problem.Scaled, _descent.Separation, _descent.Caps) is { } certificate
            ? SumOfSquaresBound.Prove(certificate, _problem.Bounded, _problem.Radius)
            : null;
}
