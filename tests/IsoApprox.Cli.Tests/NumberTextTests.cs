using System.Globalization;
using IsoApprox.Cli.Output;

namespace IsoApprox.Cli.Tests;

/// <summary>Printed bounds stay true: the text of a lower bound is at most the bound, that of an upper bound at least.</summary>
public class NumberTextTests
{
    [Fact]
    public void Rounding_is_outward_for_all_magnitudes()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            value = random.Next(2) == 0 ? value : -value;
            if (double.IsFinite(value))
            {
                AssertOutward(value);
            }
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    [InlineData(0.1)]
    [InlineData(9.9999999999)]
    [InlineData(999999999.9)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(double.PositiveInfinity)]
    public void Rounding_is_outward_at_the_edges(double value) => AssertOutward(value);

    [Theory]
    [InlineData(0.5, 0.5, "0.5")]
    [InlineData(0.12345678912, 0.12345678913, "[0.123456789, 0.12345679]")]
    [InlineData(0.0, double.PositiveInfinity, "[0, Infinity]")]
    public void Interval_text(double lower, double upper, string text) => Assert.Equal(text, NumberText.Interval(lower, upper));

    [Theory]
    [InlineData(0.0, double.PositiveInfinity, "any number")]
    [InlineData(0.0, double.MaxValue, "any number")]
    [InlineData(2.0, double.PositiveInfinity, "at least 2")]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, "infinite")]
    [InlineData(0.0, 1.5, "[0, 1.5]")]
    public void Side_text_says_in_words_what_is_no_number(double lower, double upper, string text) =>
        Assert.Equal(text, NumberText.Side(lower, upper));

    private static void AssertOutward(double value)
    {
        var (down, up) = (NumberText.Down(value), NumberText.Up(value));
        Assert.True(double.Parse(down, CultureInfo.InvariantCulture) <= value, $"{down} is above {value:R}");
        Assert.True(double.Parse(up, CultureInfo.InvariantCulture) >= value, $"{up} is below {value:R}");
    }
}
