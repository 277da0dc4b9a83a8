using System.Diagnostics;

namespace IsoApprox.Cli.Tests;

/// <summary>Where results go: closed pipes, full disks, links, devices.</summary>
public class OutputTests
{
    /// <summary>
    /// No file may grow: like a full disk. Diagnostics and the double mapping of code would need files of the runtime's own.
    /// </summary>
    private const string FullDisk = "ulimit -f 0; DOTNET_EnableDiagnostics=0 DOTNET_EnableWriteXorExecute=0 exec \"$@\"";

    private static bool HasShell => !OperatingSystem.IsWindows();

    private static bool HasFullDevice => File.Exists("/dev/full");

    [Theory]
    [InlineData("--json")]
    [InlineData("--quiet")]
    public void Stdout_on_a_full_disk_is_exit_code_74_and_one_line(string option)
    {
        if (!HasFullDevice)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var result = Tool.RunInShell("exec \"$@\" > /dev/full", "measure", folder.Write("f.csv", Samples.Planar), option);
        Assert.Equal((74, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            "isoapprox: stdout: the result cannot be written (No space left on device); free space or redirect it elsewhere\n",
            result.Error);
    }

    [Fact]
    public void Stderr_on_a_full_disk_changes_nothing()
    {
        if (!HasFullDevice)
        {
            return;
        }

        Assert.Equal((2, ""), Codes(Tool.RunInShell("exec \"$@\" 2> /dev/full", "measure", "absent.csv")));
        Assert.Equal(0, Tool.RunInShell("exec \"$@\" 2> /dev/full", "info", "--json").ExitCode);
    }

    [Fact]
    public void A_closed_pipe_is_no_failure()
    {
        if (!HasShell)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var result = Tool.RunInShell("{ \"$@\"; echo $? >&2; } | :", "nearest", folder.Write("f.csv", Samples.Planar), "--json");
        Assert.Equal("0\n", result.Error);
    }

    [Fact]
    public void Where_files_cannot_be_written_the_result_is_printed_and_the_code_is_74()
    {
        if (!HasShell)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        var old = folder.Write("old.json", "old");
        var result = Tool.RunInShell(FullDisk, "nearest", f, "--out", folder["g.csv"], "--certificate", old, "--json");
        Assert.Equal(74, result.ExitCode);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains("g.csv: cannot be written (", result.Error, StringComparison.Ordinal);
        var json = result.Json();
        Assert.Equal(5, json.GetProperty("embedding").GetArrayLength());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("file").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("certificate").ValueKind);
        Assert.Equal(("old", "f.csv old.json"), (File.ReadAllText(old), string.Join(' ', folder.Files)));

        var measured = Tool.RunInShell(FullDisk, "measure", f, "--out", folder["r.json"], "--json");
        Assert.Equal((74, 5), (measured.ExitCode, measured.Json().GetProperty("points").GetInt32()));
        Assert.Equal(["f.csv", "old.json"], folder.Files);
    }

    [Fact]
    public void Rows_that_cannot_be_appended_end_the_study_with_74_and_stay_whole()
    {
        if (!HasShell)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        string[] study =
            [
                "study", "collapse", "--points", "6", "--dimensions", "2", "--classes", "2", "--models", "gaussian", "--noise", "0",
                "--out", folder["s"], "--quiet"];
        Assert.Equal(0, Tool.Run(study).ExitCode);
        var rows = File.ReadAllText(Path.Combine(folder["s"], "rows.jsonl"));
        var result = Tool.RunInShell(FullDisk, [.. study, "--seeds", "2"]);
        Assert.Equal((74, ""), Codes(result));
        Assert.Contains("rows.jsonl", result.Error, StringComparison.Ordinal);
        Assert.Equal(rows, File.ReadAllText(Path.Combine(folder["s"], "rows.jsonl")));
    }

    [Theory]
    [InlineData("nearest", "--out")]
    [InlineData("nearest", "--certificate")]
    [InlineData("measure", "--out")]
    [InlineData("measure", "--certificate")]
    public void Devices_pipes_and_folders_are_not_replaced(string verb, string option)
    {
        if (!HasFullDevice)
        {
            return;
        }

        using var folder = new TemporaryFolder();

        // Already separated: without a proof to write, the older certificate would be removed.
        var f = folder.Write("f.csv", verb == "nearest" ? Samples.Separated : Samples.Planar);
        Tool.AssertRefused(Here(verb, f, option, "/dev/full"), option, "/dev/full: this is a device, which is not replaced");
        File.CreateSymbolicLink(folder["full.csv"], "/dev/full");
        Tool.AssertRefused(Here(verb, f, option, folder["full.csv"]), option, "full.csv: this is a device");
        MakePipe(folder["p.csv"]);
        Tool.AssertRefused(Here(verb, f, option, folder["p.csv"]), option, "p.csv: this is a pipe");
        Directory.CreateDirectory(folder["d.csv"]);
        Tool.AssertRefused(Here(verb, f, option, folder["d.csv"]), option, "d.csv: this is a folder");
        Assert.True(File.Exists("/dev/full"));
        Assert.Equal(["f.csv", "full.csv", "p.csv"], folder.Files);
    }

    [Fact]
    public void Links_are_written_through()
    {
        if (!HasShell)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        File.CreateSymbolicLink(folder["link.csv"], "target.csv");
        File.CreateSymbolicLink(folder["c.json"], "proof.json");
        Assert.Equal(0, Here("nearest", f, "--out", folder["link.csv"], "--certificate", folder["c.json"]).ExitCode);
        Assert.Equal(
            ("target.csv", "proof.json"), (new FileInfo(folder["link.csv"]).LinkTarget, new FileInfo(folder["c.json"]).LinkTarget));
        Assert.True(Here("measure", folder["target.csv"], "--json").Json().GetProperty("tripletSeparated").GetBoolean());
        Assert.Equal(0, Here("certify", f, folder["proof.json"]).ExitCode);

        // No proof: the older one is removed at its end, the link stays.
        Assert.Equal(0, Here("nearest", folder["target.csv"], "--certificate", folder["c.json"]).ExitCode);
        Assert.Equal(("proof.json", false), (new FileInfo(folder["c.json"]).LinkTarget, File.Exists(folder["proof.json"])));
    }

    [Fact]
    public void An_input_under_another_name_is_an_input()
    {
        if (!HasShell)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        File.CreateSymbolicLink(folder["link.csv"], f);
        Directory.CreateSymbolicLink(folder["here"], folder.Path);
        using (var hard = Process.Start("ln", [f, folder["hard.csv"]]))
        {
            hard.WaitForExit();
        }

        foreach (var name in new[] { "link.csv", "here/f.csv", "hard.csv", "here/link.csv" })
        {
            Tool.AssertRefused(Here("nearest", f, "--out", folder[name]), "which would be lost");
            Tool.AssertRefused(Here("nearest", folder[name], "--certificate", f), "which would be lost");
        }

        Tool.AssertRefused(Here("nearest", f, "--out", folder["new.json"], "--certificate", folder["here/new.json"]), "this is also --out");
        Assert.Equal(Samples.Planar, File.ReadAllText(f));
    }

    [Theory]
    [InlineData("refute", "--points", "5", "--dimension", "2", "--classes", "2")]
    [InlineData("audit")]
    [InlineData("paper")]
    [InlineData("study", "margin")]
    public void Folders_that_cannot_be_made_are_refused_before_any_work(params string[] words)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "mine");
        Tool.AssertRefused(Here([.. words, "--out", file]), "--out", "this is a file; give a folder");
        Tool.AssertRefused(Here([.. words, "--out", Path.Combine(file, "sub")]), "--out");
        Assert.Equal(["file"], folder.Files);
    }

    internal static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static ToolResult Here(params string[] arguments) => Tool.RunHere(CancellationToken.None, arguments);

    private static (int Code, string Output) Codes(ToolResult result) => (result.ExitCode, result.Output);
}
