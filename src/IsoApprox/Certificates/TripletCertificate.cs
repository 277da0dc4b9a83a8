using IsoApprox.Separation;

namespace IsoApprox.Certificates;

/// <summary>One triplet as a proof. Its subset of three points is a problem of its own whose optimum bounds the whole from below.</summary>
public sealed record TripletCertificate : Certificate
{
    /// <summary>Anchor, positive (the anchor itself is allowed), negative.</summary>
    public required Triplet Triplet { get; init; }

    /// <inheritdoc/>
    public override CertificateVerdict Check(NearestProblem problem) => throw new NotImplementedException();

    /// <summary>The certificate of the hardest triplet, chosen among every anchor's farthest positive and nearest negative. Cost O(N^2 n). Null when there is one class only.</summary>
    /// <param name="problem">The problem.</param>
    public static TripletCertificate? Best(NearestProblem problem) => throw new NotImplementedException();
}
