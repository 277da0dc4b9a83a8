using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Rank;

/// <summary>
/// What a certificate that carries its own instance proved: d_iso(f, F_TS in R^n) > Level, and from it a ratio to the hard-mined loss.
/// </summary>
/// <param name="Accepted">True when every condition was proved.</param>
/// <param name="Reason">One line: what was proved, or why the certificate was rejected.</param>
/// <param name="Level">t; 0 when rejected.</param>
/// <param name="LossUpper">A rational upper bound of L(f); 0 when rejected.</param>
public sealed record InstanceVerdict(bool Accepted, string Reason, ExactRational Level, ExactRational LossUpper)
{
    /// <summary>A number that d_iso / L certainly exceeds, rounded down; 0 when rejected.</summary>
    public double Ratio => Accepted && LossUpper.Sign > 0 ? (Level / LossUpper).RoundDown() : 0;

    /// <summary>A rejection.</summary>
    /// <param name="reason">One line.</param>
    public static InstanceVerdict Reject(string reason) => new(false, reason, ExactRational.Zero, ExactRational.Zero);
}

/// <summary>
/// A certificate of d_iso(f, F_TS in R^n) > t that carries its instance f, decided in rational arithmetic. The bound holds for g in at most
/// the instance's dimension n, not in every dimension.
/// </summary>
public abstract record SelfContainedCertificate : Certificate
{
    /// <summary>n.</summary>
    public abstract int Dimension { get; }

    /// <summary>Number of points N.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// Checks the certificate with the instance it carries. A malformed certificate is rejected with a reason; nothing is thrown.
    /// </summary>
    public abstract InstanceVerdict CheckAlone();

    /// <summary>True when the embedding has exactly the instance's distances and classes.</summary>
    /// <param name="problem">The problem.</param>
    protected abstract bool IsInstance(Problem problem);

    /// <summary>
    /// Checks the certificate as a proof about given points: they must have exactly the instance's distances and classes, and the problem
    /// must ask for d_iso in at most n dimensions. Any margin will do, since a margin only makes F_TS smaller.
    /// </summary>
    /// <inheritdoc/>
    public sealed override CertificateVerdict Check(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Metric != NearestMetric.IsometricError)
        {
            return CertificateVerdict.Reject("the certificate is for d_iso, the problem asks d_haus");
        }

        if (problem.Dimension is not { } dimension || dimension > Dimension)
        {
            return CertificateVerdict.Reject($"the certificate holds in dimension at most {Dimension}, the problem allows more");
        }

        if (RejectOtherSet(problem) is { } other)
        {
            return other;
        }

        if (!IsInstance(problem))
        {
            return CertificateVerdict.Reject("the certificate was made for other points or labels");
        }

        var own = CheckAlone();
        return own.Accepted ? new CertificateVerdict(true, own.Level.RoundDown(), own.Reason) : CertificateVerdict.Reject(own.Reason);
    }

    /// <summary>The acceptance of d_iso > t.</summary>
    /// <param name="source">What kind of certificate proved it.</param>
    /// <param name="level">t.</param>
    /// <param name="lossUpper">Upper bound of L.</param>
    private protected InstanceVerdict Accept(string source, ExactRational level, ExactRational lossUpper)
    {
        var ratio = lossUpper.Sign > 0
            ? FormattableString.Invariant($", d_iso/L > {Math.Floor((level / lossUpper).RoundDown() * 1e5) / 1e5:G7}")
            : "";
        return new InstanceVerdict(
            true, FormattableString.Invariant($"{source}: d_iso > {level.RoundDown():R} in dimension {Dimension}{ratio}"), level,
            lossUpper);
    }
}
