using IsoApprox.Certificates;
using IsoApprox.Solver.Relaxations;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// HAUS: one run of the augmented Lagrangian that ends as soon as the interval is closed, long before the search has converged. After each outer iteration
/// its multipliers give a bound in
/// floating point and its points, repaired, a value; only a bound that would close the interval, and at the end the best one, goes through the rigorous
/// check.
/// </summary>
internal sealed class CertifiedRun(AugmentedLagrangianSolver solver, BoundTracker bounds, double gap, int threads, Func<bool> stop)
{
    private const double ResidualOfUse = 3e-2;

    /// <summary>The feasibility phase is tried when the displacement at hand leaves this share of the gap open.</summary>
    private const double Room = 0.3;

    /// <summary>After it failed it is tried again when the violation has dropped to this share.</summary>
    private const double LessViolation = 0.25;

    private readonly MixedMultipliers _multipliers = new(bounds.Problem, solver.Problem);
    private FeasibilityPhase? _phase;
    private double _failedAt = double.PositiveInfinity;
    private (double Bound, GramCertificate Certificate)? _pending;

    /// <summary>Evaluations beyond those of the solver.</summary>
    internal long Evaluations => _phase?.Evaluations ?? 0;

    /// <summary>Runs until the interval closes, the search has converged, or <paramref name="enough"/> says so.</summary>
    /// <param name="offer">Takes a repaired candidate and returns the best value so far.</param>
    /// <param name="repair">Repairs an embedding in search coordinates.</param>
    /// <param name="enough">Asked after each outer iteration.</param>
    internal void Run(Func<Candidate?, double> offer, Func<double[], Candidate?> repair, Func<AugmentedLagrangianSolver, bool> enough)
    {
        var upper = offer(null);
        solver.Run(s =>
        {
            if (s.Residual < ResidualOfUse)
            {
                if (_multipliers.Best(s.Lagrangian, stop) is { } found && !(found.Bound <= _pending?.Bound))
                {
                    _pending = found;
                }
                var raw = Math.Sqrt(s.Lagrangian.CommonLevel) * s.Problem.Radius * s.Problem.Scale;
                upper = raw < upper ? offer(repair(s.Lagrangian.Embedding)) : upper;
                var allowed = Math.Max(_pending?.Bound ?? 0, bounds.Lower) / (1 - gap);
                if (allowed < upper && allowed - raw >= Room * gap * allowed && Reach(s, allowed) is { } reached)
                {
                    upper = offer(repair(reached));
                }

                if (_pending?.Bound >= (1 - gap) * upper)
                {
                    Check();
                }

                if (bounds.Lower >= (1 - gap) * upper)
                {
                    return true;
                }
            }

            return enough(s);
        });
        Check();
    }

    private double[]? Reach(AugmentedLagrangianSolver s, double allowed)
    {
        if (s.Lagrangian.Violation > LessViolation * _failedAt)
        {
            return null;
        }

        var (unit, violation) = (Math.Pow(s.Problem.Radius * s.Problem.Scale, 2), s.Lagrangian.Violation);
        _phase ??= new FeasibilityPhase(s.Problem, threads);
        var reached = _phase.Reach(s.Displacement, violation, s.Lagrangian.CommonLevel, allowed * allowed / unit * (1 - 1e-12), stop);
        _failedAt = reached is null ? violation : _failedAt;
        return reached;
    }

    private void Check()
    {
        if (_pending is { } pending && pending.Bound > bounds.Lower)
        {
            bounds.Offer(pending.Certificate, "Gram certificate");
        }

        _pending = null;
    }
}
