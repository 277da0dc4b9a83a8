using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// Checks a Gram certificate of d_iso. For g in the set with | |g_i - g_j| - D_ij | &lt;= t and balanced multipliers sum alpha [D - t]_+^2
/// - sum beta (D + t)^2 + offset + margin term &lt;= -tr g^T Q g &lt;= 0, Q = sum (beta - alpha)_ij E_ij + K + Lambda, so a t at which the
/// left side phi is certainly positive lies below d_iso. Without K, Q maps the ones vector to 0 exactly, hence Q is positive semidefinite
/// as soon as Q + s 1 1^T is for some s > 0; a slightly indefinite Q is paid for by adding epsilon to beta of every pair of the m rows that
/// carry multipliers, which adds epsilon (m I - 1 1^T). With K it is made certain by adding delta to every kappa, at the price delta m.
/// </summary>
internal static class IsometricBound
{
    private const double LargestRaise = 1e-3;
    private const double Cancelled = 1e-16;
    private const double Negligible = 1e-18;

    /// <param name="certificate">A well-formed certificate.</param>
    /// <param name="problem">Its problem.</param>
    internal static GramProof Prove(GramCertificate certificate, Problem problem)
    {
        var f = problem.Points;
        var repaired = MultiplierRepair.Repair(certificate);
        var hasNorms = repaired.Kappa.Length > 0;
        var pairs = GramMatrix.Pairs(repaired, (repaired.Beta, 1), (repaired.Alpha, -1));
        var position = pairs.Positions(f.Count, Array.ConvertAll(repaired.Kappa, Math.Abs), out var size);
        if (size > GramMatrix.Largest)
        {
            return GramProof.Reject(GramMatrix.TooLarge(size));
        }

        var raise = 0.0;
        if (size > 0)
        {
            var mean = Total(repaired) / size;
            if ((hasNorms
                ? FindShift(pairs, repaired.Kappa, position, size, mean)
                : FindEpsilon(pairs, position, size, mean)) is not { } found)
            {
                return GramProof.Reject("the matrix Q = sum (beta - alpha) E + K + Lambda is not certainly positive semidefinite");
            }

            raise = found;
        }

        var offset = GramMatrix.Offset(repaired, problem.Set) is var own && hasNorms ? own - ((Interval)raise * size) : own;
        var lower = new IsometricDual(repaired, problem, position, hasNorms ? 0 : raise, offset).Root();
        return new GramProof(GramCertificate.Accept(problem, lower), repaired, Raise: raise);
    }

    private static double Total(GramCertificate c) =>
        new[] { c.Alpha.Values, c.Beta.Values, c.Lambda.Values, c.Nu.Values, c.Near.Values, c.Far.Values, c.Kappa }.Sum(
            v => v.Sum(Math.Abs));

    /// <summary>
    /// The smallest epsilon of a ladder that makes Q certainly positive semidefinite; null when none is small against the multipliers' mean
    /// sum per row.
    /// </summary>
    private static double? FindEpsilon(WeightedPairs pairs, int[] position, int size, double total)
    {
        // The multipliers may cancel in Q (one triplet: Q = 0), so what counts as a small epsilon is measured against their sum, and Q is
        // lifted by I times its own mean diagonal.
        var plain = pairs.Assemble(position, size, []);
        var rows = Enumerable.Range(0, size);
        var mean = Math.Max(
            Math.Max(rows.Average(i => Math.Max(0, plain[i, i].Upper)), 2 * rows.Max(i => -plain[i, i].Lower)), Cancelled * total);
        if (!(mean > 0) || !double.IsFinite(mean))
        {
            return null;
        }

        // B = 4^e (Q + mean I + constant 1 1^T): Q + m epsilon I + ... is positive definite when lambda_min(B) > 4^e (mean - m epsilon).
        var constant = Math.ScaleB(1, Math.ILogB(mean / size));
        return FindRaise(pairs.Assemble(position, size, Lift(position, mean), constant), mean, total, total) is not { } raise ? null
            : raise == Interval.Zero ? 0 : (raise / size).Upper;
    }

    /// <summary>
    /// The smallest delta of a ladder for which Q + delta I is certainly positive definite; null when none is small against the
    /// multipliers.
    /// </summary>
    private static double? FindShift(WeightedPairs pairs, double[] kappa, int[] position, int size, double mean)
    {
        if (!(mean > 0) || !double.IsFinite(mean))
        {
            return null;
        }

        // B = 4^e (Q + lift I): Q + delta I is positive definite when lambda_min(B) > 4^e (lift - delta).
        var lift = 4 * mean * size;
        var matrix = pairs.Assemble(position, size, Lift(position, lift));
        GramMatrix.AddDiagonal(matrix, kappa, position);
        return FindRaise(matrix, lift, mean * size, mean)?.Upper;
    }

    private static double[] Lift(int[] position, double value)
    {
        var lift = new double[position.Length];
        Array.Fill(lift, value);
        return lift;
    }

    /// <summary>
    /// The smallest shift of a ladder for which the matrix less the lift, plus the shift, is certainly positive definite; null when none
    /// is.
    /// </summary>
    private static Interval? FindRaise(SymmetricIntervalMatrix lifted, double lift, double largest, double mean)
    {
        var test = new VerifiedDefiniteness(lifted, equilibrate: false);
        if (double.IsInfinity(test.Slack))
        {
            return null;
        }

        var scale = Math.ScaleB(1, 2 * test.RowExponents[0]);
        var level = ((Interval)lift * scale).Upper;
        for (var raise = 0.0; raise <= LargestRaise * largest * scale; raise =
            Math.Max(4 * raise, Math.Max(test.Slack / 4, Negligible * mean * scale)))
        {
            if (test.IsCertainlyAbove(Math.BitIncrement(level - raise)))
            {
                return raise == 0 ? Interval.Zero : (Interval)raise / scale;
            }
        }

        return null;
    }
}
