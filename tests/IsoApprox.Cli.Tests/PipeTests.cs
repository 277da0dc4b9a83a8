using System.Text;

namespace IsoApprox.Cli.Tests;

/// <summary>Named pipes as input: waited for, told after a second, left on request.</summary>
public class PipeTests
{
    private static bool HasPipes => !OperatingSystem.IsWindows();

    [Fact]
    public async Task Data_labels_and_certificates_come_through_pipes()
    {
        if (!HasPipes)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Assert.Equal(0, Tool.RunHere(CancellationToken.None, "nearest", f, "--certificate", folder["c.json"]).ExitCode);
        foreach (var name in new[] { "p.csv", "l.txt", "c.pipe" })
        {
            OutputTests.MakePipe(folder[name]);
        }

        var writers = Task.WhenAll(
            Feed(folder["p.csv"], "1,2\n3,4\n5,6\n"), Feed(folder["l.txt"], "a\na\nb\n"),
            Feed(folder["c.pipe"], File.ReadAllText(folder["c.json"])));
        var measured = Tool.RunHere(CancellationToken.None, "measure", folder["p.csv"], "--labels", folder["l.txt"], "--json");
        Assert.Equal((0, 3), (measured.ExitCode, measured.Json().GetProperty("points").GetInt32()));
        Assert.Equal(0, Tool.RunHere(CancellationToken.None, "certify", f, folder["c.pipe"]).ExitCode);
        await writers;
    }

    [Theory]
    [InlineData("measure", "{p}")]
    [InlineData("distance", "{f}", "{p}")]
    [InlineData("certify", "{f}", "{p}")]
    [InlineData("certify", "{p}")]
    [InlineData("nearest", "{f}", "--labels", "{p}")]
    [InlineData("study", "merge", "{p}")]
    [InlineData("study", "margin", "{p}")]
    public void Without_a_writer_the_wait_is_told_and_ends_with_the_time_limit(params string[] words)
    {
        if (!HasPipes)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var (f, p) = (folder.Write("f.csv", Samples.Planar), folder["p.csv"]);
        OutputTests.MakePipe(p);
        var arguments = words.Select(word => word == "{p}" ? p : word == "{f}" ? f : word);
        string[] output = words[0] == "study" ? ["--out", folder[words[1] == "merge" ? "m.jsonl" : "s"]] : [];
        var result = Tool.RunHere(CancellationToken.None, [.. arguments, .. output, "--time-limit", "2", "--json"]);
        Assert.Equal("timeLimit", result.Json().GetProperty("status").GetString());
        Assert.Equal($"isoapprox: waiting for {p}: a pipe that nothing has written and closed yet\n", result.Error);
        Assert.Equal(["f.csv", "p.csv"], folder.Files);
        Assert.Equal("", Tool.RunHere(CancellationToken.None, [.. arguments, .. output, "--time-limit", "1.5", "--quiet", "--json"]).Error);
    }

    [Fact]
    public void A_signal_ends_the_wait()
    {
        if (!HasPipes)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        OutputTests.MakePipe(folder["p.csv"]);
        var result = Tool.RunInShell("\"$@\" & sleep 3; kill -TERM $!; wait $!", "measure", folder["p.csv"], "--json");
        Assert.Equal((130, "cancelled"), (result.ExitCode, result.Json().GetProperty("status").GetString()));
    }

    [Fact]
    public void Devices_are_refused_as_input()
    {
        if (!HasPipes)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        File.CreateSymbolicLink(folder["z.csv"], "/dev/zero");
        string[][] endless =
        [
            ["measure", folder["z.csv"]], ["certify", f, "/dev/zero"], ["certify", "/dev/zero"],
            ["measure", f, "--labels", folder["z.csv"]],
        ];
        foreach (var arguments in endless)
        {
            Tool.AssertRefused(Tool.RunHere(CancellationToken.None, arguments), "is a device, whose content may have no end");
        }
    }

    private static Task Feed(string pipe, string text) => Task.Run(() =>
    {
        using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text));
    });
}
