using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// Checks a Gram certificate of d_haus. For Triplet-Separated g with r = max_i |f_i - g_i| and balanced multipliers,
/// r^2 sum mu >= sum mu_i |f_i - g_i|^2 >= phi(g) + margin term, phi(g) = sum mu_i |f_i - g_i|^2 + tr(g^T Lambda g), and min phi is bounded by <see
/// cref="QuadraticMinimum"/>.
/// When S is not certainly positive definite the mu_i are raised a little: that changes the certificate, not the proof.
/// </summary>
internal static class HausdorffBound
{
    private const double LargestRaise = 1e-3;

    internal static CertificateVerdict Check(GramCertificate certificate, NearestProblem problem) => Check(certificate, problem, out _);

    /// <param name="certificate">A well-formed certificate.</param>
    /// <param name="problem">Its problem.</param>
    /// <param name="proved">The multipliers after repair and raise: those the verdict is proved with. Null when rejected.</param>
    internal static CertificateVerdict Check(GramCertificate certificate, NearestProblem problem, out GramCertificate? proved) =>
        Check(certificate, problem, out proved, out _);

    /// <param name="certificate">A well-formed certificate.</param>
    /// <param name="problem">Its problem.</param>
    /// <param name="proved">The multipliers the verdict is proved with. Null when rejected.</param>
    /// <param name="least">At most min over g of phi(g) with those multipliers; negative infinity when rejected.</param>
    internal static CertificateVerdict Check(GramCertificate certificate, NearestProblem problem, out GramCertificate? proved, out double least)
    {
        (proved, least) = (null, double.NegativeInfinity);
        var f = problem.Points;
        var repaired = MultiplierRepair.Repair(certificate, f.Count);
        if (!repaired.Mu.Any(m => m > 0))
        {
            return CertificateVerdict.Reject("mu is zero: it must have a positive entry");
        }

        var pairs = WeightedPairs.Sum((repaired.Lambda, 1), (repaired.Nu, -1));
        var position = pairs.Positions(f.Count, repaired.Mu, out var size);
        if (size > GramLimits.LargestMatrix)
        {
            return CertificateVerdict.Reject($"{size} rows carry multipliers; this checker takes up to {GramLimits.LargestMatrix}");
        }

        var test = new VerifiedDefiniteness(pairs.Assemble(position, size, repaired.Mu));
        if (FindRaise(test, repaired.Mu) is not { } raise)
        {
            return CertificateVerdict.Reject("the matrix S = diag(mu) + Lambda is not certainly positive semidefinite");
        }

        var mu = Raised(repaired.Mu, position, test.RowExponents, raise);
        proved = repaired with { Mu = mu };
        var factor = test.FactorShifted(-raise) ?? test.FactorShifted(test.Slack - raise);
        var minimum = factor is null ? Interval.Whole : new QuadraticMinimum(f, mu, pairs, position).LowerBound(factor, test.RowExponents, test.Slack / 2);
        least = minimum.Lower;
        var lower = Lower(least, mu, new MarginTerm(repaired, f, problem.Margin));
        return Certificate.Accept(problem, lower, "Gram certificate");
    }

    /// <summary>The smallest r of a ladder for which lambda_min(B + r I) > slack is certain, B the scaled S.</summary>
    internal static double? FindRaise(VerifiedDefiniteness test, double[] mu)
    {
        if (double.IsInfinity(test.Slack))
        {
            return null;
        }

        var cost = test.RowExponents.Sum(e => Math.ScaleB(1, -2 * e));
        var limit = LargestRaise * mu.Sum() / cost;
        for (var raise = 0.0; raise <= limit; raise = Math.Max(4 * raise, 4 * test.Slack))
        {
            if (test.IsCertainlyAbove(test.Slack - raise))
            {
                return raise;
            }
        }

        return null;
    }

    /// <summary>mu with the raise on every row that carries a multiplier, rounded up.</summary>
    internal static double[] Raised(double[] mu, int[] position, IReadOnlyList<int> exponents, double raise)
    {
        if (raise == 0)
        {
            return mu;
        }

        var result = (double[])mu.Clone();
        for (var i = 0; i < mu.Length; i++)
        {
            if (position[i] >= 0)
            {
                result[i] = Math.BitIncrement(mu[i] + Math.BitIncrement(Math.ScaleB(raise, -2 * exponents[position[i]])));
            }
        }

        return result;
    }

    /// <summary>Largest found r with (minimum + margin term at loss 2r)/sum mu >= r^2, rounded down. Without a margin the square root of minimum/sum
    /// mu.</summary>
    private static double Lower(double minimum, double[] mu, MarginTerm margin)
    {
        var sum = new IntervalAccumulator();
        Array.ForEach(mu, m => sum.Add(m));
        var weight = sum.Value.Upper;
        double Bound(double radius)
        {
            var value = ((Interval)minimum + margin.Lower(2 * radius)).Lower;
            return value > 0 && double.IsFinite(value) ? Math.Max(0, ((Interval)value / weight).Sqrt().Lower) : 0;
        }

        if (double.IsNaN(minimum) || double.IsInfinity(minimum) || !double.IsFinite(weight))
        {
            return 0;
        }

        // If r* <= radius then r* >= Bound(radius); so r* >= min(radius, Bound(radius)) for every radius, and Bound falls.
        var (low, high) = (0.0, Bound(0));
        if (margin.IsZero)
        {
            return high;
        }

        var best = Math.Min(high, Bound(high));
        for (var step = 0; step < 100 && low < high; step++)
        {
            var middle = low + ((high - low) / 2);
            var bound = Bound(middle);
            best = Math.Max(best, Math.Min(middle, bound));
            (low, high) = bound >= middle ? (middle, high) : (low, middle);
        }

        return best;
    }
}
