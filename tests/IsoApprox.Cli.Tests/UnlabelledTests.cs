using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>The verbs measure and distance on points without labels: what needs labels is null and named.</summary>
public sealed class UnlabelledTests
{
    private static readonly string[] NeedLabels = ["classes", "margin", "hardLoss", "batchHardLoss", "tripletSeparated", "classRadius"];

    [Fact]
    public void Measure_leaves_out_what_needs_labels_and_names_it()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("f.csv", "x,y\n0,0\n3,4\n3,0\n");
        var json = Tool.Run("measure", file, "--json").Json();
        Assert.False(json.GetProperty("labelled").GetBoolean());
        Assert.Equal(NeedLabels, Names(json));
        Assert.All(NeedLabels, field => Assert.Equal(JsonValueKind.Null, json.GetProperty(field).ValueKind));
        Assert.Equal(5, json.GetProperty("diameter").GetProperty("value").GetDouble());
        Assert.Equal(2.4, json.GetProperty("thickness").GetProperty("upper").GetDouble(), 14);
        Assert.Equal(2.5, json.GetProperty("enclosingRadius").GetDouble(), 14);
        var text = Tool.Run("measure", file).Output;
        Assert.StartsWith($"{file}: 3 points, 2 coordinates, no labels\n", text, StringComparison.Ordinal);
        Assert.Contains("left out without labels (--labels, --label-column): classes, margin, hardLoss", text, StringComparison.Ordinal);
        Assert.DoesNotContain("triplet loss", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("a")]
    public void One_class_is_labelled(string label)
    {
        using var folder = new TemporaryFolder();
        var json = Tool.Run("measure", folder.Write("f.csv", $"x,y,label\n0,0,{label}\n3,4,{label}\n"), "--json").Json();
        Assert.True(json.GetProperty("labelled").GetBoolean());
        Assert.Empty(Names(json));
        Assert.Equal(0, json.GetProperty("hardLoss").GetProperty("value").GetDouble());
        Assert.Equal(2.5, json.GetProperty("classRadius")[0].GetDouble(), 14);
    }

    [Fact]
    public void Labels_that_are_asked_for_must_exist()
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(
            Tool.Run("measure", folder.Write("f.csv", "x,y\n0,1\n1,2\n"), "--label-column", "species"), "f.csv", "species");
    }

    [Theory]
    [InlineData("x,y\n0,0\n3,5\n3,0\n")]
    [InlineData("x,y,label\n0,0,a\n3,5,b\n3,0,a\n")]
    public void Distance_without_labels_of_the_first_is_the_isometric_error(string second)
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", "x,y\n0,0\n3,4\n3,0\n");
        var run = Tool.Run("distance", f, folder.Write("g.csv", second), "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var json = run.Json();
        Assert.False(json.GetProperty("labelled").GetBoolean());
        Assert.Equal(["hausdorffLike", "hausdorff"], Names(json));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("hausdorffLike").ValueKind);
        Assert.Equal(1, json.GetProperty("isometricError").GetProperty("value").GetDouble(), 14);
    }

    private static string[] Names(JsonElement json) => [.. json.GetProperty("leftOut").EnumerateArray().Select(name => name.GetString()!)];
}
