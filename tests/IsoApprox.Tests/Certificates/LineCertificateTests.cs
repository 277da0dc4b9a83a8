using IsoApprox.Certificates;
using IsoApprox.Certificates.Line;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates;

public class LineCertificateTests
{
    /// <summary>Values that can be seen by hand.</summary>
    [Theory]
    [InlineData(new double[] { 0, 2, 1 }, new[] { 0, 0, 1 }, 0, 0.75)] // the sharp case of d_haus = 3/4 L: L = 1, all move by 3/4
    [InlineData(new double[] { 0, 1, 0, 0, 1 }, new[] { 0, 1, 2, 3, 1 }, 0.001, 0.001)] // three points in one place spread by the margin
    [InlineData(new double[] { 0, 1, 0, 0, 1 }, new[] { 0, 1, 2, 3, 1 }, 0.1, 0.1)]
    [InlineData(new double[] { 0, 1, 0, 0, 1 }, new[] { 0, 1, 2, 3, 1 }, 5, 7)] // 4 places 5 apart, the one of 1 at an end
    [InlineData(new double[] { 3, 3 }, new[] { 0, 1 }, 1, 0.5)]
    public void TheLevelIsProvedAndNothingAboveIt(double[] x, int[] labels, double margin, double value)
    {
        var problem = Problem.TripletSeparated(Embedding.Create(x, 1, labels), NearestMetric.HausdorffLike, margin, 1);
        foreach (var factor in new[] { 1e-300, 0.5, 0.999, 1 })
        {
            var verdict = new LineCertificate { Digest = problem.Digest, Level = factor * value }.Check(problem);
            Assert.True(verdict.Accepted, $"{factor}: {verdict.Reason}");
            Assert.Equal(factor * value, verdict.Lower);
        }

        foreach (var level in new[] { Math.BitIncrement(value), 1.001 * value, 1e300, double.PositiveInfinity, double.NaN, 0, -1 })
        {
            Assert.False(new LineCertificate { Digest = problem.Digest, Level = level }.Check(problem).Accepted, $"{level}");
        }
    }

    [Fact]
    public void OtherProblemsAreRefused()
    {
        var f = Embedding.Create([0, 2, 1], 1, [0, 0, 1]);
        var digest = Problem.TripletSeparated(f, NearestMetric.HausdorffLike).Digest;
        var good = new LineCertificate { Digest = digest, Level = 0.5 };
        Assert.True(good.Check(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 1)).Accepted);
        Assert.False(good.Check(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 2)).Accepted);
        Assert.False(good.Check(Problem.TripletSeparated(f, NearestMetric.HausdorffLike)).Accepted);
        Assert.False(good.Check(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0.1, 1)).Accepted);
        var isometric = Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, 1);
        Assert.False((good with { Digest = isometric.Digest }).Check(isometric).Accepted);
        Assert.False((good with { Digest = null! }).Check(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 1)).Accepted);
    }

    [Fact]
    public void CollinearPointsAreMeasuredAlongTheirLine()
    {
        var x = new double[] { 0, 2, 1 }.SelectMany(t => new[] { 7 + (3 * t), 1 - (4 * t) }).ToArray();
        var problem = Problem.TripletSeparated(Embedding.Create(x, 2, [0, 0, 1]), NearestMetric.HausdorffLike, 0, 1);

        // 3/4 of the loss along the second coordinate, 4.
        var verdict = new LineCertificate { Digest = problem.Digest, Level = 3 }.Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Lower, 3.75 * (1 - 1e-14), 3.75);
        Assert.False(new LineCertificate { Digest = problem.Digest, Level = Math.BitIncrement(3) }.Check(problem).Accepted);
        x[^1] = Math.BitIncrement(x[^1]);
        var bent = Problem.TripletSeparated(Embedding.Create(x, 2, [0, 0, 1]), NearestMetric.HausdorffLike, 0, 1);
        Assert.False(new LineCertificate { Digest = bent.Digest, Level = 1 }.Check(bent).Accepted);
    }

    /// <summary>Sets of Triplet-Separated embeddings only; in the plane only sets of comparisons, whose g lies on the line.</summary>
    [Fact]
    public void SetsOfOtherEmbeddingsAreRefused()
    {
        var f = Embedding.Create([0, 2, 1], 1, [0, 0, 1]);
        CertificateVerdict Check(Embedding points, IdealSet set)
        {
            var problem = new Problem(points, NearestMetric.HausdorffLike, set, 1);
            return new LineCertificate { Digest = problem.Digest, Level = 0.5 }.Check(problem);
        }

        Assert.True(Check(f, IdealSet.Sphere()).Accepted);
        Assert.True(Check(f, IdealSet.Contrastive(0.5, 0.75)).Accepted);
        Assert.True(Check(f, IdealSet.TripletSeparated().AtLeastWide(1)).Accepted);
        Assert.False(Check(f, IdealSet.Contrastive(1, 0.5)).Accepted);
        var plane = Embedding.Create([0, 0, 2, 0, 1, 0], 2, [0, 0, 1]);
        Assert.True(Check(plane, IdealSet.TripletSeparated()).Accepted);
        Assert.False(Check(plane, IdealSet.Sphere()).Accepted);
        Assert.False(Check(plane, IdealSet.Contrastive(0.5, 0.75)).Accepted);
    }

    [Theory]
    [InlineData(0, double.MaxValue / 2, 1e-320, 1)]
    [InlineData(0, 1e300, 5e-324, 0)]
    [InlineData(1e-320, 3e-320, 2e-320, 1e-321)]
    public void NothingIsThrownAtTheLimitsOfDoubles(double a, double b, double c, double margin)
    {
        var problem = Problem.TripletSeparated(Embedding.Create([a, b, c, -b], 1, [0, 0, 1, 2]), NearestMetric.HausdorffLike, margin, 1);
        foreach (var level in new[] { double.Epsilon, 1e-320, 1e-300, 1, 1e300, double.MaxValue })
        {
            var verdict = new LineCertificate { Digest = problem.Digest, Level = level }.Check(problem);
            Assert.True(verdict.Lower == (verdict.Accepted ? level : 0));
        }
    }
}
