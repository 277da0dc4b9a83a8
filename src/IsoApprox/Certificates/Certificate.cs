using System.Globalization;

namespace IsoApprox.Certificates;

/// <summary>What a check of a certificate proved.</summary>
/// <param name="Accepted">True when every condition of the certificate was proved.</param>
/// <param name="Lower">A number that is certainly at most the optimal value in the problem's dimension; 0 when rejected or when the proved
/// bound is not positive.</param>
/// <param name="Reason">One line: what was proved, or why the certificate was rejected.</param>
public sealed record CertificateVerdict(bool Accepted, double Lower, string Reason)
{
    /// <summary>A rejection.</summary>
    /// <param name="reason">One line.</param>
    public static CertificateVerdict Reject(string reason) => new(false, 0, reason);
}

/// <summary>A proof, as data, of a lower bound of the distance to a set of ideal embeddings. Checking one needs no solver.</summary>
public abstract record Certificate
{
    /// <summary><see cref="Problem.Digest"/> of the problem the certificate was made for.</summary>
    public required string Digest { get; init; }

    /// <summary>Checks the certificate against a problem. A malformed certificate is rejected with a reason; nothing is thrown.</summary>
    /// <param name="problem">The problem.</param>
    public abstract CertificateVerdict Check(Problem problem);

    /// <summary>The certificate for the same problem with points and margin multiplied by a power of two: multipliers have no unit, levels
    /// are lengths.</summary>
    /// <param name="problem">The other problem.</param>
    /// <param name="exponent">Its lengths are those of this certificate's problem times 2^exponent.</param>
    public virtual Certificate Rescaled(Problem problem, int exponent)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return this with { Digest = problem.Digest };
    }

    /// <summary>An acceptance.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="lower">What was proved.</param>
    /// <param name="source">What kind of certificate proved it.</param>
    internal static CertificateVerdict Accept(Problem problem, double lower, string source)
    {
        var name = problem.Metric == NearestMetric.HausdorffLike ? "d_haus" : "d_iso";
        var floor = problem.Set.HasComparisons && problem.Set.Beyond > 0
            ? string.Create(CultureInfo.InvariantCulture, $" with classes at least {problem.Set.Beyond:R} apart")
            : "";
        var set = problem.Set.IsTripletSeparated ? "" : $" to the {problem.Set.Name} set{floor}";
        return new CertificateVerdict(
            true, lower, string.Create(CultureInfo.InvariantCulture, $"{source}: {name}{set} >= {lower:R} in every dimension"));
    }

    /// <summary>Null when the digest is the problem's, else the rejection.</summary>
    /// <param name="problem">The problem.</param>
    private protected CertificateVerdict? RejectOtherDigest(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.IsNamed(Digest)
            ? null
            : CertificateVerdict.Reject("the digest differs: the certificate was made for other points, labels, metric, set or margin");
    }

    /// <summary>
    /// Null when the digest is the problem's and its set consists of Triplet-Separated embeddings, with margin <see cref="Problem.Margin"/>
    /// >= 0: what is proved of them holds for the set. Else the rejection.
    /// </summary>
    /// <param name="problem">The problem.</param>
    protected CertificateVerdict? RejectOtherInstance(Problem problem) =>
        RejectOtherDigest(problem) ?? RejectOtherSet(problem);

    /// <summary>Null when the set consists of Triplet-Separated embeddings, else the rejection.</summary>
    /// <param name="problem">The problem.</param>
    private protected static CertificateVerdict? RejectOtherSet(Problem problem) => problem.Margin >= 0
        ? null
        : CertificateVerdict.Reject($"such a certificate is about Triplet-Separated embeddings; the {problem.Set.Name} set has others");
}
