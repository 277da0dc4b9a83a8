using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// Checks a constraint certificate of d_haus. For g in the set with r = max_i |f_i - g_i| and balanced multipliers tr g^T (K + Lambda) g &lt;= -offset, hence
/// r^2 sum mu >= sum mu_i |f_i - g_i|^2 >= min phi + offset, phi(g) = sum mu_i |f_i - g_i|^2 + tr g^T (K + Lambda) g.
/// When S = diag(mu) + K + Lambda is not certainly positive definite the mu_i are raised a little: that changes the certificate, not the proof.
/// </summary>
internal static class ConstraintHausdorffBound
{
    internal static CertificateVerdict Check(ConstraintCertificate certificate, ConstraintProblem problem)
    {
        var f = problem.Points;
        var c = ConstraintMultipliers.Repair(certificate);
        if (!c.Mu.Any(m => m > 0))
        {
            return CertificateVerdict.Reject("mu is zero: it must have a positive entry");
        }

        var pairs = ConstraintMultipliers.Matrix(c);
        double[] weights = c.Kappa.Length == 0 ? c.Mu : [.. c.Mu.Zip(c.Kappa, (m, k) => Math.Max(m, Math.Abs(k)))];
        var position = pairs.Positions(f.Count, weights, out var size);
        if (size > GramLimits.LargestMatrix)
        {
            return CertificateVerdict.Reject($"{size} rows carry multipliers; this checker takes up to {GramLimits.LargestMatrix}");
        }

        var matrix = pairs.Assemble(position, size, c.Mu);
        AddDiagonal(matrix, c.Kappa, position);
        var test = new VerifiedDefiniteness(matrix);
        if (HausdorffBound.FindRaise(test, c.Mu) is not { } raise)
        {
            return CertificateVerdict.Reject("the matrix S = diag(mu) + K + Lambda is not certainly positive definite");
        }

        var mu = HausdorffBound.Raised(c.Mu, position, test.RowExponents, raise);
        var factor = test.FactorShifted(-raise) ?? test.FactorShifted(test.Slack - raise);
        if (factor is null)
        {
            return ConstraintCertificate.Accept(problem, 0);
        }

        var minimum = new QuadraticMinimum(f, mu, pairs, position, c.Kappa).LowerBound(factor, test.RowExponents, test.Slack / 2);
        var bound = (minimum + ConstraintMultipliers.Offset(c, problem)) / ConstraintMultipliers.Sum(mu);
        return ConstraintCertificate.Accept(problem, bound.Lower > 0 && double.IsFinite(bound.Lower) ? ((Interval)bound.Lower).Sqrt().Lower : 0);
    }

    /// <summary>Adds the diagonal matrix K; nothing when there is none.</summary>
    internal static void AddDiagonal(SymmetricIntervalMatrix matrix, double[] kappa, int[] position)
    {
        for (var i = 0; i < kappa.Length; i++)
        {
            if (position[i] >= 0 && kappa[i] != 0)
            {
                matrix[position[i], position[i]] += kappa[i];
            }
        }
    }
}
