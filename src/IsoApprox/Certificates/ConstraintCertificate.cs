using System.Globalization;
using IsoApprox.Separation;

namespace IsoApprox.Certificates;

/// <summary>
/// Multipliers of the Gram-matrix relaxation for a <see cref="ConstraintSet"/> (docs/bridges.md has the proofs). With E_ij = (e_i - e_j)(e_i - e_j)^T, a and
/// b the
/// thresholds, Lambda = sum lambda E - sum nu E + sum near E - sum far E and K = diag(kappa):
/// Hausdorff-like: S = diag(mu) + K + Lambda positive definite gives d_haus^2 sum(mu) >= min over g of (sum mu_i |f_i - g_i|^2 + tr g^T (K + Lambda) g) +
/// offset,
/// isometric: Q = sum (beta - alpha) E + K + Lambda positive semidefinite gives d_iso >= the root t of sum alpha [D - t]_+^2 - sum beta (D + t)^2 + offset,
/// offset = b^2 sum far - a^2 sum near - sum kappa.
/// Any numbers of the right signs are a legal certificate; what they prove is found out by <see cref="Check(ConstraintProblem)"/>.
/// </summary>
public sealed record ConstraintCertificate : Certificate
{
    /// <summary>The metric whose distance is bounded.</summary>
    public required NearestMetric Metric { get; init; }

    /// <summary>mu_i >= 0, length N for the Hausdorff-like distance (not all 0), empty for the isometric error.</summary>
    public double[] Mu { get; init; } = [];

    /// <summary>kappa_i of ||g_i|| = 1, any sign, length N on the sphere, otherwise empty.</summary>
    public double[] Kappa { get; init; } = [];

    /// <summary>lambda: rows of a level below the boundary (the anchor itself allowed).</summary>
    public CutMultipliers Lambda { get; init; } = CutMultipliers.Empty;

    /// <summary>nu: rows of a level at or above the boundary.</summary>
    public CutMultipliers Nu { get; init; } = CutMultipliers.Empty;

    /// <summary>Multipliers of ||g_i - g_j|| &lt;= a, pairs of one class, contrastive only.</summary>
    public PairMultipliers Near { get; init; } = PairMultipliers.Empty;

    /// <summary>Multipliers of ||g_i - g_j|| >= b, pairs of two classes, contrastive only.</summary>
    public PairMultipliers Far { get; init; } = PairMultipliers.Empty;

    /// <summary>alpha_ij of |g_i - g_j| >= D_ij - t, isometric error only.</summary>
    public PairMultipliers Alpha { get; init; } = PairMultipliers.Empty;

    /// <summary>beta_ij of |g_i - g_j| &lt;= D_ij + t, isometric error only.</summary>
    public PairMultipliers Beta { get; init; } = PairMultipliers.Empty;

    /// <summary>Rejects: a distance to F_TS takes the other kinds of certificates.</summary>
    /// <param name="problem">Any problem.</param>
    public override CertificateVerdict Check(NearestProblem problem) =>
        CertificateVerdict.Reject("this certificate is for a constraint set (ladder, contrastive, sphere); name the set it was made for");

    /// <summary>Checks the certificate. A malformed one is rejected with a reason; nothing is thrown. Cost O(N^3) and O(N^2) memory in the rows that carry
    /// multipliers.</summary>
    /// <param name="problem">The problem.</param>
    public CertificateVerdict Check(ConstraintProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!string.Equals(Digest, problem.Digest, StringComparison.Ordinal))
        {
            return CertificateVerdict.Reject("the digest differs: the certificate was made for other points, labels, constraints or metric");
        }

        if (ConstraintShape.Malformation(this, problem) is { } reason)
        {
            return CertificateVerdict.Reject(reason);
        }

        try
        {
            return Metric == NearestMetric.HausdorffLike ? ConstraintHausdorffBound.Check(this, problem) : ConstraintIsometricBound.Check(this, problem);
        }
        catch (OutOfMemoryException)
        {
            return CertificateVerdict.Reject($"not enough memory for the matrix of {problem.Points.Count} points");
        }
    }

    /// <summary>An acceptance.</summary>
    internal static CertificateVerdict Accept(ConstraintProblem problem, double lower)
    {
        var name = problem.Metric == NearestMetric.HausdorffLike ? "d_haus" : "d_iso";
        return new CertificateVerdict(
            true,
            lower,
            string.Create(CultureInfo.InvariantCulture, $"constraint certificate: {name} to the {problem.Set.Name} set >= {lower:R} in every dimension"));
    }
}
