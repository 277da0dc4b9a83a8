using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates;

public class TripletCertificateTests
{
    private const int Directions = 5_000;

    [Fact]
    public void CollinearAnchorBetweenGivesAQuarterOfTheViolation()
    {
        // p = -3, a = 0, n = 1: moving a towards p, p towards a, n away: each unit r gains 4r, so the optimum is exactly v/4 = 1/2. d_iso:
        // v/2 = 1.
        Assert.InRange(Lower(NearestMetric.HausdorffLike, 1, 0, [0.0, -3, 1]), 0.5 - 1e-14, 0.5);
        Assert.InRange(Lower(NearestMetric.IsometricError, 1, 0, [0.0, -3, 1]), 1 - 1e-14, 1);
    }

    [Fact]
    public void RightAngleBeatsAQuarterOfTheViolation()
    {
        // a = 0, p = (0,2), n = (1,0): the optimum of three points, found independently on a grid of displacements of the anchor.
        double[] points = [0, 0, 0, 2, 1, 0];
        var lower = Lower(NearestMetric.HausdorffLike, 2, 0, points);
        var reference = GridOptimum(0, 2, 1, 0);
        Assert.True(lower > 0.25 * 1.05);
        Assert.InRange(lower, reference * (1 - 1e-5), reference);
    }

    [Fact]
    public void IsTheThreePointOptimumForRandomTriplets()
    {
        var rng = new Random(3);
        for (var trial = 0; trial < 40; trial++)
        {
            var (p, n) = ((X: rng.NextDouble() - 0.5, Y: rng.NextDouble() - 0.5), (X: rng.NextDouble() - 0.5, Y: rng.NextDouble() - 0.5));
            var violation = Math.Sqrt((p.X * p.X) + (p.Y * p.Y)) - Math.Sqrt((n.X * n.X) + (n.Y * n.Y));
            if (violation < 0.05)
            {
                continue;
            }

            // The whole has one anchor with a violated triplet here when p is its own far point from n; other constraints only raise the
            // optimum, so compare the triplet's own.
            var lower = Lower(NearestMetric.HausdorffLike, 2, 0, [0, 0, p.X, p.Y, n.X, n.Y]);
            var reference = GridOptimum(p.X, p.Y, n.X, n.Y);
            Assert.True(lower >= violation / 4 * (1 - 1e-12));
            Assert.True(lower <= reference, $"trial {trial}: {lower:R} > {reference:R}");
            Assert.True(lower >= reference * (1 - 1e-4), $"trial {trial}: {lower:R} against {reference:R}");
        }
    }

    [Fact]
    public void MarginAloneForcesAMove()
    {
        // singletons one apart, margin 3: |g_a - g_n| >= 3, so d_iso >= 2 and d_haus >= 1.
        var f = Embedding.Create([0.0, 1], 1, [0, 1]);
        foreach (var (metric, expected) in new[] { (NearestMetric.IsometricError, 2.0), (NearestMetric.HausdorffLike, 1.0) })
        {
            var problem = Problem.TripletSeparated(f, metric, 3);
            var best = TripletCertificate.Best(problem)!;
            Assert.Equal(best.Triplet.Anchor, best.Triplet.Positive);
            Assert.InRange(best.Check(problem).Lower, expected - 1e-14, expected);
        }

        // a = 0, p = -3, n = 1, margin 1: v = 3, d_haus = 3/4 along the line.
        Assert.InRange(Lower(NearestMetric.HausdorffLike, 1, 1, [0.0, -3, 1]), 0.75 - 1e-12, 0.75);
        Assert.InRange(Lower(NearestMetric.IsometricError, 1, 1, [0.0, -3, 1]), 1.5 - 1e-14, 1.5);
    }

    [Fact]
    public void ScalesWithTheUnitOverTheWholeRangeOfDouble()
    {
        double[] points = [0, 0, 0, 2, 1, 0];
        foreach (var exponent in new[] { -900, -400, 0, 400, 900 })
        {
            double[] scaled = [.. points.Select(x => Math.ScaleB(x, exponent))];
            foreach (var metric in Enum.GetValues<NearestMetric>())
            {
                var problem = Problem.TripletSeparated(Embedding.Create(scaled, 2, [0, 0, 1]), metric);
                var lower = new TripletCertificate { Digest = problem.Digest, Triplet = new Triplet(0, 1, 2) }.Check(problem).Lower;
                var expected = metric == NearestMetric.HausdorffLike ? 0.25 : 0.5;
                Assert.True(
                    Math.ScaleB(lower, -exponent) >= (exponent == 0 ? 1 : 0) * expected * (1 - 1e-14)
                        && Math.ScaleB(lower, -exponent) <= 2 * expected);
            }
        }
    }

    [Fact]
    public void GramCertificateScalesExactlyWithPowersOfTwo()
    {
        var entry =
            ReferenceInstances.Entries.First(e => e.Instance.Name == "n2_N5_nogap" && e.Problem.Metric == NearestMetric.HausdorffLike);
        var f = entry.Instance.Points;
        var expected = entry.Certificate.Check(entry.Problem).Lower;
        foreach (var exponent in new[] { -800, -300, 100, 300, 800 })
        {
            double[] scaled = [.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent))];
            var problem = Problem.TripletSeparated(f.WithPoints(scaled, f.Dimension), NearestMetric.HausdorffLike);
            var lower = (entry.Certificate with { Digest = problem.Digest }).Check(problem).Lower;
            Assert.Equal(expected, Math.ScaleB(lower, -exponent), 1e-13);
        }
    }

    [Theory]
    [InlineData(0, 1, 5)]
    [InlineData(-1, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(2, 0, 1)]
    public void WrongTripletsAreRejected(int a, int p, int n)
    {
        var problem = Problem.TripletSeparated(Embedding.Create([0.0, -3, 1], 1, [0, 0, 1]), NearestMetric.IsometricError);
        var verdict = new TripletCertificate { Digest = problem.Digest, Triplet = new Triplet(a, p, n) }.Check(problem);
        Assert.False(verdict.Accepted);
        Assert.Equal(0, verdict.Lower);
        Assert.False(new TripletCertificate { Digest = "x", Triplet = new Triplet(0, 1, 2) }.Check(problem).Accepted);
    }

    [Fact]
    public void BestBeatsEveryElementaryBound()
    {
        foreach (var instance in ReferenceInstances.Instances)
        {
            foreach (var metric in Enum.GetValues<NearestMetric>())
            {
                var problem = Problem.TripletSeparated(instance.Points, metric);
                var loss = IsoApprox.Measures.TripletLoss.HardMined(instance.Points).Value;
                var lower = TripletCertificate.Best(problem)!.Check(problem).Lower;
                Assert.True(lower >= loss / (metric == NearestMetric.HausdorffLike ? 4 : 2) * (1 - 1e-13), instance.Name);
                Assert.True(lower <= instance.Value(metric).Upper * (1 + 1e-12), instance.Name);
            }
        }
    }

    [Fact]
    public void CollinearTripletWithBothOnOneSideUsesThePlane()
    {
        // p = 4, n = 3 as seen from a = 0: on the line r = 1/2; stepping aside is cheaper.
        var lower = Lower(NearestMetric.HausdorffLike, 1, 0, [0.0, 4, 3]);
        var reference = GridOptimum(4, 0, 3, 0);
        Assert.True(reference < 0.499);
        Assert.InRange(lower, reference * (1 - 1e-5), reference);
    }

    private static double Lower(NearestMetric metric, int dimension, double margin, double[] points)
    {
        var problem = Problem.TripletSeparated(Embedding.Create(points, dimension, [0, 0, 1]), metric, margin);
        return new TripletCertificate { Digest = problem.Digest, Triplet = new Triplet(0, 1, 2) }.Check(problem).Lower;
    }

    /// <summary>
    /// min r such that some |y| &lt;= r (the moved anchor, a = 0) has |y - p| - r &lt;= |y - n| + r: over directions of y, from above (any
    /// direction gives a feasible r).
    /// </summary>
    private static double GridOptimum(double px, double py, double nx, double ny)
    {
        var best = double.PositiveInfinity;
        for (var k = 0; k < Directions; k++)
        {
            var angle = 2 * Math.PI * k / Directions;
            var (cx, cy) = (Math.Cos(angle), Math.Sin(angle));
            var (low, high) = (0.0, 2.0);
            for (var step = 0; step < 50; step++)
            {
                var r = (low + high) / 2;
                static double Norm(double x, double y) => Math.Sqrt((x * x) + (y * y));
                var excess = Norm((r * cx) - px, (r * cy) - py) - Norm((r * cx) - nx, (r * cy) - ny) - (2 * r);
                (low, high) = excess <= 0 ? (low, r) : (r, high);
            }

            best = Math.Min(best, high);
        }

        return best;
    }
}
