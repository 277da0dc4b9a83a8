using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>A contradiction between a proof and an attained value is an error, however small.</summary>
public class ProvedIntervalTests
{
    [Fact]
    public void Ends_that_cross_by_one_unit_in_the_last_place_are_an_error()
    {
        var error =
            Assert.Throws<InvalidOperationException>(() => new ProvedInterval(Math.BitIncrement(0.1), "a proof", 0.1, "an embedding"));
        Assert.Contains("a proof", error.Message, StringComparison.Ordinal);
        Assert.Contains("an embedding", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(-1e-300, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    public void Ends_that_are_no_values_are_an_error(double lower, double upper) =>
        Assert.Throws<InvalidOperationException>(() => new ProvedInterval(lower, "a", upper, "b"));

    [Fact]
    public void Gap_is_relative_to_the_upper_end()
    {
        Assert.Equal(0.25, new ProvedInterval(3, "a", 4, "b").Gap);
        Assert.Equal(0, new ProvedInterval(0.1, "a", 0.1, "b").Gap);
        Assert.Equal(0, default(ProvedInterval).Gap);
    }
}
