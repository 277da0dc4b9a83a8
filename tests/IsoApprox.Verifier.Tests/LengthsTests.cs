using IsoApprox.Arithmetic;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Tests;

/// <summary>Arithmetic of lengths: encloses, keeps exact zeros, survives infinity.</summary>
public class LengthsTests
{
    [Fact]
    public void ConstantOfTheThicknessLaw()
    {
        // 1 / sqrt(sqrt 2 - 1) = 1.55377397403003730734...
        Assert.True(Bounds.ThicknessConstant.Lower <= 1.553773974030037 && 1.5537739740300374 <= Bounds.ThicknessConstant.Upper);
        Assert.True(Bounds.ThicknessConstant.Width < 1e-14);
    }

    /// <summary>Sums, products and quotients of numbers with 20 bits are doubles, so the exact results are known.</summary>
    [Fact]
    public void OperationsEncloseExactResults()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 5000; trial++)
        {
            var (a, b) = (random.Next(1, 1 << 20) / 1024.0, random.Next(1, 1 << 20) / 1024.0);
            Assert.True(Lengths.Add(a, b).Contains(a + b));
            Assert.True(Lengths.Multiply(a, b).Contains(a * b));
            Assert.True(Lengths.Divide(a * b, b).Contains(a));
            Assert.Equal((Interval)(2 * a), Lengths.Twice(a));
            Assert.Equal((Interval)(a / 2), Lengths.Half(a));
        }
    }

    [Fact]
    public void ZeroAndInfinity()
    {
        var infinite = Lengths.Infinite;
        Assert.Equal(Interval.Zero, Lengths.Multiply(Interval.Zero, infinite));
        Assert.Equal(Interval.Zero, Lengths.Multiply(0, 3));
        Assert.Equal(infinite, Lengths.Divide(1, Interval.Zero));
        Assert.Equal(Interval.Zero, Lengths.Divide(0, 2));
        Assert.Equal(double.PositiveInfinity, Lengths.Divide(1, new Interval(0, 2)).Upper);
        Assert.True(Lengths.Divide(1, new Interval(0, 2)).Lower is > 0.49 and <= 0.5);
        Assert.Equal(new Interval(double.MaxValue, double.PositiveInfinity), Lengths.Twice(new Interval(1e308, double.PositiveInfinity)));
        Assert.Equal(0, Lengths.Half(double.Epsilon).Lower);
        Assert.Equal(double.Epsilon, Lengths.Half(double.Epsilon).Upper);
    }
}
