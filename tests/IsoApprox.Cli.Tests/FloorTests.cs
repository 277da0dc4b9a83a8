using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>nearest and certify with --floor.</summary>
public class FloorTests
{
    [Theory]
    [InlineData("haus")]
    [InlineData("iso")]
    public void A_floor_is_kept_costs_something_and_has_its_certificate(string metric)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", Samples.Planar);
        var proof = folder["proof.json"];
        var free = Tool.Run("nearest", file, "--metric", metric, "--json").Json();
        var json = Tool.Run("nearest", file, "--metric", metric, "--floor", "1.5", "--certificate", proof, "--json").Json();
        Assert.Equal(1.5, json.GetProperty("floor").GetDouble());
        Assert.Equal(0, free.GetProperty("floor").GetDouble());
        Assert.True(json.GetProperty("lower").GetDouble() > free.GetProperty("upper").GetDouble());
        Assert.True(json.GetProperty("lower").GetDouble() <= json.GetProperty("upper").GetDouble());
        var rows = json.GetProperty("embedding").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray()).ToArray();
        Assert.All(
            rows.Take(2).SelectMany(a => rows.Skip(2).Select(b => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum())),
            square => Assert.True(square >= 1.5 * 1.5 * (1 - 1e-12)));

        var checkedBound = Tool.Run("certify", file, proof, "--floor", "1.5", "--json").Json();
        Assert.True(checkedBound.GetProperty("accepted").GetBoolean());
        Assert.True(checkedBound.GetProperty("lower").GetDouble() > free.GetProperty("upper").GetDouble());
        Assert.Contains("at least 1.5 apart", Tool.Run("certify", file, proof, "--floor", "1.5").Output, StringComparison.Ordinal);
        foreach (var other in new[] { "0", "1.4", "1.6" })
        {
            Assert.Equal(1, Tool.Run("certify", file, proof, "--floor", other).ExitCode);
        }

        Assert.Equal(1, Tool.Run("certify", file, proof).ExitCode);
    }

    [Fact]
    public void A_floor_that_holds_already_asks_nothing()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", Samples.Separated);
        Assert.Equal("alreadySeparated", Tool.Run("nearest", file, "--floor", "10", "--json").Json().GetProperty("status").GetString());
        var more = Tool.Run("nearest", file, "--floor", "11", "--json").Json();
        Assert.InRange(0.5, more.GetProperty("lower").GetDouble() - 1e-6, more.GetProperty("upper").GetDouble() + 1e-12);
        Assert.Contains("F_TS with classes at least 11 apart", Tool.Run("nearest", file, "--floor", "11").Output, StringComparison.Ordinal);

        // One class: nothing to keep apart.
        var one = Tool.Run("nearest", folder.Write("one.csv", Samples.OneClass), "--floor", "3", "--json").Json();
        Assert.Equal(0, one.GetProperty("upper").GetDouble());
    }

    [Fact]
    public void A_floor_goes_with_a_ladder_and_a_margin()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", "x,y,label,group\n0,0,a,p\n1,0,b,p\n0,1,c,q\n1,1,a,p\n");
        var json = Tool.Run(
            "nearest", file, "--label-column", "label", "--set", "ladder", "--levels", "group", "--margin", "0.1", "--floor", "2", "--json")
            .Json();
        Assert.Equal(("ladder", 2, 0.1), (
            json.GetProperty("set").GetString(), json.GetProperty("floor").GetDouble(), json.GetProperty("margin").GetDouble()));
        Assert.InRange(json.GetProperty("lower").GetDouble(), 0.3, json.GetProperty("upper").GetDouble());
    }

    [Theory]
    [InlineData(1e-320, 1e-320)]
    [InlineData(1e300, 1e300)]
    [InlineData(1e-300, 1)]
    [InlineData(1, 1e-320)]
    public void Extreme_scales_have_an_interval(double scale, double floor)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "x.csv", FormattableString.Invariant($"x,y,label\n0,0,a\n{scale:R},0,b\n0,{scale:R},a\n{scale:R},{scale:R},b\n"));
        var result = Tool.Run("nearest", file, "--floor", FormattableString.Invariant($"{floor:R}"), "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.NotEqual(JsonValueKind.Null, json.GetProperty("upper").ValueKind);
        Assert.True(json.GetProperty("lower").GetDouble() <= json.GetProperty("upper").GetDouble());
    }

    [Fact]
    public void Bad_floors_are_one_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", Samples.Planar);
        Tool.AssertRefused(Tool.Run("nearest", file, "--floor", "-1"), "--floor", "'-1'");
        Tool.AssertRefused(Tool.Run("nearest", file, "--floor", "nan"), "--floor", "'nan'");
        Tool.AssertRefused(
            Tool.Run("nearest", file, "--floor", "1", "--set", "contrastive", "--within", "1", "--beyond", "2"), "--floor 1", "--beyond");
        Tool.AssertRefused(Tool.Run("nearest", file, "--floor", "1", "--set", "sphere"), "--floor 1", "sphere");
        Tool.AssertRefused(Tool.Run("nearest", file, "--floor", "1", "--engine", "scip"), "--engine");
    }
}
