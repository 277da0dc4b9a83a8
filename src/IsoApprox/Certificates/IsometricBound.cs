using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// Checks a Gram certificate of d_iso. For Triplet-Separated g with | |g_i - g_j| - D_ij | &lt;= t and balanced multipliers
/// sum alpha [D - t]_+^2 - sum beta (D + t)^2 + margin term &lt;= -tr(g^T Q g) &lt;= 0, Q = sum (beta - alpha)_ij E_ij + Lambda, so a t at which the left side
/// phi is certainly positive lies below d_iso.
/// Q maps the ones vector to 0 exactly, hence Q is positive semidefinite as soon as Q + s 1 1^T is for some s > 0.
/// A slightly indefinite Q is paid for by adding epsilon to beta of every pair of the m rows that carry multipliers, which adds epsilon (m I - 1 1^T).
/// </summary>
internal static class IsometricBound
{
    private const double LargestRaise = 1e-3;
    private const double Cancelled = 1e-16;
    private const double Negligible = 1e-18;

    internal static CertificateVerdict Check(GramCertificate certificate, NearestProblem problem) => Check(certificate, problem, out _, out _);

    /// <param name="certificate">A well-formed certificate.</param>
    /// <param name="problem">Its problem.</param>
    /// <param name="proved">The balanced multipliers; null when rejected.</param>
    /// <param name="epsilon">What was added to every beta among the rows that carry multipliers.</param>
    internal static CertificateVerdict Check(GramCertificate certificate, NearestProblem problem, out GramCertificate? proved, out double epsilon)
    {
        (proved, epsilon) = (null, 0);
        var f = problem.Points;
        var repaired = MultiplierRepair.Repair(certificate, f.Count);
        var pairs = WeightedPairs.Sum((repaired.Beta, 1), (repaired.Alpha, -1), (repaired.Lambda, 1), (repaired.Nu, -1));
        var position = pairs.Positions(f.Count, [], out var size);
        if (size > GramLimits.LargestMatrix)
        {
            return CertificateVerdict.Reject($"{size} rows carry multipliers; this checker takes up to {GramLimits.LargestMatrix}");
        }

        if (size > 0)
        {
            if (FindEpsilon(pairs, position, size, Total(repaired) / size) is not { } found)
            {
                return CertificateVerdict.Reject("the matrix Q = sum (beta - alpha) E + Lambda is not certainly positive semidefinite");
            }

            epsilon = found;
        }

        proved = repaired;
        var lower = new IsometricDual(repaired, f, problem.Margin, position, epsilon).Root();
        return Certificate.Accept(problem, lower, "Gram certificate");
    }

    private static double Total(GramCertificate c) => c.Alpha.Values.Sum() + c.Beta.Values.Sum() + c.Lambda.Values.Sum() + c.Nu.Values.Sum();

    /// <summary>
    /// The smallest epsilon of a ladder that makes Q certainly positive semidefinite; null when none is small against the multipliers' mean sum per row.
    /// </summary>
    internal static double? FindEpsilon(WeightedPairs pairs, int[] position, int size, double total)
    {
        // The multipliers may cancel in Q (one triplet: Q = 0), so what counts as a small epsilon is measured against their sum, and Q is lifted by I times its
        // own mean diagonal.
        var plain = pairs.Assemble(position, size, []);
        var rows = Enumerable.Range(0, size);
        var mean = Math.Max(Math.Max(rows.Average(i => Math.Max(0, plain[i, i].Upper)), 2 * rows.Max(i => -plain[i, i].Lower)), Cancelled * total);
        if (!(mean > 0) || !double.IsFinite(mean))
        {
            return null;
        }

        var constant = Math.ScaleB(1, Math.ILogB(mean / size));
        var lift = new double[position.Length];
        Array.Fill(lift, mean);
        var test = new VerifiedDefiniteness(pairs.Assemble(position, size, lift, constant), equilibrate: false);
        if (double.IsInfinity(test.Slack))
        {
            return null;
        }

        // B = 4^e (Q + mean I + constant 1 1^T): Q + m epsilon I + ... is positive definite when lambda_min(B) > 4^e (mean - m epsilon).
        var scale = Math.ScaleB(1, 2 * test.RowExponents[0]);
        var lifted = ((Interval)mean * scale).Upper;
        for (var raise = 0.0; raise <= LargestRaise * total * scale; raise = Math.Max(4 * raise, Math.Max(test.Slack / 4, Negligible * total * scale)))
        {
            if (test.IsCertainlyAbove(Math.BitIncrement(lifted - raise)))
            {
                return raise == 0 ? 0 : ((Interval)raise / scale / size).Upper;
            }
        }

        return null;
    }
}
