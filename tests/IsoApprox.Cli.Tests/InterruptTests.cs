using System.Diagnostics;
using System.Globalization;

namespace IsoApprox.Cli.Tests;

/// <summary>
/// Ctrl-C while a search runs. The input is a named pipe, so that the signal is sent at a known point: the tool has started and has been
/// given its data.
/// </summary>
public class InterruptTests
{
    private const int Count = 40;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Search_stops_and_prints_the_best_so_far(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Windows has neither named pipes in the file system nor kill.
        }

        if (signal == "INT" && IgnoresInterrupt())
        {
            return; // A shell without job control starts background jobs so, and the runtime keeps it.
        }

        using var folder = new TemporaryFolder();
        RunToEnd("mkfifo", folder["f.csv"]);
        using var process =
            Tool.Start("nearest", folder["f.csv"], "--starts", "100000000", "--time-limit", "60", "--out", folder["g.csv"], "--json");
        File.WriteAllText(folder["f.csv"], Unproved());
        RunToEnd("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture));
        var result = Tool.Collect(process);
        Assert.Equal((130, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.Equal("cancelled", json.GetProperty("status").GetString());
        Assert.True(json.GetProperty("lower").GetDouble() <= json.GetProperty("upper").GetDouble());
        Assert.Equal(Count, json.GetProperty("embedding").GetArrayLength());
        Assert.True(Tool.Run("measure", folder["g.csv"], "--json").Json().GetProperty("tripletSeparated").GetBoolean());
        Assert.Equal(["f.csv", "g.csv"], folder.Files);
    }

    /// <summary>Whether SIGINT, bit 1, is ignored by this process and therefore by those that it starts.</summary>
    private static bool IgnoresInterrupt()
    {
        const string Key = "SigIgn:";
        var line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line is not null && (ulong.Parse(line[Key.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
    }

    /// <summary>
    /// Planar points with labels without meaning: no relaxation proves their nearest embedding, so a search with enough starts does not
    /// end.
    /// </summary>
    private static string Unproved()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, Count)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble():R},{random.NextDouble():R},{i % 2}"));
        return string.Join('\n', rows.Prepend("x,y,label")) + '\n';
    }

    private static void RunToEnd(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
