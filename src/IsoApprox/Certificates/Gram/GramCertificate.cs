namespace IsoApprox.Certificates.Gram;

/// <summary>
/// Multipliers of the Gram-matrix relaxation (weak duality) for any <see cref="Sets.IdealSet"/>; docs/certificates.md has the proofs. With
/// E_ij = (e_i - e_j)(e_i - e_j)^T, a and b the thresholds, Lambda = sum lambda E - sum nu E + sum near E - sum far E and K = diag(kappa):
/// Hausdorff-like: S = diag(mu) + K + Lambda positive semidefinite gives d_haus^2 sum(mu) >= min over g of (sum mu_i |f_i - g_i|^2 + tr g^T
/// (K + Lambda) g) + offset + margin term; isometric: Q = sum (beta - alpha) E + K + Lambda positive semidefinite gives d_iso >= the root t
/// of sum alpha [D - t]_+^2 - sum beta (D + t)^2 + offset + margin term; offset = b^2 sum far - a^2 sum near - sum kappa. Any numbers of
/// the right signs are a legal certificate; what they prove is found out by <see cref="Check"/>.
/// </summary>
public sealed record GramCertificate : Certificate
{
    private const string Source = "Gram certificate";

    /// <summary>The metric whose distance is bounded.</summary>
    public required NearestMetric Metric { get; init; }

    /// <summary>mu_i >= 0, length N for the Hausdorff-like distance (not all 0), empty for the isometric error.</summary>
    public double[] Mu { get; init; } = [];

    /// <summary>kappa_i of ||g_i|| = 1, any sign, length N where norms are 1, otherwise empty.</summary>
    public double[] Kappa { get; init; } = [];

    /// <summary>lambda: rows of a level below the boundary; the anchor itself is allowed: it counts in the balance only.</summary>
    public CutMultipliers Lambda { get; init; } = CutMultipliers.Empty;

    /// <summary>nu: rows of a level at or above the boundary.</summary>
    public CutMultipliers Nu { get; init; } = CutMultipliers.Empty;

    /// <summary>Multipliers of ||g_i - g_j|| &lt;= a, pairs of one class, where the set has such a threshold.</summary>
    public PairMultipliers Near { get; init; } = PairMultipliers.Empty;

    /// <summary>Multipliers of ||g_i - g_j|| >= b, pairs of two classes, where the set has such a threshold.</summary>
    public PairMultipliers Far { get; init; } = PairMultipliers.Empty;

    /// <summary>
    /// h, N x w row by row, any w >= 1; empty: none. d_haus with a margin only: (h_i - h_j)/sqrt(1 + |h_i - h_j|^2) stands for the
    /// direction of g_i - g_j in a lower bound of |g_i - g_j|. Any finite numbers are legal; they have no unit.
    /// </summary>
    public double[] Slopes { get; init; } = [];

    /// <summary>alpha_ij of |g_i - g_j| >= D_ij - t, unordered pairs, isometric error only.</summary>
    public PairMultipliers Alpha { get; init; } = PairMultipliers.Empty;

    /// <summary>beta_ij of |g_i - g_j| &lt;= D_ij + t, unordered pairs, isometric error only.</summary>
    public PairMultipliers Beta { get; init; } = PairMultipliers.Empty;

    /// <summary>A certificate of d_haus to a set of comparisons between the own class and the rest.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="mu">N numbers >= 0, not all 0.</param>
    /// <param name="lambda">Anchor, positive.</param>
    /// <param name="nu">Anchor, negative.</param>
    public static GramCertificate ForHausdorff(Problem problem, double[] mu, PairMultipliers lambda, PairMultipliers nu) =>
        Empty(problem) with { Mu = mu, Lambda = CutMultipliers.OfClasses(lambda), Nu = CutMultipliers.OfClasses(nu) };

    /// <summary>A certificate of d_iso to a set of comparisons between the own class and the rest.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="alpha">Unordered pairs that must not shrink below D - t.</param>
    /// <param name="beta">Unordered pairs that must not grow above D + t.</param>
    /// <param name="lambda">Anchor, positive.</param>
    /// <param name="nu">Anchor, negative.</param>
    public static GramCertificate ForIsometric(
        Problem problem, PairMultipliers alpha, PairMultipliers beta, PairMultipliers lambda, PairMultipliers nu) =>
        Empty(problem) with { Alpha = alpha, Beta = beta, Lambda = CutMultipliers.OfClasses(lambda), Nu = CutMultipliers.OfClasses(nu) };

    /// <summary>All multipliers 0: arrays of the right lengths, to be filled.</summary>
    /// <param name="problem">The problem.</param>
    public static GramCertificate Empty(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new GramCertificate
        {
            Digest = problem.Digest,
            Metric = problem.Metric,
            Mu = problem.Metric == NearestMetric.HausdorffLike ? new double[problem.Points.Count] : [],
            Kappa = problem.Set.HasUnitNorms ? new double[problem.Points.Count] : [],
        };
    }

    /// <inheritdoc/>
    /// <remarks>Cost O(N^3) and O(N^2) memory in the rows that carry multipliers.</remarks>
    public override CertificateVerdict Check(Problem problem)
    {
        if (Rejection(problem) is { } rejection)
        {
            return rejection;
        }

        try
        {
            return ExactScaling.Check(problem, (scaled, _) => Prove(scaled).Verdict, lower => Accept(problem, lower, Source));
        }
        catch (OutOfMemoryException)
        {
            return CertificateVerdict.Reject($"not enough memory for the matrix of {problem.Points.Count} points");
        }
    }

    /// <summary>
    /// The same check decided in rational arithmetic: definiteness by exact elimination, the minimum as a quotient of determinants,
    /// distances enclosed to 200 bits. Cost O(N^3) operations on very long integers: for N up to a few dozen. The multipliers tested are
    /// the repaired ones of <see cref="Check"/> (lambda balanced; mu, kappa or beta raised when the interval check needs it).
    /// </summary>
    /// <param name="problem">The problem.</param>
    public CertificateVerdict CheckExact(Problem problem)
    {
        if (Rejection(problem) is { } rejection)
        {
            return rejection;
        }

        // Slopes are compared with lengths in intervals, which have the range of doubles.
        return ExactScaling.Check(problem, (scaled, _) => CheckExactly(scaled), lower => Accept(problem, lower, ExactGramCheck.Source));
    }

    private CertificateVerdict CheckExactly(Problem problem)
    {
        var proof = Prove(problem);
        return ExactGramCheck.Check(proof.Multipliers ?? MultiplierRepair.Repair(this), problem, proof.Raise);
    }

    /// <summary>Null when the digest is the problem's and the arrays fit it.</summary>
    internal CertificateVerdict? Rejection(Problem problem) =>
        RejectOtherDigest(problem) ?? (GramShape.Malformation(this, problem) is { } reason ? CertificateVerdict.Reject(reason) : null);

    /// <summary>What a certificate of the right shape proves, in intervals.</summary>
    internal GramProof Prove(Problem problem) => Metric == NearestMetric.HausdorffLike
        ? HausdorffBound.Prove(this, problem)
        : IsometricBound.Prove(this, problem);

    /// <summary>The acceptance of a bound.</summary>
    internal static CertificateVerdict Accept(Problem problem, double lower) => Accept(problem, lower, Source);
}
