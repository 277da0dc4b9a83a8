using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

public class EnclosingBallTests
{
    private const double Relative = 1e-12;

    /// <summary>
    /// Whatever the ball, its own data must prove it: weights on the support give the radius from below, the centre from above.
    /// </summary>
    private static EnclosingBall Proved(Embedding f, double relative = Relative)
    {
        var ball = EnclosingBall.Compute(f);
        Assert.True(ball.Lower <= ball.Upper);
        Assert.True(
            ball.Upper - ball.Lower <= relative * ball.Upper,
            $"gap {(ball.Upper - ball.Lower) / ball.Upper:E2}, N = {f.Count}, n = {f.Dimension}");
        Assert.All(ball.Weights, w => Assert.True(w >= 0));
        Assert.Equal(1, ball.Weights.Sum(), 1e-9);
        Assert.Equal(ball.Support.Length, ball.Support.Distinct().Count());
        Assert.True(ball.Support.Length <= f.Dimension + 1);
        return ball;
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e6)]
    public void KnownBalls(double offset)
    {
        Embedding At(double[] x, int n) => ShapeTests.Unlabelled([.. x.Select(v => v + offset)], n);
        Assert.Equal(0, Proved(At([3, 4], 2)).Upper);
        Assert.Equal(0, Proved(At([3, 4, 3, 4, 3, 4], 2)).Upper);
        Assert.Equal(5, Proved(At([0, 0, 6, 8], 2)).Upper, 5e-12);
        Assert.Equal(Math.Sqrt(0.5), Proved(At([0, 0, 1, 0, 0, 1, 1, 1], 2)).Upper, Relative);
        for (var n = 1; n <= 9; n++)
        {
            Assert.Equal(Math.Sqrt(n) / 2, Proved(At(ShapeTests.Cube(n), n)).Upper, 3 * Relative);
            Assert.Equal(1, Proved(At(ShapeTests.CrossPolytope(n), n)).Upper, Relative);
            Assert.Equal(Math.Sqrt(1 - (1.0 / n)), Proved(At(ShapeTests.UnitVectors(n), n)).Upper, Relative);
        }
    }

    [Fact]
    public void RandomSetsOfEveryKindAreProvedToRounding()
    {
        foreach (var f in RandomInstances.Awkward(41, 1000))
        {
            Proved(f);
        }
    }

    [Theory]
    [InlineData(2000, 2)]
    [InlineData(2000, 16)]
    [InlineData(500, 128)]
    [InlineData(60, 128)]
    public void LargeGaussianCloudsAreProvedToRounding(int count, int n)
    {
        Proved(RandomInstances.Cloud(new Random(42), count, n, 2));
        Proved(RandomInstances.Cloud(new Random(43), count, n, 2, 1, 1e6));
    }

    [Theory]
    [InlineData(2, 200)]
    [InlineData(5, 400)]
    [InlineData(40, 400)]
    public void CosphericalPointsAreProvedToRounding(int n, int count)
    {
        var x = RandomInstances.Points(new Random(44), count, n);
        for (var i = 0; i < count; i++)
        {
            var p = x.AsSpan(i * n, n);
            var norm = Math.Sqrt(NaiveMeasures.Squared(p, new double[n]));
            for (var k = 0; k < n; k++)
            {
                p[k] /= norm;
            }
        }

        Assert.Equal(1, Proved(ShapeTests.Unlabelled(x, n)).Upper, n == 40 ? 0.01 : 1e-3);
    }

    [Fact]
    public void NearlyCoincidentAndNearlyFlatSetsAreProvedToRounding()
    {
        var random = new Random(45);
        for (var t = 0; t < 200; t++)
        {
            var (n, count) = (random.Next(2, 10), random.Next(2, 30));
            var x = RandomInstances.Points(random, count, n);
            for (var i = 0; i < count; i++)
            {
                x[(i * n) + n - 1] *= Math.Pow(10, -random.Next(0, 17));
                if (i % 3 == 1)
                {
                    for (var k = 0; k < n; k++)
                    {
                        x[(i * n) + k] = x[((i - 1) * n) + k] + (1e-9 * RandomInstances.Gaussian(random));
                    }
                }
            }

            Proved(ShapeTests.Unlabelled(x, n));
        }
    }

    [Fact]
    public void OfEquallyGoodCentresTheOneWithTheBetterProofIsTaken()
    {
        // The centre of the second step, (-0.5, 0), is the final one; its two points prove less than the last support does.
        var f = Embedding.Create([4, 1, -2, -4, 0, 4, -4, -3, -4, 3, -3, 2, 0, 4, 1, 4], 2, [0, 0, 0, 0, 0, 0, 0, 0]);
        var ball = EnclosingBall.Compute(f);
        Assert.InRange(Math.Sqrt(21.25), ball.Lower, ball.Upper);
        Assert.InRange(ball.Upper - ball.Lower, 0, 1e-14);
    }

    [Fact]
    public void RadiusIsBetweenTheJungBounds()
    {
        var random = new Random(46);
        for (var t = 0; t < 300; t++)
        {
            var n = random.Next(1, 8);
            var f = RandomInstances.Cloud(random, random.Next(1, 30), n, 2);
            var (ball, diameter) = (Proved(f), Diameter.Compute(f).Value);
            Assert.True(2 * ball.Upper >= diameter * (1 - 1e-15));
            Assert.True(ball.Lower <= diameter * Math.Sqrt(n / (2.0 * (n + 1))) * (1 + 1e-15));
        }
    }

    [Fact]
    public void ExtremeScalesAreLegal()
    {
        foreach (var scale in new[] { 1e-300, 1e-150, 1e150, 1e300 })
        {
            var ball = EnclosingBall.Compute(ShapeTests.Unlabelled([0, 0, scale, 0, 0, scale, scale, scale], 2));
            Assert.True(double.IsFinite(ball.Center[0]));
            Assert.Equal(0.5, ball.Center[0] / scale, Relative);
        }
    }

    /// <summary>
    /// R = 2^-1075 is no double. Its interval was [-2^-1074, 2^-1073] (found by the campaign at wide ranges, instances 3297 and 9189).
    /// </summary>
    [Theory]
    [InlineData(new[] { 5e-324, 0 }, 1)]
    [InlineData(new[] { -5e-324, -5e-324, 0 }, 1)]
    [InlineData(new[] { 0, 4.0, 3, -5e-324, 4, 3 }, 3)]
    public void RadiusBelowTheSmallestDoubleIsEnclosedByZeroAndIt(double[] points, int n)
    {
        var ball = EnclosingBall.Compute(ShapeTests.Unlabelled(points, n));
        Assert.Equal((0, double.Epsilon), (ball.Lower, ball.Upper));
    }

    [Fact]
    public void EachClassHasItsOwnBall()
    {
        var f = RandomInstances.Cloud(new Random(47), 60, 3, 5);
        var balls = EnclosingBall.PerClass(f);
        for (var k = 0; k < f.ClassCount; k++)
        {
            var expected = EnclosingBall.Compute(f, f.Members(k));
            Assert.Equal(expected.Upper, balls[k].Upper);
            Assert.All(balls[k].Support, row => Assert.Equal(k, f.Classes[row]));
            Assert.True(balls[k].Lower <= EnclosingBall.Compute(f).Upper);
        }

        Assert.Throws<ArgumentException>(() => EnclosingBall.Compute(f, []));
    }
}
