using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// HAUS: a lower bound from multipliers that have not converged. They are mixed, M' = (1 - e) M + (e / N) I, and damped, S = M' + K + tau Lambda, until S has a
/// Cholesky decomposition. Mixing costs the bound e times (largest minus mean square displacement); damping costs nothing to first order at the optimum,
/// because tr g^T Lambda g is given there, but does not help points without a level multiplier. The mix that served last time is tried first: a call takes
/// about ten decompositions of order N.
/// </summary>
internal sealed class MultiplierChoice
{
    private static readonly double[] Mixes = [0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3];
    private static readonly double[] Damping = [1 - 1e-6, 1 - 1e-4, 1 - 1e-3, 0.99, 0.97, 0.9];
    private static readonly double[] FineDamping = [1, 1 - 1e-9, 1 - 1e-7, 1 - 1e-6, 1 - 1e-5, 1 - 1e-4, 1 - 1e-3, 0.99, 0.9];
    private int _mix = Mixes.Length - 4;

    /// <summary>The largest bound found, in units of the input and in floating point, and the certificate for it; null when no matrix was positive
    /// definite.</summary>
    /// <param name="lagrangian">The multipliers.</param>
    /// <param name="stop">Polled before each decomposition.</param>
    internal (double Bound, GramCertificate Certificate)? Best(AugmentedLagrangian lagrangian, Func<bool> stop)
    {
        var multipliers = GramMultipliers.Of(lagrangian);
        double? Try(int mix, double tau) => stop() ? null : multipliers.Bound(Mixes[mix], tau);

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
        return best.Bound > 0 ? (Length(lagrangian, best.Bound), multipliers.Certificate(Mixes[best.Mix], best.Tau)) : null;
    }

    /// <summary>The same over the whole grid, for each mix the first damping that serves: about 80 decompositions of order N.</summary>
    internal static (double Bound, GramCertificate Certificate)? BestOfAll(AugmentedLagrangian lagrangian, Func<bool> stop)
    {
        var multipliers = GramMultipliers.Of(lagrangian);
        var best = (Bound: 0.0, Mix: 0.0, Tau: 1.0);
        foreach (var mix in Mixes)
        {
            var found = FineDamping.Select(tau => (Bound: stop() ? null : multipliers.Bound(mix, tau), Tau: tau)).FirstOrDefault(t => t.Bound is not null);
            best = found.Bound > best.Bound ? (found.Bound.Value, mix, found.Tau) : best;
        }

        return best.Bound > 0 ? (Length(lagrangian, best.Bound), multipliers.Certificate(best.Mix, best.Tau)) : null;
    }

    /// <summary>The certificate as it is but for the least damping of a ladder for which S has a decomposition; null when none serves.</summary>
    internal static GramCertificate? Damped(GramMultipliers multipliers)
    {
        foreach (var tau in FineDamping)
        {
            if (multipliers.Bound(0, tau) is not null)
            {
                return multipliers.Certificate(0, tau);
            }
        }

        return null;
    }

    private static double Length(AugmentedLagrangian lagrangian, double squared) => Math.Sqrt(squared) * lagrangian.Problem.Scale;
}
