using System.Text;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Gram;
using IsoApprox.Certificates.Line;
using IsoApprox.Certificates.Subset;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates;

public class SubsetCertificateTests
{
    private static readonly Embedding Points = Embedding.Create([9, 9, 0, 0, 2, 0, 1, 0.1, 8, 8], 2, [2, 0, 0, 1, 2]);

    public static TheoryData<IdealSet> ClosedSets =>
        [IdealSet.TripletSeparated(), IdealSet.TripletSeparated(0.25), IdealSet.Sphere(), IdealSet.Contrastive(0.5, 0.75)];

    [Theory]
    [MemberData(nameof(ClosedSets))]
    public void ProofOfSomeRowsIsOneOfAll(IdealSet set)
    {
        foreach (var metric in Enum.GetValues<NearestMetric>())
        {
            var problem = new Problem(Points, metric, set, 2);
            var part = SubsetCertificate.Of(problem, [1, 2, 3])!;
            var inner = TripletCertificate.Best(part)!;
            var good = new SubsetCertificate { Digest = problem.Digest, Rows = [1, 2, 3], Inner = inner };
            var verdict = RoundTrip(good).Check(problem);
            Assert.True(verdict.Accepted && verdict.Lower > 0, verdict.Reason);
            Assert.Equal(inner.Check(part).Lower, verdict.Lower);
        }
    }

    [Fact]
    public void LiesAreRejected()
    {
        var problem = Problem.TripletSeparated(Points, NearestMetric.HausdorffLike, 0, 2);
        var part = SubsetCertificate.Of(problem, [1, 2, 3])!;
        var good = new SubsetCertificate { Digest = problem.Digest, Rows = [1, 2, 3], Inner = TripletCertificate.Best(part)! };
        SubsetCertificate[] lies =
        [
            good with { Digest = part.Digest },
            good with { Digest = null! },
            good with { Rows = null! },
            good with { Rows = [] },
            good with { Rows = [1, 2] },
            good with { Rows = [0, 2, 3] },
            good with { Rows = [2, 1, 3] },
            good with { Rows = [1, 1, 2, 3] },
            good with { Rows = [1, 2, 5] },
            good with { Rows = [-1, 2, 3] },
            good with { Rows = [0, 1, 2, 3] },
            good with { Inner = null! },
            good with { Inner = good },
            good with { Inner = TripletCertificate.Best(problem)! },
            good with { Inner = good.Inner with { Digest = problem.Digest } },
            good with { Inner = new LineCertificate { Digest = part.Digest, Level = 0.1 } },
        ];
        Assert.All(lies, lie => Assert.Equal(0, RejectedLower(lie.Check(problem))));
        foreach (var other in new[] { Problem.TripletSeparated(Points, NearestMetric.IsometricError, 0, 2),
            Problem.TripletSeparated(Points, NearestMetric.HausdorffLike, 1, 2),
            new Problem(Points, NearestMetric.HausdorffLike, IdealSet.TripletSeparated().AtLeastWide(1), 2) })
        {
            RejectedLower(good.Check(other));
            RejectedLower((good with { Digest = other.Digest }).Check(other));
        }
    }

    /// <summary>The rows of a ladder keep the comparisons of classes: its members are Triplet-Separated.</summary>
    [Fact]
    public void LaddersKeepTheirClasses()
    {
        var levels = SimilarityLevels.FromTable(new[,] { { 0, 1, 2 }, { 1, 0, 2 }, { 2, 2, 0 } });
        var problem = new Problem(Points, NearestMetric.HausdorffLike, IdealSet.Ladder(levels), 2);
        var part = SubsetCertificate.Of(problem, [1, 2, 3])!;
        Assert.True(part.Set.IsTripletSeparated);
        var certificate = new SubsetCertificate { Digest = problem.Digest, Rows = [1, 2, 3], Inner = TripletCertificate.Best(part)! };
        Assert.True(certificate.Check(problem).Accepted);
    }

    [Fact]
    public void ItScalesWithThePoints()
    {
        var line = Embedding.Create([0, 2, 1, 50], 1, [0, 0, 1, 1]);
        var problem = Problem.TripletSeparated(line, NearestMetric.HausdorffLike, 0, 1);
        var part = SubsetCertificate.Of(problem, [0, 1, 2])!;
        var inner = new LineCertificate { Digest = part.Digest, Level = 0.75 };
        var good = new SubsetCertificate { Digest = problem.Digest, Rows = [0, 1, 2], Inner = inner };
        Assert.Equal(0.75, good.Check(problem).Lower);
        var larger = Problem.TripletSeparated(Embedding.Create([0, 8, 4, 200], 1, [0, 0, 1, 1]), NearestMetric.HausdorffLike, 0, 1);
        Assert.Equal(3, good.Rescaled(larger, 2).Check(larger).Lower);
    }

    private static double RejectedLower(CertificateVerdict verdict)
    {
        Assert.False(verdict.Accepted, verdict.Reason);
        return verdict.Lower;
    }

    private static Certificate RoundTrip(Certificate certificate)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(certificate, stream);
        using var copy = new MemoryStream(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stream.ToArray())));
        return CertificateJson.Read(copy);
    }
}
