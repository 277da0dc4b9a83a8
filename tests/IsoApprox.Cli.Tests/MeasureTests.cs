using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>The verbs measure and distance.</summary>
public class MeasureTests
{
    [Fact]
    public void Json_is_one_object_with_the_published_fields()
    {
        var result = Tool.Run("measure", Samples.Iris, "--label-column", "species", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.Equal("complete", json.GetProperty("status").GetString());
        Assert.Equal(1, json.GetProperty("seed").GetInt32());
        Assert.True(json.GetProperty("seconds").GetDouble() >= 0);
        Assert.NotEmpty(json.GetProperty("version").GetString()!);
        AssertInput(json.GetProperty("input"), Samples.Iris, 150, 4, 3);
        Assert.Equal(
            (150, 4, 3),
            (json.GetProperty("points").GetInt32(), json.GetProperty("dimension").GetInt32(), json.GetProperty("classes").GetInt32()));
        Assert.Equal(4, json.GetProperty("rank").GetInt32());
        Assert.Equal(1, json.GetProperty("duplicates").GetInt32());
        Assert.Equal(2, json.GetProperty("diameter").GetProperty("pair").GetArrayLength());
        Assert.Equal(4, json.GetProperty("thickness").GetProperty("direction").GetArrayLength());
        Assert.True(
            json.GetProperty("thickness").GetProperty("lower").GetDouble()
                <= json.GetProperty("thickness").GetProperty("upper").GetDouble());
        var triplet = json.GetProperty("hardLoss").GetProperty("triplet");
        foreach (var role in new[] { "anchor", "positive", "negative" })
        {
            Assert.InRange(triplet.GetProperty(role).GetInt32(), 0, 149);
        }

        Assert.True(json.GetProperty("hardLoss").GetProperty("value").GetDouble() > 0);
        Assert.True(json.GetProperty("batchHardLoss").GetDouble() > 0);
        Assert.False(json.GetProperty("tripletSeparated").GetBoolean());
        Assert.True(json.GetProperty("enclosingRadius").GetDouble() > 0);
        Assert.Equal(3, json.GetProperty("classRadius").GetArrayLength());
    }

    [Fact]
    public void Closed_forms_of_two_separated_pairs()
    {
        using var folder = new TemporaryFolder();
        var json = Tool.Run("measure", folder.Write("f.csv", Samples.Separated), "--json").Json();
        Assert.Equal(Math.Sqrt(101), json.GetProperty("diameter").GetProperty("value").GetDouble(), 14);
        Assert.Equal(0, json.GetProperty("hardLoss").GetProperty("value").GetDouble());
        Assert.True(json.GetProperty("tripletSeparated").GetBoolean());
        Assert.Equal(1, json.GetProperty("thickness").GetProperty("upper").GetDouble(), 14);
        Assert.Equal(0.5, json.GetProperty("classRadius")[0].GetDouble(), 14);
    }

    [Fact]
    public void Margin_changes_loss_and_separation()
    {
        using var folder = new TemporaryFolder();
        var json = Tool.Run("measure", folder.Write("f.csv", Samples.Separated), "--margin", "10", "--json").Json();
        Assert.Equal(1, json.GetProperty("hardLoss").GetProperty("value").GetDouble(), 14);
        Assert.False(json.GetProperty("tripletSeparated").GetBoolean());
        Assert.Equal(10, json.GetProperty("margin").GetDouble());
    }

    [Fact]
    public void Thickness_none_leaves_it_out_and_changes_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("f.csv", Samples.Separated);
        var with = Tool.Run("measure", file, "--json").Json();
        var run = Tool.Run("measure", file, "--thickness", "none", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var without = run.Json();
        Assert.Equal(JsonValueKind.Null, without.GetProperty("thickness").ValueKind);
        string[] differ = ["seconds", "thickness", "notes"];
        Assert.Equal(Fields(with), Fields(without));
        Assert.Contains(
            "thickness is null: --thickness none leaves it out",
            without.GetProperty("notes").EnumerateArray().Select(n => n.GetString()));
        Assert.DoesNotContain("minimum width", Tool.Run("measure", file, "--thickness", "none").Output, StringComparison.Ordinal);

        // A certificate needs the thickness: refused before anything is written.
        Tool.AssertRefused(
            Tool.Run("measure", file, "--thickness", "none", "--certificate", folder["c.json"]), "--certificate", "drop one of them");
        Assert.False(File.Exists(folder["c.json"]));

        string[] Fields(JsonElement json) =>
            [.. json.EnumerateObject().Where(field => !differ.Contains(field.Name)).Select(field => $"{field.Name}: {field.Value}")];
    }

    [Fact]
    public void One_class_has_no_triplet_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run("measure", folder.Write("f.csv", Samples.OneClass), "--json");
        Assert.Equal(0, result.ExitCode);
        var json = result.Json();
        Assert.Equal(JsonValueKind.Null, json.GetProperty("hardLoss").GetProperty("triplet").ValueKind);
        Assert.Contains(
            json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("hardLoss.triplet", StringComparison.Ordinal));
        Assert.True(json.GetProperty("tripletSeparated").GetBoolean());
    }

    [Fact]
    public void Labels_can_come_from_another_file()
    {
        using var folder = new TemporaryFolder();
        var points = folder.Write("f.csv", "0,0\n0,1\n10,0\n10,1\n");
        var json = Tool.Run("measure", points, "--labels", folder.Write("labels.txt", "a\na\nb\nb\n"), "--json").Json();
        Assert.Equal(2, json.GetProperty("classes").GetInt32());
        Assert.True(json.GetProperty("tripletSeparated").GetBoolean());
    }

    [Fact]
    public void Threads_do_not_change_the_result()
    {
        string[] arguments = ["measure", Samples.Iris, "--label-column", "species", "--json"];
        Assert.Equal(WithoutTime(Tool.Run([.. arguments, "--threads", "1"])), WithoutTime(Tool.Run(arguments)));
    }

    [Fact]
    public void Result_file_holds_the_same_object_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run("measure", folder.Write("f.csv", Samples.Planar), "--json", "--out", folder["result.json"]);
        Assert.Equal(result.Output, File.ReadAllText(folder["result.json"]));
        Assert.Equal(["f.csv", "result.json"], folder.Files);
    }

    [Fact]
    public void Tables_are_plain_text_when_piped()
    {
        var result = Tool.Run("measure", Samples.Iris, "--label-column", "species");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("hard-mined triplet loss L", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public void Distance_of_a_scaled_set_is_the_scale_times_the_diameter()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Separated);
        var g = folder.Write("g.csv", "x,y,label\n0,0,a\n0,0.5,a\n5,0,b\n5,0.5,b\n");
        var result = Tool.Run("distance", f, g, "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.Equal(Math.Sqrt(101) / 2, json.GetProperty("isometricError").GetProperty("value").GetDouble(), 14);
        Assert.Equal(2, json.GetProperty("isometricError").GetProperty("pair").GetArrayLength());
        var worst = json.GetProperty("hausdorffLike");
        Assert.Equal(Math.Sqrt(25 + 0.25), worst.GetProperty("value").GetDouble(), 14);
        Assert.Equal("b", worst.GetProperty("class").GetString());
        Assert.Equal(3, worst.GetProperty("from").GetInt32());
        Assert.Equal(3, worst.GetProperty("to").GetInt32());
        Assert.Equal(
            [0.5, Math.Sqrt(25.25)], json.GetProperty("hausdorff").EnumerateArray().Select(side => side.GetProperty("value").GetDouble()));
        AssertInput(json.GetProperty("input"), f, 4, 2, 2);
    }

    [Fact]
    public void Distance_between_dimensions_has_no_hausdorff_part_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var g = folder.Write("g.csv", "x,label\n0,a\n1,a\n10,b\n11,b\n");
        var json = Tool.Run("distance", folder.Write("f.csv", Samples.Separated), g, "--json").Json();
        Assert.True(json.GetProperty("isometricError").GetProperty("value").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("hausdorffLike").ValueKind);
        Assert.Contains(
            json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("hausdorffLike", StringComparison.Ordinal));
    }

    [Fact]
    public void Second_embedding_may_lack_labels()
    {
        using var folder = new TemporaryFolder();
        var g = folder.Write("g.csv", "0,0\n0,1\n10,0\n10,1\n");
        var json = Tool.Run("distance", folder.Write("f.csv", Samples.Separated), g, "--json").Json();
        Assert.Equal(0, json.GetProperty("hausdorffLike").GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("exact", 1e-9)]
    [InlineData("bounds", 0.5)]
    public void Thickness_certificate_is_written_and_accepted(string mode, double gap)
    {
        using var folder = new TemporaryFolder();
        string[] input = [Samples.Iris, "--label-column", "species"];
        var measure =
            Tool.Run(["measure", .. input, "--thickness", mode, "--time-limit", "300", "--certificate", folder["c.json"], "--json"]);
        Assert.Equal((0, ""), (measure.ExitCode, measure.Error));
        var upper = measure.Json().GetProperty("thickness").GetProperty("upper").GetDouble();
        var proved = measure.Json().GetProperty("certificate").GetProperty("lower").GetDouble();
        Assert.InRange(proved, upper * (1 - gap), upper);
        var certify = Tool.Run(["certify", Samples.Iris, folder["c.json"], "--label-column", "species", "--json"]);
        Assert.Equal((0, ""), (certify.ExitCode, certify.Error));
        Assert.Equal(proved, certify.Json().GetProperty("lower").GetDouble());
        var other = Tool.Run("certify", folder.Write("f.csv", Samples.Planar), folder["c.json"], "--json");
        Assert.Equal(1, other.ExitCode);
        Assert.False(other.Json().GetProperty("accepted").GetBoolean());
    }

    [Fact]
    public void Unknown_thickness_mode_and_missing_engine_are_refused()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Tool.AssertRefused(Tool.Run("measure", f, "--thickness", "best"), "--thickness", "best");
        Tool.AssertRefused(Tool.Run("nearest", f, "--lp-engine", "simplex"), "simplex", "builtin");
        var engines = Tool.Run("info", "--json").Json().GetProperty("linearPrograms").EnumerateArray().Select(name => name.GetString())
            .ToList();
        Assert.Contains("builtin", engines);
        foreach (var name in new[] { "glop", "pdlp" }.Except(engines))
        {
            Tool.AssertRefused(Tool.Run("nearest", f, "--metric", "iso", "--lp-engine", name!), name!, "builtin");
        }
    }

    internal static void AssertInput(JsonElement input, string file, int points, int dimension, int classes)
    {
        Assert.Equal(file, input.GetProperty("file").GetString());
        Assert.Equal(
            (points, dimension, classes),
            (input.GetProperty("points").GetInt32(), input.GetProperty("dimension").GetInt32(), input.GetProperty("classes").GetInt32()));
    }

    internal static string WithoutTime(ToolResult result) =>
        string.Join(
            '\n', result.Json().EnumerateObject().Where(field => field.Name != "seconds")
                .Select(field => $"{field.Name}: {field.Value.GetRawText()}"));
}
