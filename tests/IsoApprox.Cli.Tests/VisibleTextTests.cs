using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>Labels and names with control characters: data in JSON, escapes wherever a person or a browser looks.</summary>
public class VisibleTextTests
{
    private const string Red = "\u001b[31mred\u0007\u009b0m\u202eder";
    private const string Shown = "\\x1b[31mred\\x07\\x9b0m\\u202eder";

    [Theory]
    [InlineData("measure")]
    [InlineData("nearest")]
    [InlineData("verify")]
    [InlineData("distance")]
    [InlineData("diagnose")]
    public void Labels_are_shown_as_escapes(string verb)
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Points());
        string[] files = verb == "distance" ? [f, f] : [f];
        var text = Here([verb, .. files]);
        Assert.Equal(0, text.ExitCode);
        Assert.DoesNotContain(text.Output + text.Error, c => c != '\n' && (char.IsControl(c) || c == '\u202e'));
        if (verb is "measure" or "distance")
        {
            Assert.Contains(Shown, text.Output, StringComparison.Ordinal);
        }

        var json = Here([verb, .. files, "--json"]);
        Assert.DoesNotContain(json.Output, c => c != '\n' && char.IsControl(c));
        using var document = JsonDocument.Parse(json.Output);
        if (verb == "distance")
        {
            var names = document.RootElement.GetProperty("hausdorff").EnumerateArray()
                .Select(side => side.GetProperty("class").GetString());
            Assert.Contains(Red, names);
        }
    }

    [Fact]
    public void Names_of_files_and_columns_are_shown_as_escapes()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // No such names there.
        }

        using var folder = new TemporaryFolder();
        var f = folder.Write($"{Red}.csv", $"{Red},y,label\n1,2,a\n3,x,b\n");
        var refused = Here("measure", f);
        Tool.AssertRefused(refused, Shown, "row 1");
        Assert.DoesNotContain(refused.Error.TrimEnd('\n'), char.IsControl);
        string[][] lines =
        [
            [Red], ["measure", "x.csv", Red], ["measure", "x.csv", "--seed", Red], ["measure", Red + ".csv"],
            ["measure", "line\nbreak.csv"],
        ];
        foreach (var arguments in lines)
        {
            refused = Here(arguments);
            Tool.AssertRefused(refused);
            Assert.DoesNotContain(refused.Error.TrimEnd('\n'), char.IsControl);
        }
    }

    [Fact]
    public void Pages_and_figures_show_escapes()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Here("diagnose", folder.Write("f.csv", Points()), "--out", folder["report"]).ExitCode);
        foreach (var file in Directory.GetFiles(folder["report"]).Where(file => !file.EndsWith(".json", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(File.ReadAllText(file), c => c != '\n' && (char.IsControl(c) || c == '\u202e'));
        }
    }

    [Fact]
    public void A_script_with_such_a_name_is_refused()
    {
        var result = Here("study", "collapse", "--slurm", "2", "--out", "a\nrm -r b");
        Tool.AssertRefused(result, "'a\\nrm -r b'");
        Assert.Contains(
            "\n#SBATCH --array=1-2\n", Here("study", "collapse", "--slurm", "2", "--out", "a b").Output, StringComparison.Ordinal);
    }

    /// <summary>Two classes, one of whose points looks mislabelled.</summary>
    private static string Points()
    {
        var rows = Enumerable.Range(0, 24)
            .Select(
                i => FormattableString.Invariant(
                    $"{(i % 12) * 0.1 + (i / 12 * 5)},{i * 7 % 11 * 0.1},{(i is 3 || i >= 12 ? Red : "blue")}"));
        return "x,y,label\n" + string.Join('\n', rows) + "\n";
    }

    private static ToolResult Here(params string[] arguments) => Tool.RunHere(CancellationToken.None, arguments);
}
