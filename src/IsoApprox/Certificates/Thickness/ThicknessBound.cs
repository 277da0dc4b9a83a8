using System.Globalization;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Thickness;

/// <summary>
/// A proof of a lower bound of the thickness with the points it was made for: what a certificate file of "measure" holds.
/// </summary>
public sealed record ThicknessBound : Certificate
{
    /// <summary>The proof.</summary>
    public required IThicknessCertificate Proof { get; init; }

    /// <summary>Names the points of the proof. The digest is the SHA-256 of "isoapprox/points/1", N, n and the coordinates, as in
    /// <see cref="Problem.Digest"/>.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="f">The points; labels do not enter.</param>
    public static ThicknessBound Create(IThicknessCertificate proof, Embedding f)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(f);
        return new ThicknessBound { Digest = InstanceDigest.OfPoints(f), Proof = proof };
    }

    /// <inheritdoc/>
    /// <remarks>Always rejected: the thickness bounds no distance. Use <see cref="CheckPoints"/>.</remarks>
    public override CertificateVerdict Check(Problem problem) =>
        CertificateVerdict.Reject("this certificate bounds the thickness of the points, not a distance");

    /// <summary>Checks the proof against the points; the verdict's lower value bounds theta.</summary>
    /// <param name="f">The points; labels are not used.</param>
    public CertificateVerdict CheckPoints(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (!string.Equals(Digest, InstanceDigest.OfPoints(f), StringComparison.Ordinal))
        {
            return CertificateVerdict.Reject("the digest differs: the certificate was made for other points");
        }

        var kind = Proof is ThicknessBranchCertificate branch
            ? string.Create(CultureInfo.InvariantCulture, $"branch and bound over directions, {branch.Tree?.Length ?? 0} nodes")
            : "weighted covariance";
        return Proof?.Check(f) is { } lower and > 0
            ? new CertificateVerdict(true, lower, string.Create(CultureInfo.InvariantCulture, $"{kind}: theta >= {lower:R}"))
            : CertificateVerdict.Reject($"the proof ({kind}) does not hold");
    }
}
