using System.Diagnostics;
using IsoApprox.Certificates.Gram;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// HAUS: one run of the augmented Lagrangian that ends as soon as the interval is closed, long before the search has converged. After each
/// outer iteration its multipliers give a bound in floating point and its points, repaired, a value; only the first bound, one that would
/// close the interval, and at the end the best one go through the rigorous check.
/// </summary>
internal sealed class CertifiedRun(
    OuterLoop loop, Incumbent incumbent, double gap, int threads, Func<bool> stop, Func<TimeSpan> timeLeft)
{
    private const double ResidualOfUse = 3e-2;

    /// <summary>The feasibility phase is tried when the displacement at hand leaves this share of the gap open.</summary>
    private const double Room = 0.3;

    /// <summary>After it failed it is tried again when the violation has dropped to this share.</summary>
    private const double LessViolation = 0.25;

    /// <summary>
    /// What a first bound and its check take, in evaluations of N^2 n multiply-adds: some solutions with n right-hand sides, and some
    /// decompositions, N^3 / 3 each.
    /// </summary>
    private const double SolutionsInEvaluations = 8;
    private const double DecompositionsInEvaluations = 2;

    private readonly MultiplierChoice _multipliers = new(gap);
    private readonly long _started = Stopwatch.GetTimestamp();
    private FeasibilityPhase? _phase;
    private TimeSpan _boundTime;
    private TimeSpan _checkTime;
    private long _repairedAt = -1;
    private double _failedAt = double.PositiveInfinity;
    private (double Bound, GramCertificate Certificate)? _pending;

    /// <summary>True when the points at which the run ended were repaired.</summary>
    internal bool HasRepairedEnd => _repairedAt == loop.Lagrangian.Evaluations;

    /// <inheritdoc cref="MultiplierChoice.Indefinite"/>
    internal int Indefinite => _multipliers.Indefinite;

    /// <summary>What the last bound and the last check took, or are expected to take: both may follow when time is up.</summary>
    internal TimeSpan ClosingTime => _checkTime != default ? _boundTime + _checkTime
        : Stopwatch.GetElapsedTime(_started) / Math.Max(1, loop.Lagrangian.Evaluations)
            * (SolutionsInEvaluations + (DecompositionsInEvaluations * loop.Problem.Count / loop.Problem.Dimension));

    /// <summary>Evaluations beyond those of the loop.</summary>
    internal long Evaluations => _phase?.Evaluations ?? 0;

    /// <summary>Runs until the interval closes, the search has converged, or <paramref name="enough"/> says so.</summary>
    /// <param name="repair">Repairs an embedding in search coordinates.</param>
    /// <param name="enough">Asked after each outer iteration.</param>
    internal void Run(Func<double[], Candidate?> repair, Func<OuterLoop, bool> enough)
    {
        loop.Run(l =>
        {
            if (l.Residual < ResidualOfUse && ClosingTime <= timeLeft())
            {
                var started = Stopwatch.GetTimestamp();
                if (_multipliers.Best(l.Lagrangian, stop) is { } found && !(found.Bound <= _pending?.Bound))
                {
                    _pending = found;
                }

                _boundTime = Stopwatch.GetElapsedTime(started);
                if (_checkTime == default)
                {
                    Check();
                }

                var raw = l.Lagrangian.Distance;
                if (raw < incumbent.Upper)
                {
                    incumbent.Offer(repair(l.Lagrangian.Embedding));
                    _repairedAt = l.Lagrangian.Evaluations;
                }

                var allowed = Math.Max(_pending?.Bound ?? 0, incumbent.Lower) / (1 - gap);
                if (allowed < incumbent.Upper && allowed - raw >= Room * gap * allowed && Reach(l, allowed) is { } reached)
                {
                    incumbent.Offer(repair(reached));
                }

                if (_pending?.Bound >= (1 - gap) * incumbent.Upper)
                {
                    Check();
                }

                if (incumbent.Lower >= (1 - gap) * incumbent.Upper)
                {
                    return true;
                }
            }

            return enough(l);
        });
        Check();
    }

    private double[]? Reach(OuterLoop l, double allowed)
    {
        if (l.Lagrangian.Violation > LessViolation * _failedAt)
        {
            return null;
        }

        var (unit, violation) = (Math.Pow(l.Problem.Radius * l.Problem.Scale, 2), l.Lagrangian.Violation);
        _phase ??= new FeasibilityPhase(l.Problem, threads);
        var reached = _phase.Reach(l.Displacement, violation, l.Lagrangian.CommonLevel, allowed * allowed / unit * (1 - 1e-12), stop);
        _failedAt = reached is null ? violation : _failedAt;
        return reached;
    }

    private void Check()
    {
        if (_pending is { } pending && pending.Bound > incumbent.Lower)
        {
            var started = Stopwatch.GetTimestamp();
            incumbent.Offer(pending.Certificate, "Gram certificate");
            _checkTime = Stopwatch.GetElapsedTime(started);
        }

        _pending = null;
    }
}
