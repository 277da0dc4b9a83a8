using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Tests;

/// <summary>The verb watch.</summary>
public class WatchTests
{
    [Fact]
    public void Once_reads_what_is_there_and_says_so()
    {
        using var folder = Snapshots("0,0\n1,0\n0,1\n1,1\n");
        var result = Tool.RunHere(CancellationToken.None, "watch", folder.Path, "--once", "--margin", "0.2", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.Equal("complete", json.GetProperty("status").GetString());
        Assert.Equal((1, 1), (json.GetProperty("snapshots").GetInt32(), json.GetProperty("computed").GetInt32()));
        Assert.Equal("step_000007.npy", json.GetProperty("last").GetProperty("file").GetString());
        Assert.Equal(Math.Sqrt(2), json.GetProperty("last").GetProperty("measures").GetProperty("diameter").GetDouble(), 15);
        Assert.Empty(json.GetProperty("collapse").EnumerateArray());
        Assert.Contains("index.html", folder.Files);
        var again = Tool.RunHere(CancellationToken.None, "watch", folder.Path, "--once", "--margin", "0.2");
        Assert.Contains("1 snapshot, 0 measured now", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Collapse_ends_it_with_success_and_a_status()
    {
        using var folder = Snapshots("1,2\n1,2\n1,2\n1,2\n");
        var result = Tool.RunHere(CancellationToken.None, "watch", folder.Path, "--until-collapse");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("step 7: total collapse: all points coincide\n", result.Output, StringComparison.Ordinal);
        var json = Tool.RunHere(CancellationToken.None, "watch", folder.Path, "--until-collapse", "--json").Json();
        Assert.Equal(("collapse", "total"), (json.GetProperty("status").GetString(), json.GetProperty("endedBy").GetString()));
        Assert.Equal(0, json.GetProperty("computed").GetInt32());
        Assert.Equal(7, json.GetProperty("collapse")[0].GetProperty("step").GetDouble());
        var other = Tool.RunHere(
            CancellationToken.None, "watch", folder.Path, "--until-collapse", "--signs", "stuck", "--once", "--json");
        Assert.Equal("complete", other.Json().GetProperty("status").GetString());
    }

    [Fact]
    public void Interrupted_it_prints_what_it_has()
    {
        using var folder = Snapshots("0,0\n1,0\n0,1\n1,1\n");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var result = Tool.RunHere(stop.Token, "watch", folder.Path, "--json");
        Assert.Equal((130, "cancelled"), (result.ExitCode, result.Json().GetProperty("status").GetString()));
        var limited = Tool.RunHere(CancellationToken.None, "watch", folder.Path, "--time-limit", "3", "--json");
        Assert.Equal((0, "timeLimit"), (limited.ExitCode, limited.Json().GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("no such folder", "none")]
    [InlineData("is not a time above 0", "{folder}", "--budget", "5 apples")]
    [InlineData("is no list of total, class", "{folder}", "--until-collapse", "--signs", "total,all")]
    [InlineData("belongs to --until-collapse", "{folder}", "--signs", "total")]
    public void Bad_input_is_one_line(string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var words = arguments.Select(word => word.Replace("{folder}", folder.Path, StringComparison.Ordinal));
        var result = Tool.RunHere(CancellationToken.None, ["watch", .. words]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(folder.Files);
    }

    /// <summary>A folder with one snapshot of four points at step 7, two classes.</summary>
    private static TemporaryFolder Snapshots(string csv)
    {
        var folder = new TemporaryFolder();
        double[] points = [.. csv.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];
        var f = IsoApprox.Embeddings.Embedding.Create(points, 2, [0, 0, 1, 1]);
        IsoApprox.Embeddings.Files.EmbeddingWriter.Write(folder["step_000007.npy"], f);
        IsoApprox.Embeddings.Files.EmbeddingWriter.WriteLabels(folder["labels.npy"], f);
        return folder;
    }
}
