using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Line;
using IsoApprox.Certificates.Rank;
using IsoApprox.Certificates.Subset;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Certificates.Files;

/// <summary>The check of a certificate against points and a set, whichever distance it bounds.</summary>
/// <param name="Metric">The distance that is bounded; null for the thickness, and where the certificate names another problem.</param>
/// <param name="Dimension">The bound is proved for g in at most so many dimensions; the reason says when it holds in every one.</param>
/// <param name="Verdict">What was proved.</param>
public sealed record CertificateCheck(NearestMetric? Metric, int Dimension, CertificateVerdict Verdict)
{
    /// <summary>
    /// Finds by its digest the problem that the certificate was made for, and checks it. A malformed certificate is rejected with a reason.
    /// </summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="f">The points.</param>
    /// <param name="set">The set of ideal embeddings with its margin; not used for the thickness.</param>
    /// <exception cref="EmbeddingException">The levels of the set are for another number of classes.</exception>
    public static CertificateCheck Run(Certificate certificate, Embedding f, IdealSet set)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(set);
        if (certificate is ThicknessBound thickness)
        {
            return new CertificateCheck(null, f.Dimension, thickness.CheckPoints(f));
        }

        var dimension = DimensionOf(certificate, f);
        Problem[] problems = [new(f, NearestMetric.HausdorffLike, set, dimension), new(f, NearestMetric.IsometricError, set, dimension)];
        var problem = Array.Find(
            problems,
            p => certificate is SelfContainedCertificate ? p.Metric == NearestMetric.IsometricError : p.IsNamed(certificate.Digest));
        var verdict = problem is null
            ? CertificateVerdict.Reject(
                "the digest differs: the certificate was made for other points, labels, metric, set or margin; name its --set and --margin")
            : certificate.Check(problem);
        return new CertificateCheck(problem?.Metric, dimension, verdict);
    }

    /// <summary>The dimension that the certificate speaks of.</summary>
    private static int DimensionOf(Certificate certificate, Embedding f) => certificate switch
    {
        BranchCertificate { Dimension: >= 1 } branch => branch.Dimension,
        DirectionCertificate { Dimension: >= 1 } direction => direction.Dimension,
        LineCertificate => 1,
        SubsetCertificate subset => DimensionOf(subset.Inner, f),
        _ => f.Dimension,
    };
}
