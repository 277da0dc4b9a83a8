using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// Checks a Gram certificate of d_haus. For g in the set with r = max_i |f_i - g_i| and balanced multipliers, r^2 sum mu >= sum mu_i |f_i -
/// g_i|^2 >= phi(g) + offset + margin term, phi(g) = sum mu_i |f_i - g_i|^2 + tr g^T (K + Lambda) g, and min phi is bounded by
/// <see cref="QuadraticMinimum"/>. The margin term is that of <see cref="MarginTerm"/>, or with slopes a linear function in phi and a
/// constant (<see cref="SlopeTerm"/>). When S = diag(mu) + K + Lambda is not certainly positive definite the mu_i are raised a little: that
/// changes the certificate, not the proof.
/// </summary>
internal static class HausdorffBound
{
    private const double LargestRaise = 1e-3;

    /// <param name="certificate">A well-formed certificate.</param>
    /// <param name="problem">Its problem.</param>
    internal static GramProof Prove(GramCertificate certificate, Problem problem)
    {
        var f = problem.Points;
        var repaired = MultiplierRepair.Repair(certificate);
        if (!repaired.Mu.Any(m => m > 0))
        {
            return GramProof.Reject("mu is zero: it must have a positive entry");
        }

        var pairs = GramMatrix.Pairs(repaired);
        double[] weights = repaired.Kappa.Length == 0
            ? repaired.Mu
            : [.. repaired.Mu.Zip(repaired.Kappa, (m, k) => Math.Max(m, Math.Abs(k)))];
        var position = pairs.Positions(f.Count, weights, out var size);
        if (size > GramMatrix.Largest)
        {
            return GramProof.Reject(GramMatrix.TooLarge(size));
        }

        var matrix = pairs.Assemble(position, size, repaired.Mu);
        GramMatrix.AddDiagonal(matrix, repaired.Kappa, position);
        var test = new VerifiedDefiniteness(matrix);
        if (FindRaise(test, repaired.Mu) is not { } raise)
        {
            return GramProof.Reject("the matrix S = diag(mu) + K + Lambda is not certainly positive semidefinite");
        }

        var proved = repaired with { Mu = Raised(repaired.Mu, position, test.RowExponents, raise) };
        var factor = test.FactorShifted(-raise) ?? test.FactorShifted(test.Slack - raise);
        var (slopes, offset) = (SlopeTerm.Of(repaired, problem), GramMatrix.Offset(repaired, problem.Set));
        var minimum = factor is null
            ? Interval.Whole
            : new QuadraticMinimum(f, proved.Mu, pairs, position, repaired.Kappa, slopes).LowerBound(
                factor, test.RowExponents, test.Slack / 2);
        var lower = slopes is not null ? Lower(minimum.Lower, offset + slopes.Constant, proved.Mu, null)
            : Lower(minimum.Lower, offset, proved.Mu, new MarginTerm(repaired, problem) is { IsZero: false } margin ? margin : null);
        return new GramProof(GramCertificate.Accept(problem, lower), proved, minimum.Lower);
    }

    /// <summary>The smallest r of a ladder for which lambda_min(B + r I) > slack is certain, B the scaled S.</summary>
    private static double? FindRaise(VerifiedDefiniteness test, double[] mu)
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
    private static double[] Raised(double[] mu, int[] position, IReadOnlyList<int> exponents, double raise)
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

    /// <summary>
    /// Largest found r with (minimum + offset + margin term at loss 2r)/sum mu >= r^2, rounded down. Without that term the square root.
    /// </summary>
    private static double Lower(double minimum, Interval offset, double[] mu, MarginTerm? margin)
    {
        var weight = GramMatrix.Sum(mu).Upper;
        double Bound(double radius)
        {
            var value = Plus(Plus(minimum, offset), margin?.Lower(2 * radius) ?? 0).Lower;
            return value > 0 && double.IsFinite(value) ? Math.Max(0, ((Interval)value / weight).Sqrt().Lower) : 0;
        }

        if (double.IsNaN(minimum) || double.IsInfinity(minimum) || !double.IsFinite(weight))
        {
            return 0;
        }

        // If r* <= radius then r* >= Bound(radius); so r* >= min(radius, Bound(radius)) for every radius, and Bound falls.
        var (low, high) = (0.0, Bound(0));
        if (margin is null)
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

    /// <summary>A sum without the rounding of adding nothing.</summary>
    private static Interval Plus(Interval a, Interval b) => b == Interval.Zero ? a : a + b;
}
