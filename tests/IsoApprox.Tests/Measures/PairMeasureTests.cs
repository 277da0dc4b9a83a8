using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

public class PairMeasureTests
{
    [Fact]
    public void DiameterEqualsTheTextbookLoopBitForBit()
    {
        foreach (var f in RandomInstances.Awkward(1, 300))
        {
            Assert.Equal(NaiveMeasures.Diameter(f), Diameter.Compute(f));
        }
    }

    [Fact]
    public void IsometricErrorEqualsTheTextbookLoopBitForBit()
    {
        var random = new Random(2);
        foreach (var f in RandomInstances.Awkward(2, 300))
        {
            var d = random.Next(1, 9);
            var g = f.WithPoints(RandomInstances.Points(random, f.Count, d), d);
            Assert.Equal(NaiveMeasures.IsometricError(f, g), IsometricError.Compute(f, g));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    [InlineData(3.0)]
    [InlineData(-2.0)]
    public void IsometricErrorOfAScaledSetIsTheChangeOfScaleTimesTheDiameter(double scale)
    {
        var f = RandomInstances.Cloud(new Random(3), 40, 5, 3);
        var expected = Math.Abs(1 - Math.Abs(scale)) * Diameter.Compute(f).Value;
        var actual = IsometricError.Compute(f, RandomInstances.Scaled(f, scale));
        Assert.Equal(expected, actual.Value, Tolerances.Rounding * expected);
        Assert.Equal(Diameter.Compute(f).First, actual.First);
    }

    [Fact]
    public void IsometricErrorIsAPseudometricThatIgnoresIsometries()
    {
        var random = new Random(4);
        for (var t = 0; t < 200; t++)
        {
            var (count, n) = (random.Next(2, 20), random.Next(1, 7));
            var f = RandomInstances.Cloud(random, count, n, 3);
            var g = f.WithPoints(RandomInstances.Points(random, count, n), n);
            var h = f.WithPoints(RandomInstances.Points(random, count, n), n);
            var moved = RandomInstances.Move(g, RandomInstances.Rotation(random, n), 1, RandomInstances.Points(random, 1, n));
            var fg = IsometricError.Compute(f, g).Value;
            Assert.Equal(0, IsometricError.Compute(f, f).Value);
            Assert.Equal(IsometricError.Compute(g, f), IsometricError.Compute(f, g));
            Assert.True(IsometricError.Compute(f, h).Value <= fg + IsometricError.Compute(g, h).Value + 1e-14);
            Assert.Equal(fg, IsometricError.Compute(f, moved).Value, Tolerances.Rounding * 10);
        }
    }

    [Fact]
    public void NearlyCoincidentPointsFarFromTheOriginKeepFullAccuracy()
    {
        // 1e6 and 1e6 + 2^-30 are doubles: their difference is known exactly.
        var f = Embedding.Create([1e6, 1e6, 1e6 + Math.ScaleB(1, -30), 1e6], 2, [0, 0]);
        Assert.Equal(Math.ScaleB(1, -30), Diameter.Compute(f).Value);
    }

    [Fact]
    public void DegenerateSetsHaveDiameterZero()
    {
        Assert.Equal(new PairMeasure(0, 0, 0), Diameter.Compute(Embedding.Create([5.0], 1, [0])));
        Assert.Equal(new PairMeasure(0, 0, 1), Diameter.Compute(Embedding.Create([5.0, 5, 5], 1, [0, 1, 2])));
    }

    [Fact]
    public void DifferentNumbersOfPointsAreRefused()
    {
        var f = Embedding.Create([1.0, 2], 1, [0, 1]);
        var e = Assert.Throws<EmbeddingException>(() => IsometricError.Compute(f, Embedding.Create([1.0], 1, [0])));
        Assert.Contains("2 and 1 points", e.Message, StringComparison.Ordinal);
    }
}
