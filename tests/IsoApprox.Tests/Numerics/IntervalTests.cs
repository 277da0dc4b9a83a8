using IsoApprox.Arithmetic;

namespace IsoApprox.Tests.Numerics;

public class IntervalTests
{
    private static readonly double[] Special =
    [
        0, -0.0, double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, -2.2250738585072009e-308, 1, -1, 3, 0.1, -0.1, 1e-160, 1e160,
        -1e160, double.MaxValue, double.MinValue, 4503599627370497.5, 1 + 2.220446049250313e-16,
    ];

    [Fact]
    public void SumDifferenceAndProductContainTheExactResult()
    {
        var rng = new Random(1);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var (a, b) = (Sample(rng), Sample(rng));
            ExactDyadic x = Inside(rng, a), y = Inside(rng, b);
            AssertContains(a + b, x + y);
            AssertContains(a - b, x - y);
            AssertContains(a * b, x * y);
            AssertContains(a.Square(), x * x);
            AssertContains(-a, ExactDyadic.Zero - x);
        }
    }

    [Fact]
    public void QuotientContainsTheExactResult()
    {
        var rng = new Random(2);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var (a, b) = (Sample(rng), Sample(rng));
            ExactDyadic x = Inside(rng, a), y = Inside(rng, b);
            var quotient = a / b;
            if (b.Contains(0))
            {
                Assert.Equal(Interval.Whole, quotient);
                continue;
            }

            // lower <= x/y <= upper, multiplied by y
            var (low, high) = y.Sign > 0 ? (quotient.Lower, quotient.Upper) : (quotient.Upper, quotient.Lower);
            Assert.True(double.IsInfinity(low) || (ExactDyadic)low * y <= x, $"{a} / {b}");
            Assert.True(double.IsInfinity(high) || (ExactDyadic)high * y >= x, $"{a} / {b}");
        }
    }

    [Fact]
    public void SquareRootContainsTheExactResult()
    {
        var rng = new Random(3);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var a = Sample(rng);
            if (a.Upper < 0)
            {
                Assert.Throws<ArgumentException>(() => a.Sqrt());
                continue;
            }

            var (root, x) = (a.Sqrt(), Math.Max(0, Inside(rng, a)));
            Assert.True((ExactDyadic)root.Lower * root.Lower <= x, $"sqrt {a}");
            Assert.True(double.IsInfinity(root.Upper) || (ExactDyadic)root.Upper * root.Upper >= x, $"sqrt {a}");
        }
    }

    /// <summary>
    /// Ends are the nearest doubles outside the exact product, so a length that is too small for a double is in [0, 2^-1074].
    /// </summary>
    [Fact]
    public void ScalingByAPowerOfTwoRoundsEachEndOnce()
    {
        Assert.Equal(new Interval(0, double.Epsilon), ((Interval)double.Epsilon).ScaleB(-1));
        Assert.Equal(new Interval(-double.Epsilon, 0), ((Interval)(-double.Epsilon)).ScaleB(-1));
        Assert.Equal(new Interval(double.MaxValue, double.PositiveInfinity), ((Interval)double.MaxValue).ScaleB(1));
        var rng = new Random(6);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var (a, exponent) = (Sample(rng), rng.Next(3) == 0 ? rng.Next(-1080, -1000) : rng.Next(-2000, 2001));
            var power = (ExactDyadic)Math.ScaleB(1, exponent / 2) * Math.ScaleB(1, exponent - (exponent / 2));
            var (scaled, lower, upper) = (a.ScaleB(exponent), a.Lower * power, a.Upper * power);
            AssertContains(scaled, lower);
            AssertContains(scaled, upper);
            var (inner, outer) = (Math.BitIncrement(scaled.Lower), Math.BitDecrement(scaled.Upper));
            Assert.True(double.IsInfinity(inner) || inner > lower, $"{a} 2^{exponent}: {scaled.Lower:R} could be larger");
            Assert.True(double.IsInfinity(outer) || outer < upper, $"{a} 2^{exponent}: {scaled.Upper:R} could be smaller");
        }
    }

    [Fact]
    public void InfiniteEndsNeverGiveNotANumber()
    {
        double[] ends = [double.NegativeInfinity, -1, 0, 1, double.PositiveInfinity];
        var all = (from l in ends from u in ends where l <= u select new Interval(l, u)).ToArray();
        foreach (var a in all)
        {
            foreach (var b in all)
            {
                foreach (var r in new[] { a + b, a - b, a * b, a / b, a.Square(), Interval.Max(a, b), Interval.Min(a, b) })
                {
                    Assert.False(double.IsNaN(r.Lower) || double.IsNaN(r.Upper), $"{a} {b}");
                }
            }
        }

        Assert.Throws<ArgumentException>(() => new Interval(1, 0));
        Assert.Throws<ArgumentException>(() => (Interval)double.NaN);
    }

    [Fact]
    public void OperationsOnPointsAreTight()
    {
        Assert.True(((Interval)0.1 + 0.2).Width < 1e-15);
        Assert.True(((Interval)0.1 * 0.2).Width < 1e-16);
        Assert.True(((Interval)2).Sqrt().Width < 1e-15);
        Assert.Equal(new Interval(1, 4), Interval.Max(new Interval(1, 2), new Interval(0, 4)));
        Assert.Equal(new Interval(0, 2), Interval.Min(new Interval(1, 2), new Interval(0, 4)));
    }

    [Fact]
    public void AccumulatorEnclosesLongSumsTightly()
    {
        var rng = new Random(4);
        for (var trial = 0; trial < 50; trial++)
        {
            var (sum, exact, magnitude) = (new IntervalAccumulator(), ExactDyadic.Zero, 0.0);
            for (var k = 0; k < 500; k++)
            {
                var value = (rng.NextDouble() - 0.5) * Math.Pow(10, rng.Next(-10, 10));
                (exact, magnitude) = (exact + value, magnitude + Math.Abs(value));
                sum.Add(value);
            }

            AssertContains(sum.Value, exact);
            Assert.True(sum.Value.Width <= 4e-16 * magnitude, $"width {sum.Value.Width}, magnitude {magnitude}");
        }

        var infinite = new IntervalAccumulator();
        infinite.Add(double.MaxValue);
        infinite.Add(double.MaxValue);
        infinite.Add(-1.0);
        Assert.Equal(Interval.Whole, infinite.Value);
    }

    [Fact]
    public void DistancesAreEnclosed()
    {
        var rng = new Random(5);
        for (var trial = 0; trial < 3_000; trial++)
        {
            var n = 1 + rng.Next(5);
            var scale = Math.Pow(10, rng.Next(-170, 150));
            var x = Enumerable.Range(0, n).Select(_ => (rng.NextDouble() - 0.5) * scale).ToArray();
            double Near(double v) =>
                rng.Next(3) switch
                {
                    0 => v,
                    1 => Math.BitIncrement(v),
                    _ => (rng.NextDouble() - 0.5) * scale / Math.Pow(10, rng.Next(20)),
                };
            var y = Array.ConvertAll(x, Near);
            var exact = ExactDyadic.Zero;
            for (var k = 0; k < n; k++)
            {
                exact += ((ExactDyadic)x[k] - y[k]) * ((ExactDyadic)x[k] - y[k]);
            }

            var square = EnclosedDistance.Squared(x, y);
            AssertContains(square, exact);
            Assert.True(square.Lower >= 0);

            // Very small differences take the plain interval path: a few units in the last place for each of up to 5 coordinates.
            Assert.True(square.Width <= (4e-15 * square.Upper) + 1e-300, $"{square}");
        }
    }

    private static void AssertContains(Interval interval, ExactDyadic value)
    {
        Assert.True(double.IsInfinity(interval.Lower) || interval.Lower <= value, $"{interval.Lower:R} above the exact value");
        Assert.True(double.IsInfinity(interval.Upper) || interval.Upper >= value, $"{interval.Upper:R} below the exact value");
    }

    private static double Inside(Random rng, Interval a)
    {
        var t = rng.NextDouble();
        return rng.Next(4) switch { 0 => a.Lower, 1 => a.Upper, _ => Math.Clamp((a.Lower * (1 - t)) + (a.Upper * t), a.Lower, a.Upper) };
    }

    private static Interval Sample(Random rng)
    {
        double One() => rng.Next(3) == 0 ? Special[rng.Next(Special.Length)] : (rng.NextDouble() - 0.5) * Math.Pow(2, rng.Next(-60, 60));
        var (a, b) = (One(), One());
        return rng.Next(3) == 0 ? a : new Interval(Math.Min(a, b), Math.Max(a, b));
    }
}
