namespace IsoApprox.Cli.Tests;

/// <summary>Files on which version 0.1.0 answered wrongly or crashed.</summary>
public class WideRangeTests
{
    [Theory]
    [InlineData("range_false_loss.csv", 9.0, false)]
    [InlineData("range_false_violated.csv", 0.0, true)]
    [InlineData("range_false_separated.csv", 4.2240118e-22, false)]
    public void Measure_tells_the_loss_and_whether_the_points_are_separated(string file, double loss, bool separated)
    {
        var run = Tool.Run("measure", Defect(file), "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(loss, run.Json().GetProperty("hardLoss").GetProperty("value").GetDouble(), 1e-7 * loss);
        Assert.Equal(separated, run.Json().GetProperty("tripletSeparated").GetBoolean());
    }

    [Theory]
    [InlineData("haus", 1.1578e-22)]
    [InlineData("iso", 2.112e-22)]
    public void Nearest_keeps_the_bound_of_the_violated_triplet_and_certify_accepts_it(string metric, double bound)
    {
        using var folder = new TemporaryFolder();
        var file = Defect("range_false_separated.csv");
        var nearest = Tool.Run("nearest", file, "--metric", metric, "--starts", "1", "--certificate", folder["c.json"], "--json");
        Assert.Equal((0, ""), (nearest.ExitCode, nearest.Error));
        var (lower, upper) = (nearest.Json().GetProperty("lower").GetDouble(), nearest.Json().GetProperty("upper").GetDouble());
        Assert.True(lower >= bound && upper >= lower && upper < 5e-22, $"[{lower:R}, {upper:R}]");
        Assert.Equal(0, Tool.Run("certify", file, folder["c.json"]).ExitCode);
    }

    [Fact]
    public void A_certificate_that_overflows_is_rejected_with_a_reason()
    {
        var run = Tool.Run("certify", Defect("overflow_points.csv"), Defect("overflow_certificate.json"), "--json");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.False(run.Json().GetProperty("accepted").GetBoolean());
        Assert.Contains("does not hold", run.Json().GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private static string Defect(string file) => Path.Combine(AppContext.BaseDirectory, "Data", "Defects", file);
}
