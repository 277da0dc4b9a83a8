using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// Checks a constraint certificate of d_iso. For g in the set with | |g_i - g_j| - D_ij | &lt;= t and balanced multipliers
/// sum alpha [D - t]_+^2 - sum beta (D + t)^2 + offset &lt;= -tr(g^T Q g) &lt;= 0, Q = sum (beta - alpha) E + K + Lambda, so a t at which the left side is
/// certainly positive
/// lies below d_iso. Without K, Q maps the ones vector to 0 and is made certain as in <see cref="IsometricBound"/> (epsilon added to every beta); with K it
/// is made certain by
/// adding delta to every kappa, at the price delta times the number of rows.
/// </summary>
internal static class ConstraintIsometricBound
{
    private const double LargestRaise = 1e-3;
    private const double Negligible = 1e-18;

    internal static CertificateVerdict Check(ConstraintCertificate certificate, ConstraintProblem problem)
    {
        var f = problem.Points;
        var c = ConstraintMultipliers.Repair(certificate);
        var pairs = ConstraintMultipliers.Matrix(c, (c.Beta, 1), (c.Alpha, -1));
        var position = pairs.Positions(f.Count, Array.ConvertAll(c.Kappa, Math.Abs), out var size);
        if (size > GramLimits.LargestMatrix)
        {
            return CertificateVerdict.Reject($"{size} rows carry multipliers; this checker takes up to {GramLimits.LargestMatrix}");
        }

        var offset = ConstraintMultipliers.Offset(c, problem);
        var epsilon = 0.0;
        if (size > 0)
        {
            var total = Total(c);
            var raise = c.Kappa.Length == 0
                ? IsometricBound.FindEpsilon(pairs, position, size, total / size)
                : FindShift(pairs, c.Kappa, position, size, total / size);
            if (raise is not { } found)
            {
                return CertificateVerdict.Reject("the matrix Q = sum (beta - alpha) E + K + Lambda is not certainly positive semidefinite");
            }

            epsilon = c.Kappa.Length == 0 ? found : 0;
            offset = c.Kappa.Length == 0 ? offset : offset - ((Interval)found * size);
        }

        var levels = new GramCertificate { Digest = c.Digest, Metric = c.Metric, Alpha = c.Alpha, Beta = c.Beta };
        return ConstraintCertificate.Accept(problem, new IsometricDual(levels, f, 0, position, epsilon, offset).Root());
    }

    private static double Total(ConstraintCertificate c) =>
        new[] { c.Kappa, c.Lambda.Values, c.Nu.Values, c.Near.Values, c.Far.Values, c.Alpha.Values, c.Beta.Values }.Sum(v => v.Sum(Math.Abs));

    /// <summary>The smallest delta of a ladder for which Q + delta I is certainly positive definite; null when none is small against the multipliers.</summary>
    private static double? FindShift(WeightedPairs pairs, double[] kappa, int[] position, int size, double mean)
    {
        if (!(mean > 0) || !double.IsFinite(mean))
        {
            return null;
        }

        var lift = new double[position.Length];
        Array.Fill(lift, 4 * mean * size);
        var matrix = pairs.Assemble(position, size, lift);
        ConstraintHausdorffBound.AddDiagonal(matrix, kappa, position);
        var test = new VerifiedDefiniteness(matrix, equilibrate: false);
        if (double.IsInfinity(test.Slack))
        {
            return null;
        }

        // B = 4^e (Q + lift I): Q + delta I is positive definite when lambda_min(B) > 4^e (lift - delta).
        var scale = Math.ScaleB(1, 2 * test.RowExponents[0]);
        var lifted = ((Interval)lift[0] * scale).Upper;
        for (var raise = 0.0; raise <= LargestRaise * mean * size * scale; raise = Math.Max(4 * raise, Math.Max(test.Slack / 4, Negligible * mean * scale)))
        {
            if (test.IsCertainlyAbove(Math.BitIncrement(lifted - raise)))
            {
                return raise == 0 ? 0 : ((Interval)raise / scale).Upper;
            }
        }

        return null;
    }
}
