using System.Numerics;
using IsoApprox.Certificates.Gram;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// HAUS: a lower bound from multipliers that have not converged. They are mixed, M' = (1 - e) M + (e / N) I, and damped, S = M' + K + tau
/// Lambda, until S has a Cholesky decomposition. Mixing costs the bound e times (largest minus mean square displacement); damping costs
/// nothing to first order at the optimum, because tr g^T Lambda g is given there, but does not help points without a level multiplier. The
/// mix that served last time is tried first; a mix that costs less than a quarter of the gap is not refined. A call takes about ten
/// decompositions of order N, three where they are dear.
/// </summary>
/// <param name="gap">The relative gap that is asked for.</param>
internal sealed class MultiplierChoice(double gap)
{
    private static readonly double[] Mixes = [0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3];
    private static readonly double[] Damping = [1 - 1e-6, 1 - 1e-4, 1 - 1e-3, 0.99, 0.97, 0.9];
    private static readonly double[] FineDamping = [1, 1 - 1e-9, 1 - 1e-7, 1 - 1e-6, 1 - 1e-5, 1 - 1e-4, 1 - 1e-3, 0.99, 0.9];

    /// <summary>Places in <see cref="Mixes"/> of the mixes that are tried with the largest damping: 1e-4 to 0.3.</summary>
    private const int LeastDampedMix = 7;

    /// <summary>Bisections of the largest damping: it is found to 2^-9, and between mixes the bound changes by more.</summary>
    private const int Bisections = 9;

    /// <summary>From here on a decomposition is dear: the damped search runs on calls 1, 2, 4, 8, ... only, and mixes above
    /// <see cref="DampedMix"/> are not damped: that was never seen to bring anything.</summary>
    private const int FewDampedFrom = 600;
    private const double DampedMix = 1e-4;

    /// <summary>Where a decomposition takes many seconds the damped search keeps to one mix and fewer bisections.</summary>
    private const int FewBisections = 5;

    private int _mix = Mixes.Length - 4;
    private int _dampedMix = Mixes.Length - 5;
    private int _dampedCalls;

    /// <summary>Calls in a row for which no mix served without damping.</summary>
    internal int Indefinite { get; private set; }

    /// <summary>
    /// The largest bound found, in units of the input and in floating point, and the certificate for it; null when no matrix was positive
    /// definite.
    /// </summary>
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
            _dampedCalls++;
            Indefinite++;
            return lagrangian.Problem.Count < FewDampedFrom || BitOperations.IsPow2(_dampedCalls)
                ? Damped(lagrangian, multipliers, stop)
                : null;
        }

        Indefinite = 0;
        for (var at = best.Mix - 1; at >= 0 && Mixes[at + 1] > 0.5 * gap; at--)
        {
            var (found, tau) = (Try(at, 1), 1.0);
            var isDamped = lagrangian.Problem.Count < FewDampedFrom || Mixes[at] <= DampedMix;
            for (var d = 0; isDamped && found is null && d < Damping.Length; d++)
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

    /// <summary>
    /// Where no mix serves without damping: S is indefinite, as it is wherever a dimension is lost. The bound is concave in mix and damping
    /// together, so the mix of the last time is improved in steps, each with its own damping.
    /// </summary>
    private (double Bound, GramCertificate Certificate)? Damped(
        AugmentedLagrangian lagrangian, GramMultipliers multipliers, Func<bool> stop)
    {
        var (tried, isDear) = (new (double Bound, double Tau)?[Mixes.Length], lagrangian.Problem.Count >= DampedMatrix.OneMatrixFrom);
        (double Bound, double Tau) At(int mix) => mix < LeastDampedMix || mix >= Mixes.Length
            ? (0, 0)
            : tried[mix] ??= LargestDamping(tau => stop() ? null : multipliers.Bound(Mixes[mix], tau), isDear ? FewBisections : Bisections);

        while (!isDear)
        {
            var next = new[] { _dampedMix, _dampedMix - 1, _dampedMix + 1 }.MaxBy(mix => At(mix).Bound);
            if (next == _dampedMix)
            {
                break;
            }

            _dampedMix = next;
        }

        var (bound, damping) = At(_dampedMix);
        return bound > 0 ? (Length(lagrangian, bound), multipliers.Certificate(Mixes[_dampedMix], damping)) : null;
    }

    /// <summary>
    /// The damping in (0, 1) with the largest bound. The bound is concave in the damping, 0 at 0 and undefined from where S is no longer
    /// positive definite: bisection towards that place, turning back where the bound falls.
    /// </summary>
    private static (double Bound, double Tau) LargestDamping(Func<double, double?> bound, int bisections)
    {
        var (best, at, lower, upper) = (0.0, 0.0, 0.0, 1.0);
        for (var k = 0; k < bisections; k++)
        {
            var middle = 0.5 * (lower + upper);
            if (bound(middle) is { } value && value >= best)
            {
                (best, at, lower) = (value, middle, middle);
            }
            else
            {
                upper = middle;
            }
        }

        return (best, at);
    }

    /// <summary>The same over the whole grid, for each mix the first damping that serves: about 80 decompositions of order N.</summary>
    internal static (double Bound, GramCertificate Certificate)? BestOfAll(AugmentedLagrangian lagrangian, Func<bool> stop)
    {
        var multipliers = GramMultipliers.Of(lagrangian);
        var best = (Bound: 0.0, Mix: 0.0, Tau: 1.0);
        foreach (var mix in Mixes)
        {
            var found = FineDamping.Select(tau => (Bound: stop() ? null : multipliers.Bound(mix, tau), Tau: tau))
                .FirstOrDefault(t => t.Bound is not null);
            best = found.Bound > best.Bound ? (found.Bound.Value, mix, found.Tau) : best;
        }

        return best.Bound > 0 ? (Length(lagrangian, best.Bound), multipliers.Certificate(best.Mix, best.Tau)) : null;
    }

    /// <summary>
    /// The certificate as it is but for the least damping of a ladder for which S has a decomposition; null when none serves.
    /// </summary>
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
