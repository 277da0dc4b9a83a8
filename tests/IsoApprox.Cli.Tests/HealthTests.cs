using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IsoApprox.Tests.Certificates;

namespace IsoApprox.Cli.Tests;

/// <summary>The verb health.</summary>
public partial class HealthTests
{
    [PythonFact]
    public async Task Iris_agrees_with_the_independent_script()
    {
        using var folder = new TemporaryFolder();
        var other = folder.Write("other.csv", await File.ReadAllTextAsync(Samples.Iris));
        var lines = await File.ReadAllLinesAsync(other);
        for (var i = 1; i < lines.Length; i++)
        {
            // Another embedding of the same items: the second coordinate is replaced, the third is lost.
            var fields = lines[i].Split(',');
            lines[i] = string.Join(',', fields[0], (i % 7).ToString(CultureInfo.InvariantCulture), fields[3], fields[4]);
        }

        lines[0] = "a,b,c,species";
        await File.WriteAllLinesAsync(other, lines);
        var weights = folder.Write("w.csv", "0.3,-1,2,0.5\n-0.25,1,0.125,-1\n0.75,0,1.5,-2\n");
        var bias = folder.Write("b.csv", "0.5\n-8\n4\n");
        var levels = folder.Write(
            "l.txt", string.Concat(lines[1..].Select(line => line.EndsWith("setosa", StringComparison.Ordinal) ? "p\n" : "q\n")));
        var result = Tool.Run(
            "health", Samples.Iris, "--label-column", "species", "--against", other, "--classifier", weights, "--bias", bias, "--margin",
            "0.2", "--levels", levels, "--beta", "0.5", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = folder.Write("health.json", result.Output);
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        var script = Path.Combine(AppContext.BaseDirectory, "Data", "health.py");
        foreach (var argument in new[] { script, json, Samples.Iris, "species", other, weights, bias, levels })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await error);
        Assert.Equal(
            result.Json().GetProperty("measures").GetArrayLength(),
            (await output).Split('\n').Count(line => line.EndsWith(" agrees", StringComparison.Ordinal)));
    }

    [Fact]
    public void Json_is_the_test_vector_of_the_document()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "measures.md"));
        using var folder = new TemporaryFolder();
        var blocks = CsvBlock().Matches(text).Select(match => match.Groups[1].Value).ToArray();
        var result = Tool.Run(
            "health", folder.Write("x.csv", blocks[0]), "--against", folder.Write("g.csv", blocks[1]), "--classifier",
            folder.Write("w.csv", blocks[2]), "--bias", folder.Write("b.csv", blocks[3]), "--levels", folder.Write("l.txt", blocks[4]),
            "--margin", "3", "--json");
        var documented = TableRow().Matches(text).ToDictionary(
            match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        var measures = result.Json().GetProperty("measures").EnumerateArray().ToArray();
        Assert.Equal(documented.Keys.Order(), measures.Select(Id).Order());
        foreach (var measure in measures)
        {
            Assert.Equal(documented[Id(measure)], measure.GetProperty("value").GetDouble(), 1e-12);
            Assert.NotEmpty(measure.GetProperty("definition").GetString()!);
            Assert.NotEmpty(measure.GetProperty("source").GetString()!);
        }
    }

    [Fact]
    public void Without_labels_what_needs_them_is_left_out_and_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", "0,1\n2,0\n1,5\n");
        var json = Tool.Run("health", file, "--json").Json();
        Assert.False(json.GetProperty("labelled").GetBoolean());
        Assert.Contains("nc1-pinv", json.GetProperty("leftOut").EnumerateArray().Select(id => id.GetString()));
        Assert.DoesNotContain("nc1-pinv", json.GetProperty("measures").EnumerateArray().Select(Id));
        var report = Tool.Run("health", file);
        Assert.Contains("note: left out without labels", report.Output, StringComparison.Ordinal);
        Assert.Contains("stable-rank-uncentred", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_is_announced()
    {
        var json = Tool.Run("health", Samples.Iris, "--label-column", "species", "--pair-limit", "50", "--json").Json();
        var measures = json.GetProperty("measures").EnumerateArray().ToDictionary(Id);
        Assert.Equal(50, measures["diameter"].GetProperty("sample").GetInt32());
        Assert.Equal(9, measures["silhouette"].GetProperty("sample").GetInt32());
        Assert.Equal(JsonValueKind.Null, measures["rankme"].GetProperty("sample").ValueKind);
        var notes = json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!);
        Assert.Contains(notes, note => note.Contains("--pair-limit 50", StringComparison.Ordinal));
    }

    [Fact]
    public void One_point_has_reasons()
    {
        using var folder = new TemporaryFolder();
        var json = Tool.Run("health", folder.Write("x.csv", "x,y,label\n1,2,a\n"), "--json").Json();
        var measures = json.GetProperty("measures").EnumerateArray().ToDictionary(Id);
        Assert.Equal("all points coincide", measures["rankme"].GetProperty("reason").GetString());
        Assert.Equal(0, measures["diameter"].GetProperty("value").GetDouble());
    }

    [Fact]
    public void Bad_input_is_one_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", Samples.Planar);
        Tool.AssertRefused(Tool.Run("health", folder.Write("bad.csv", "x,label\n1,a\nq,b\n")), "bad.csv", "'q'");
        Tool.AssertRefused(Tool.Run("health", file, "--against", folder.Write("g.csv", "1,2\n3,4\n")), "g.csv", "2 points");
        Tool.AssertRefused(Tool.Run("health", file, "--pair-limit", "0"), "--pair-limit");
        Tool.AssertRefused(Tool.Run("health", file, "--margin", "-1"), "--margin");
        Tool.AssertRefused(Tool.Run("health", file, "--beta", "nan"), "--beta");
    }

    [Fact]
    public void Classifier_that_does_not_fit_is_one_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", "x,y,z,label\n0,1,0,a\n2,0,1,b\n1,5,1,b\n");
        var weights = folder.Write("w.csv", "1,2,3\n4,5,6\n");
        Assert.Equal(0, Tool.Run("health", file, "--classifier", weights).ExitCode);
        Tool.AssertRefused(Tool.Run("health", file, "--bias", weights), "--bias", "--classifier");
        Tool.AssertRefused(
            Tool.Run("health", file, "--classifier", folder.Write("t.csv", "1,4\n2,5\n3,6\n")), "t.csv", "3 x 2", "transpose");
        Tool.AssertRefused(Tool.Run("health", file, "--classifier", folder.Write("n.csv", "1,2,nan\n4,5,6\n")), "n.csv", "nan");
        Tool.AssertRefused(Tool.Run("health", file, "--classifier", weights, "--bias", folder.Write("b.csv", "1\n2\n3\n")), "3 numbers");
        Tool.AssertRefused(Tool.Run("health", file, "--classifier", weights, "--bias", weights), "w.csv", "2 x 3");
        Tool.AssertRefused(
            Tool.Run("health", folder.Write("u.csv", "0,1,0\n2,0,1\n"), "--classifier", weights), "--classifier", "no labels");
    }

    [Fact]
    public void Levels_come_from_a_file_or_a_column_and_belong_to_classes()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.csv", "x,y,group,label\n0,1,p,a\n2,0,p,a\n1,5,p,b\n7,7,q,c\n8,7,q,c\n");
        var bare = folder.Write("y.csv", "x,y,label\n0,1,a\n2,0,a\n1,5,b\n7,7,c\n8,7,c\n");
        var groups = folder.Write("groups.txt", "p\np\np\nq\nq\n");
        string Ladder(params string[] arguments)
        {
            var json = Tool.Run(["health", .. arguments, "--margin", "2", "--json"]).Json();
            Assert.Equal(3, json.GetProperty("levels").GetInt32());
            return json.GetProperty("measures").EnumerateArray().Single(m => Id(m) == "ladder-loss").GetProperty("value").GetRawText();
        }

        Assert.NotEqual("0", Ladder(bare, "--levels", groups));
        Assert.Equal(Ladder(bare, "--levels", groups), Ladder(file, "--label-column", "label", "--levels", "group"));
        Assert.Contains("without levels (--levels): ladder-loss", Tool.Run("health", bare).Output, StringComparison.Ordinal);
        Tool.AssertRefused(Tool.Run("health", bare, "--levels", "none.txt"), "none.txt", "no such file");
        Tool.AssertRefused(Tool.Run("health", bare, "--levels", folder.Write("two.txt", "p\nq\n")), "2");
        Tool.AssertRefused(Tool.Run("health", bare, "--temperature", "0"), "--temperature");
        Tool.AssertRefused(Tool.Run("health", folder.Write("u.csv", "0,1\n2,0\n"), "--levels", groups), "no labels");
    }

    [Fact]
    public void Proved_ends_and_claims_are_in_the_result()
    {
        var json = Tool.Run("health", Samples.Iris, "--label-column", "species", "--beta", "2", "--json").Json();
        var thickness = json.GetProperty("measures").EnumerateArray().Single(m => Id(m) == "thickness");
        Assert.InRange(
            thickness.GetProperty("upper").GetDouble(), thickness.GetProperty("lower").GetDouble(),
            thickness.GetProperty("lower").GetDouble() * (1 + 1e-9));
        Assert.Equal(2, json.GetProperty("beta").GetDouble());
        var claims = json.GetProperty("claims").EnumerateArray().ToArray();
        Assert.Equal(["hscl-scl", "hucl-ucl", "scl-frame", "hscl-frame"], claims.Select(Id));
        Assert.All(claims, claim => Assert.Equal("holds", claim.GetProperty("verdict").GetString()));
        Assert.Contains("hscl-scl", Tool.Run("health", Samples.Iris, "--label-column", "species").Output, StringComparison.Ordinal);
    }

    private static string Id(JsonElement measure) => measure.GetProperty("id").GetString()!;

    [GeneratedRegex("```csv\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CsvBlock();

    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \|.*\| (\S+) \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
