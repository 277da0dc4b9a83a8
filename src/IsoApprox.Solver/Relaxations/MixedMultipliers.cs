using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Relaxations;

/// <summary>
/// HAUS: a lower bound from the multipliers of an augmented Lagrangian that has not converged. They are mixed, M' = (1 - e) M + (e / N) I, and damped, S =
/// M' + tau Lambda, until S has a
/// Cholesky decomposition. Mixing costs the bound e times (largest minus mean square displacement); damping costs nothing to first order at the optimum,
/// because tr g^T Lambda g = 0 there,
/// but does not help points without a level multiplier. The mix that served last time is tried first: a call takes about ten decompositions of order N.
/// </summary>
internal sealed class MixedMultipliers(Problem problem, ScaledProblem scaled)
{
    private static readonly double[] Mixes = [0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3];
    private static readonly double[] Damping = [1 - 1e-6, 1 - 1e-4, 1 - 1e-3, 0.99, 0.97, 0.9];
    private int _mix = Mixes.Length - 4;

    /// <summary>The largest bound found, in units of the input and in floating point, and the certificate for it; null when no matrix was positive
    /// definite.</summary>
    /// <param name="lagrangian">The multipliers.</param>
    /// <param name="stop">Polled before each decomposition.</param>
    internal (double Bound, GramCertificate Certificate)? Best(AugmentedLagrangian lagrangian, Func<bool> stop)
    {
        var laplacian = Multipliers.Laplacian(scaled, lagrangian.Separation, scaled.Radius);
        double? Try(int mix, double tau) => stop() ? null : Multipliers.Bound(scaled, laplacian, Mixed(lagrangian.Level, mix), tau);

        var best = (Bound: 0.0, Mix: -1, Tau: 1.0);
        for (var at = _mix; at < Mixes.Length && best.Mix < 0; at++)
        {
            best = Try(at, 1) is { } bound ? (bound, at, 1) : best;
        }

        if (best.Mix < 0)
        {
            return null;
        }

        for (var at = best.Mix - 1; at >= 0; at--)
        {
            var (found, tau) = (Try(at, 1), 1.0);
            for (var d = 0; found is null && d < Damping.Length; d++)
            {
                (found, tau) = (Try(at, Damping[d]), Damping[d]);
            }

            if (found is null || found <= best.Bound)
            {
                break;
            }

            best = (found.Value, at, tau);
        }

        _mix = best.Mix;
        var factor = best.Tau * scaled.Radius;
        var lambda = Multipliers.Pairs(scaled, lagrangian.Separation, true, factor);
        var nu = Multipliers.Pairs(scaled, lagrangian.Separation, false, factor);
        var certificate = GramCertificate.ForHausdorff(problem, Mixed(lagrangian.Level, best.Mix), lambda, nu);
        return best.Bound > 0 ? (Math.Sqrt(best.Bound) * scaled.Scale, certificate) : null;
    }

    private static double[] Mixed(double[] mu, int mix) => Array.ConvertAll(mu, m => ((1 - Mixes[mix]) * m) + (Mixes[mix] / mu.Length));
}
