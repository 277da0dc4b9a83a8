namespace IsoApprox.Certificates.Gram;

/// <summary>What the multipliers of a <see cref="GramCertificate"/> prove.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Multipliers">The multipliers it is proved with, after repair and raise; null when rejected.</param>
/// <param name="Least">Hausdorff-like: at most min over g of phi(g) = sum mu_i |f_i - g_i|^2 + tr g^T (K + Lambda) g with those
/// multipliers; negative infinity when rejected.</param>
/// <param name="Raise">Isometric: what was added to every beta among the rows that carry multipliers, or where norms are 1 to every kappa
/// of them.</param>
internal sealed record GramProof(
    CertificateVerdict Verdict, GramCertificate? Multipliers, double Least = double.NegativeInfinity, double Raise = 0)
{
    /// <summary>A rejection.</summary>
    internal static GramProof Reject(string reason) => new(CertificateVerdict.Reject(reason), null);
}
