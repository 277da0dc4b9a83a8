using IsoApprox.Certificates;
using IsoApprox.Cli.Hosting;
using IsoApprox.Embeddings;
using IsoApprox.Separation;

namespace IsoApprox.Cli.Commands;

/// <summary>"certify" of a certificate for a constraint set.</summary>
internal static class ConstraintCheck
{
    /// <summary>The verdict, and the metric of the problem that has the certificate's digest.</summary>
    /// <exception cref="UsageException">No constraint set is named.</exception>
    internal static (CertificateVerdict Verdict, NearestMetric? Metric) Run(
        Embedding f, ConstraintSet set, ConstraintCertificate certificate, double margin)
    {
        if (set.Kind == ConstraintKind.TripletSeparated)
        {
            throw new UsageException(
                "this certificate is for a constraint set; name it: --set ladder, contrastive or sphere, with its --levels or --within "
                    + "and --beyond");
        }

        if (margin != 0)
        {
            throw new UsageException($"--margin {margin}: the {set.Name} set has no margin; leave it out");
        }

        var problem = Array.Find(
            [new ConstraintProblem(f, NearestMetric.HausdorffLike, set), new ConstraintProblem(f, NearestMetric.IsometricError, set)],
            p => p.Digest == certificate.Digest);
        return problem is null
            ? (CertificateVerdict.Reject("the digest differs: the certificate was made for other points, labels, constraints or metric"),
                null)
            : (certificate.Check(problem), problem.Metric);
    }
}
