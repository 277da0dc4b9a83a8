namespace IsoApprox.Cli.Tests;

/// <summary>The verb nearest.</summary>
public class NearestTests
{
    /// <summary>Certified optimum of <see cref="Samples.Planar"/>, d_haus and d_iso.</summary>
    private const double PlanarHausdorff = 0.09593472;
    private const double PlanarIsometric = 0.18059425;

    [Theory]
    [InlineData("haus", PlanarHausdorff)]
    [InlineData("iso", PlanarIsometric)]
    public void Json_has_the_published_fields_and_encloses_the_known_optimum(string metric, double optimum)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run("nearest", folder.Write("f.csv", Samples.Planar), "--metric", metric, "--starts", "30", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.Equal(metric, json.GetProperty("metric").GetString());
        Assert.Equal(2, json.GetProperty("dimension").GetInt32());
        Assert.Equal(0, json.GetProperty("margin").GetDouble());
        var (lower, upper) = (json.GetProperty("lower").GetDouble(), json.GetProperty("upper").GetDouble());
        Assert.Equal(optimum, upper, 6);
        Assert.True(lower <= optimum * (1 + 1e-7));
        Assert.Equal((upper - lower) / upper, json.GetProperty("gap").GetDouble(), 12);
        Assert.Contains(json.GetProperty("status").GetString(), new[] { "localMinimum", "provedGlobal" });
        Assert.Equal(1, json.GetProperty("seed").GetInt32());
        Assert.True(json.GetProperty("starts").GetInt32() >= 0);
        Assert.True(json.GetProperty("seconds").GetDouble() >= 0);
        Assert.Equal(5, json.GetProperty("embedding").GetArrayLength());
        Assert.Equal(2, json.GetProperty("embedding")[0].GetArrayLength());
    }

    [Theory]
    [InlineData("haus", PlanarHausdorff)]
    [InlineData("iso", PlanarIsometric)]
    public void Quick_bounds_hold_the_optimum_and_their_proof_is_accepted(string metric, double optimum)
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        var result = Tool.Run(
            "nearest", f, "--metric", metric, "--quick", "--out", folder["g.csv"], "--certificate", folder["c.json"], "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.InRange(optimum, json.GetProperty("lower").GetDouble() - 1e-8, json.GetProperty("upper").GetDouble());
        Assert.Equal(0, json.GetProperty("evaluations").GetInt64());
        Assert.True(Tool.Run("measure", folder["g.csv"], "--json").Json().GetProperty("tripletSeparated").GetBoolean());
        var certified = Tool.Run("certify", f, folder["c.json"], "--json").Json();
        Assert.True(certified.GetProperty("accepted").GetBoolean());
        Assert.Equal(json.GetProperty("lower").GetDouble(), certified.GetProperty("lower").GetDouble());
    }

    [Theory]
    [InlineData("--prove")]
    [InlineData("--starts", "3")]
    [InlineData("--dimension", "free")]
    [InlineData("--margin", "1")]
    [InlineData("--set", "sphere")]
    [InlineData("--floor", "1")]
    public void Quick_takes_no_options_of_a_search(params string[] options)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(["nearest", folder.Write("f.csv", Samples.Planar), "--quick", .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--quick", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Written_embedding_is_triplet_separated_at_the_printed_distance()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        var nearest = Tool.Run("nearest", f, "--out", folder["g.csv"], "--json");
        Assert.Equal(0, nearest.ExitCode);
        Assert.True(Tool.Run("measure", folder["g.csv"], "--json").Json().GetProperty("tripletSeparated").GetBoolean());
        var distance = Tool.Run("distance", f, folder["g.csv"], "--json").Json();
        Assert.True(
            distance.GetProperty("hausdorffLike").GetProperty("value").GetDouble() <= nearest.Json().GetProperty("upper").GetDouble());
        Assert.Equal(["f.csv", "g.csv"], folder.Files);
    }

    [Fact]
    public void Separated_input_is_its_own_nearest()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run("nearest", folder.Write("f.csv", Samples.Separated), "--gap", "0", "--json");
        Assert.Equal(0, result.ExitCode);
        var json = result.Json();
        Assert.Equal("alreadySeparated", json.GetProperty("status").GetString());
        Assert.Equal(
            (0.0, 0.0, 0.0),
            (json.GetProperty("lower").GetDouble(), json.GetProperty("upper").GetDouble(), json.GetProperty("gap").GetDouble()));
    }

    [Fact]
    public void Same_seed_gives_the_same_result_for_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["nearest", folder.Write("f.csv", Samples.Planar), "--seed", "7", "--json"];
        Assert.Equal(
            MeasureTests.WithoutTime(Tool.Run([.. arguments, "--threads", "1"])),
            MeasureTests.WithoutTime(Tool.Run([.. arguments, "--threads", "3"])));
    }

    [Fact]
    public void Exit_code_is_3_exactly_when_a_gap_was_asked_for_and_not_reached()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        var open = Tool.Run("nearest", f, "--starts", "2", "--json");
        Assert.Equal(0, open.ExitCode);
        var gap = open.Json().GetProperty("gap").GetDouble();
        Assert.True(gap > 0, "this instance must have an open gap with few starts, or the test shows nothing");
        Assert.Equal(3, Tool.Run("nearest", f, "--starts", "2", "--gap", "0", "--json").ExitCode);
        Assert.Equal(0, Tool.Run("nearest", f, "--starts", "2", "--gap", "1", "--json").ExitCode);
    }

    [Theory]
    [InlineData("haus", PlanarHausdorff)]
    [InlineData("iso", PlanarIsometric)]
    public void Free_dimension_cannot_be_farther_than_the_plane(string metric, double planar)
    {
        using var folder = new TemporaryFolder();
        var json = Tool.Run("nearest", folder.Write("f.csv", Samples.Planar), "--metric", metric, "--dimension", "free", "--json").Json();
        Assert.True(json.GetProperty("freeDimension").GetBoolean());
        Assert.True(json.GetProperty("dimension").GetInt32() > 2);
        Assert.True(json.GetProperty("upper").GetDouble() <= planar * (1 + 1e-6));
        Assert.Equal(json.GetProperty("dimension").GetInt32(), json.GetProperty("embedding")[0].GetArrayLength());
    }

    [Fact]
    public void Margin_is_kept_by_the_embedding()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Assert.Equal(0, Tool.Run("nearest", f, "--margin", "0.1", "--out", folder["g.csv"], "--json").ExitCode);
        Assert.True(Tool.Run("measure", folder["g.csv"], "--margin", "0.1", "--json").Json().GetProperty("tripletSeparated").GetBoolean());
    }

    [Fact]
    public void Table_shows_the_interval_and_what_is_proved()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run("nearest", folder.Write("f.csv", Samples.Planar), "--quiet");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("lower bound from", result.Output, StringComparison.Ordinal);
        Assert.Contains("status", result.Output, StringComparison.Ordinal);
    }
}
