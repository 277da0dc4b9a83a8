namespace IsoApprox.Cli.Tests;

/// <summary>The verb diagnose.</summary>
public class DiagnoseTests
{
    private const string Clusters = "x,y,label\n0,0,a\n0.1,0,a\n0,0.2,a\n5,0,b\n5.1,0,b\n5,0.2,b\n";

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
    public void Bad_shapes_are_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", Clusters);
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "0"), "--batch");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "2x2x2"), "--batch");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "3x2"), "3 classes");
        Tool.AssertRefused(Tool.Run("diagnose", file, "--batch", "7"), "7 points");
    }
}
