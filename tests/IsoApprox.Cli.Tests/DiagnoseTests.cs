using System.Globalization;
using System.Net;
using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>The verb diagnose.</summary>
public class DiagnoseTests
{
    private const string Clusters = "x,y,label\n0,0,a\n0.1,0,a\n0,0.2,a\n5,0,b\n5.1,0,b\n5,0.2,b\n";

    [Fact]
    public void Loss_curve_without_an_embedding()
    {
        using var folder = new TemporaryFolder();
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i},{(i < 10 ? 0.5 : 0.2)},1,1\n")));
        var file = folder.Write("loss.csv", "step,loss,hardest_positive,hardest_negative\n" + rows);
        var json = Tool.Run("diagnose", "--loss-curve", file, "--margin", "0.2", "--json").Json();
        Assert.Equal("stuckAtOnePoint", json.GetProperty("verdict").GetString());
        Assert.Equal(10, json.GetProperty("onset").GetDouble());
        Assert.False(json.GetProperty("distancesShrank").GetBoolean());
        Assert.NotEmpty(json.GetProperty("next").EnumerateArray());
        var report = Tool.Run("diagnose", "--loss-curve", file, "--margin", "0.2").Output;
        Assert.StartsWith("No total collapse", report, StringComparison.Ordinal);
        Tool.AssertRefused(Tool.Run("diagnose", "--loss-curve", file), "--margin");
        Tool.AssertRefused(Tool.Run("diagnose", "--margin", "0.2", Samples.Iris), "--loss-curve");
        Tool.AssertRefused(Tool.Run("diagnose", Samples.Iris, "--loss-curve", file, "--soft"), "leave out", "iris.csv");
        Tool.AssertRefused(Tool.Run("diagnose"), "--loss-curve");
        Tool.AssertRefused(Tool.Run("diagnose", "--loss-curve", folder.Write("bad.csv", "loss\nq\n"), "--soft"), "bad.csv", "'q'");
    }

    [Fact]
    public void Verdict_sentence_and_fields()
    {
        using var folder = new TemporaryFolder();
        var separated = Tool.Run("diagnose", folder.Write("x.csv", Clusters), "--json");
        Assert.Equal((0, ""), (separated.ExitCode, separated.Error));
        var json = separated.Json();
        Assert.Equal("isoapprox/diagnose/1", json.GetProperty("schema").GetString());
        Assert.Equal(("complete", "separated"), (json.GetProperty("status").GetString(), json.GetProperty("verdict").GetString()));
        Assert.Equal(0, json.GetProperty("batches")[0].GetProperty("hausdorff").GetProperty("upper").GetDouble());

        var mixed = folder.Write("line.csv", "x,label\n0,a\n1,b\n2,a\n3,b\n4,a\n5,b\n6,a\n7,b\n");
        var run = Tool.Run("diagnose", mixed, "--json").Json();
        Assert.Equal("spareDimensions", run.GetProperty("cause").GetString());
        var batch = run.GetProperty("batches")[0];
        Assert.True(batch.GetProperty("hausdorff").GetProperty("lower").GetDouble() > 0);
        Assert.True(batch.GetProperty("rmsRatio").GetDouble() < 0.5);
        Assert.NotEmpty(run.GetProperty("advice").EnumerateArray());

        var text = Tool.Run("diagnose", mixed, "--batch", "2x3", "--batches", "2").Output;
        Assert.Contains("batch 2", text, StringComparison.Ordinal);
        Assert.Contains("advice: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_point_of_one_class_is_no_plural()
    {
        using var folder = new TemporaryFolder();
        var text = Tool.Run("diagnose", folder.Write("x.csv", "x,y,label\n1,2,a\n"), "--out", folder["report"]).Output;
        Assert.Contains("1 point, 2 coordinates, 1 class\n", text, StringComparison.Ordinal);
        Assert.Contains("(N = 1, n = 2, 1 class)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1 classes", text + File.ReadAllText(Path.Combine(folder["report"], "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_shapes_are_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", Clusters);
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "0"), "--batch");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "2x2x2"), "--batch");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "3x2"), "3 classes");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "7"), "7 points");
    }

    [Fact]
    public void Report_holds_the_numbers_of_the_json_result()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("line.csv", "x,label\n0,a\n1,b\n2,a\n3,b\n4,a\n5,b\n6,a\n7,b\n");
        var run = Tool.Run("diagnose", file, "--out", folder["report"], "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(run.Output, File.ReadAllText(Path.Combine(folder["report"], "results.json")));
        var json = run.Json();
        var files = json.GetProperty("files").EnumerateArray().Select(name => name.GetString()!).ToArray();
        Assert.Equal(Directory.GetFiles(folder["report"]).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        var html = File.ReadAllText(Path.Combine(folder["report"], "index.html"));
        Assert.Contains(WebUtility.HtmlEncode(json.GetProperty("sentence").GetString()!), html, StringComparison.Ordinal);
        string[] fields =
            ["loss", "diameter", "lossOverDiameter", "enclosingRadius", "diameterRatio", "rmsRatio", "withinRatio", "betweenRatio", "gain"];
        foreach (var line in json.GetProperty("batches").EnumerateArray().Concat(json.GetProperty("interventions").EnumerateArray()))
        {
            var numbers = fields.Where(name => line.TryGetProperty(name, out _)).Select(line.GetProperty)
                .Concat(line.GetProperty("hausdorff").EnumerateObject().Select(end => end.Value))
                .Where(value => value.ValueKind == JsonValueKind.Number);
            Assert.All(numbers, value => Assert.Contains(
                $"<data value=\"{value.GetDouble().ToString("R", CultureInfo.InvariantCulture)}\">", html, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Report_folders_that_would_lose_something_are_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("results.json", "{\"points\": [[0], [1], [2]], \"labels\": [0, 1, 0]}");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--out", folder.Path), "results.json", "is also the input");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--out", file), "--out");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--out", folder["x.html"]), "give a folder");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--out", folder["new"], "--batch", "9"), "9 points");
        Assert.Equal(["results.json"], folder.Files);
        Assert.False(Directory.Exists(folder["new"]));
    }
}
