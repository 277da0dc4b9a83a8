using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates;

/// <summary>Elementary certificates reach their closed forms, and certificates survive a file.</summary>
public class ElementaryCertificateTests
{
    /// <summary>Multipliers that only approach their limit (stiffness 3e7), and rounding.</summary>
    private const double Limit = 1e-7;

    [Theory]
    [InlineData(1.0, 2.0, 3.0, 0, 2.0, 1.0)] // one class, D = 3 > a = 1
    [InlineData(0.0, 2.0, 3.0, 0, 3.0, 1.5)] // one class, a = 0
    [InlineData(1.0, 5.0, 3.0, 1, 2.0, 1.0)] // two classes, D = 3 < b = 5
    [InlineData(1.0, 5.0, 0.0, 1, 5.0, 2.5)] // two classes at one point
    public void Thresholds(double within, double beyond, double distance, int otherClass, double isometric, double hausdorff)
    {
        var f = Embedding.Create([0, distance], 1, [0, otherClass]);
        var set = IdealSet.Contrastive(within, beyond);
        Assert.Equal(isometric, Best(f, set, NearestMetric.IsometricError), Limit * isometric);
        Assert.Equal(hausdorff, Best(f, set, NearestMetric.HausdorffLike), Limit * hausdorff);
    }

    [Fact]
    public void A_class_that_must_be_one_point_costs_the_radius_of_its_ball()
    {
        var f = Embedding.Create([1.0, 0, -0.5, Math.Sqrt(0.75), -0.5, -Math.Sqrt(0.75), 0.1, 0.2], 2, [0, 0, 0, 0]);
        Assert.Equal(1, Best(f, IdealSet.Contrastive(0, 1), NearestMetric.HausdorffLike), Limit);
    }

    [Fact]
    public void Comparisons()
    {
        // Levels 0 < 1 < 2 as seen from class 0: its row is nearer to class 2 (distance 1) than to class 1 (distance 4).
        var f = Embedding.Create([0, 4, 1.0], 1, [0, 1, 2]);
        var set = IdealSet.Ladder(SimilarityLevels.FromTable(new[,] { { 0, 1, 2 }, { 1, 0, 1 }, { 1, 1, 0 } }));
        Assert.Equal(1.5, Best(f, set, NearestMetric.IsometricError), Limit);
        Assert.InRange(Best(f, set, NearestMetric.HausdorffLike), 0.75, 1.5);
        Assert.Equal(0, Best(f, IdealSet.TripletSeparated(), NearestMetric.IsometricError));
    }

    [Theory]
    [InlineData(3.0, 2.0)]
    [InlineData(0.25, 0.75)]
    [InlineData(0.0, 1.0)]
    public void Norms(double norm, double hausdorff) =>
        Assert.Equal(hausdorff, Best(Embedding.Create([0, norm], 2, [0]), IdealSet.Sphere(), NearestMetric.HausdorffLike), Limit * 10);

    [Fact]
    public void Chords_are_at_most_two() =>
        Assert.Equal(3, Best(Embedding.Create([0, 5.0], 1, [0, 0]), IdealSet.Sphere(), NearestMetric.IsometricError), Limit);

    [Fact]
    public void Json_round_trips()
    {
        var f = Embedding.Create([0, 3, 1.0, 4, 2, 2], 2, [0, 0, 1]);
        foreach (var metric in Enum.GetValues<NearestMetric>())
        {
            foreach (var set in new[] { IdealSet.Sphere(), IdealSet.Sphere(1), IdealSet.Contrastive(0.1, 9), IdealSet.TripletSeparated(),
                IdealSet.TripletSeparated().AtLeastApart(9) })
            {
                var problem = new Problem(f, metric, set);
                foreach (var certificate in ElementaryCertificates.For(problem))
                {
                    using var stream = new MemoryStream();
                    CertificateJson.Write(certificate, stream);
                    stream.Position = 0;
                    var read = CertificateJson.Read(stream);
                    Assert.Equal(certificate.Check(problem), read.Check(problem));
                    Assert.True(read.Check(problem).Lower > 0);
                }
            }
        }
    }

    private static double Best(Embedding f, IdealSet set, NearestMetric metric)
    {
        var problem = new Problem(f, metric, set);
        var verdicts = ElementaryCertificates.For(problem).Select(c => c.Check(problem)).ToArray();
        Assert.All(verdicts, v => Assert.True(v.Accepted, v.Reason));
        return verdicts.Select(v => v.Lower).DefaultIfEmpty(0).Max();
    }
}
