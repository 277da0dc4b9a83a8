using IsoApprox.Arithmetic;

namespace IsoApprox.Tests.Numerics;

public class SeededRandomTests
{
    /// <summary>The published first outputs of SplitMix64 from the state 0.</summary>
    [Fact]
    public void TheStreamIsSplitMix64()
    {
        var state = 0UL;
        foreach (var expected in new[] { 0xE220A8397B1DCDAFUL, 0x6E789E6AA1B965F4UL, 0x06C45D188009454FUL })
        {
            Assert.Equal((expected >> 11) * Math.ScaleB(1, -53), SeededRandom.NextUniform(ref state));
        }
    }

    [Fact]
    public void ItemsHaveTheirOwnRepeatableGenerators()
    {
        var first = Enumerable.Range(0, 2000).Select(i => SeededRandom.Create(i % 20, i / 20).Next()).ToArray();

        Assert.Equal(first, Enumerable.Range(0, 2000).Select(i => SeededRandom.Create(i % 20, i / 20).Next()));
        Assert.Equal(2000, first.Distinct().Count());
    }

    [Fact]
    public void GaussianNumbersHaveMeanZeroAndVarianceOne()
    {
        var random = SeededRandom.Create(1, 0);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(_ => SeededRandom.Gaussian(random))];

        Assert.InRange(x.Average(), -0.02, 0.02);
        Assert.InRange(x.Average(v => v * v), 0.98, 1.02);
        Assert.InRange(x.Average(v => v * v * v * v), 2.8, 3.2);
    }
}
