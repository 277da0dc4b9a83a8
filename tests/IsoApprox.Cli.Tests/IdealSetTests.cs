namespace IsoApprox.Cli.Tests;

/// <summary>nearest and certify with --set.</summary>
public class IdealSetTests
{
    private const string Grouped = """
        x,y,species,genus
        0.1,0.4,cat,animal
        1.2,0.9,cat,animal
        0.6,0.9,dog,animal
        0.9,0.2,oak,plant
        0.2,0.3,elm,plant
        """;

    [Theory]
    [InlineData("haus", "--set ladder --levels genus")]
    [InlineData("iso", "--set ladder --levels genus")]
    [InlineData("haus", "--set ladder --levels groups.txt")]
    [InlineData("iso", "--set contrastive --within 0.2 --beyond 0.8")]
    [InlineData("haus", "--set contrastive --within 0.2 --beyond 0.8")]
    [InlineData("haus", "--set sphere")]
    public void The_certificate_of_a_run_is_accepted_with_its_bound(string metric, string set)
    {
        using var folder = new TemporaryFolder();
        var hasGroups = set.Contains("genus", StringComparison.Ordinal);
        var text = hasGroups ? Grouped : string.Join('\n', Grouped.Split('\n').Select(line => line[..line.LastIndexOf(',')]));
        var groups = folder.Write("groups.txt", "animal\nanimal\nanimal\nplant\nplant\n");
        string[] words = [.. set.Split(' ').Select(word => word == "groups.txt" ? groups : word)];
        string[] options = [folder.Write("f.csv", text), "--label-column", "species", .. words];
        string[] outputs = ["--certificate", folder["c.json"], "--out", folder["g.csv"], "--json"];
        var nearest = Tool.Run(["nearest", .. options, "--metric", metric, "--starts", "2", .. outputs]);
        Assert.Equal((0, ""), (nearest.ExitCode, nearest.Error));
        var json = nearest.Json();
        Assert.Equal(set.Split(' ')[1], json.GetProperty("set").GetString());
        var (lower, upper) = (json.GetProperty("lower").GetDouble(), json.GetProperty("upper").GetDouble());
        Assert.InRange(lower, double.Epsilon, upper);
        var certify = Tool.Run(["certify", options[0], folder["c.json"], .. options[1..], "--json"]);
        Assert.Equal((0, ""), (certify.ExitCode, certify.Error));
        Assert.Equal((lower, metric), (certify.Json().GetProperty("lower").GetDouble(), certify.Json().GetProperty("metric").GetString()));
    }

    [Theory]
    [InlineData("--set ladder", "--levels")]
    [InlineData("--set contrastive --within 1", "--beyond")]
    [InlineData("--set sphere --within 1", "contrastive")]
    [InlineData("--levels genus", "--set ladder")]
    [InlineData("--set cube", "cube")]
    [InlineData("--set ladder --levels nosuch", "no column 'nosuch'; the columns are 'x', 'y', 'species', 'genus'")]
    [InlineData("--set ladder --levels nosuch.txt", "--levels nosuch.txt: no such file")]
    [InlineData("--set ladder --levels folder/nosuch", "--levels folder/nosuch: no such file")]
    [InlineData("--set contrastive --within 1 --beyond 2 --margin 1", "margin")]
    public void A_set_that_is_not_complete_is_refused(string options, string text)
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run(["nearest", folder.Write("f.csv", Grouped), "--label-column", "species", .. options.Split(' ')]), text);
    }

    /// <summary>Class names that are paths: cat and dog share "animal", so they must be nearer to each other than to the oak.</summary>
    [Fact]
    public void Levels_may_be_the_label_column_itself()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", "x,y,label\n0,0,animal/cat\n1,0.5,animal/cat\n0.3,1,animal/dog\n0.4,0.2,plant/oak\n");
        var groups = folder.Write("groups.txt", "animal/cat\nanimal/cat\nanimal/dog\nplant/oak\n");
        string[] common = ["nearest", f, "--set", "ladder", "--starts", "2", "--json", "--levels"];
        var (byColumn, byFile) = (Tool.Run([.. common, "label"]), Tool.Run([.. common, groups]));
        Assert.Equal((0, ""), (byColumn.ExitCode, byColumn.Error));
        var json = byColumn.Json();
        Assert.Equal((4, 2), (json.GetProperty("levels").GetInt32(), json.GetProperty("input").GetProperty("dimension").GetInt32()));
        Assert.True(json.GetProperty("lower").GetDouble() > 0);
        foreach (var field in new[] { "lower", "upper", "levels" })
        {
            Assert.Equal(byFile.Json().GetProperty(field).GetDouble(), json.GetProperty(field).GetDouble());
        }
    }

    [Fact]
    public void A_certificate_for_another_set_is_refused()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Assert.Equal(0, Tool.Run("nearest", f, "--set", "sphere", "--certificate", folder["sphere.json"]).ExitCode);
        Assert.Equal(0, Tool.Run("nearest", f, "--certificate", folder["ts.json"]).ExitCode);
        foreach (var words in new[] { "sphere.json", "sphere.json --set contrastive --within 1 --beyond 2",
            "sphere.json --set sphere --margin 1", "ts.json --set sphere" })
        {
            var run = Tool.Run(["certify", f, folder[words.Split(' ')[0]], .. words.Split(' ')[1..], "--json"]);
            Assert.Equal((1, ""), (run.ExitCode, run.Error));
            Assert.Contains("--set", run.Json().GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a;b;label\n1;2;x\n2;3;y\n")]
    [InlineData("1;2;x\n2;3;y\n")]
    [InlineData("1,5;2,5;x\n2,1;3,2;y\n")]
    public void Semicolons_are_named(string text)
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("measure", folder.Write("f.csv", text)), "separated by ';'");
    }

    [Fact]
    public void One_point_is_no_plural_and_piped_lines_end_without_blanks()
    {
        using var folder = new TemporaryFolder();
        var output = Tool.Run("measure", folder.Write("f.csv", "x,label\n1,a\n")).Output;
        Assert.Contains("1 point, 1 coordinate, 1 class", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output.Split('\n'), line => line.EndsWith(' '));
    }
}
