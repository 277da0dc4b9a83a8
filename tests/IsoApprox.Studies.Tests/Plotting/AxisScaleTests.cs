using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Tests.Plotting;

public class AxisScaleTests
{
    private const int Most = 2000;

    /// <summary>Ends that rows of a damaged file give. An axis that began at 0 had 2^31 ticks and more, and took all memory.</summary>
    [Theory]
    [InlineData(0, 4)]
    [InlineData(-6, -5)]
    [InlineData(-6, 4)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(1, double.NaN)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(5e-324, 1e308)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void A_logarithmic_axis_ends_whatever_its_ends_are(double lower, double upper)
    {
        var scale = new LogScale(lower, upper);
        var ticks = scale.Ticks(6).Ticks;
        Assert.InRange(ticks.Count, 1, Most);
        Assert.All(ticks, tick => Assert.InRange(scale.Fraction(tick.Value), -1e-6, 1 + 1e-6));
        Assert.Equal((0, 1), (scale.Fraction(scale.Lower), scale.Fraction(scale.Upper)));
        Assert.Equal((0, 0), (scale.Fraction(0), scale.Fraction(-1)));
    }

    [Fact]
    public void A_logarithmic_axis_keeps_good_ends()
    {
        var scale = new LogScale(0.5, 2000);
        Assert.Equal((0.5, 2000), (scale.Lower, scale.Upper));
        Assert.Equal([1, 10, 100, 1000], scale.Ticks(6).Ticks.Where(tick => tick.Label.Length > 0).Select(tick => tick.Value));
    }
}
