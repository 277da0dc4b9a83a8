namespace IsoApprox.Cli.Tests;

/// <summary>The verb study.</summary>
public class StudyTests
{
    [Fact]
    public void Contrastive_study_writes_rows_and_figures_and_resumes()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["study", "contrastive", "--beta", "5", "--quick", "--out", folder.Path, "--json"];
        var first = Tool.Run(arguments);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        var json = first.Json();
        Assert.Equal("isoapprox/study-contrastive/1", json.GetProperty("schema").GetString());
        Assert.Equal(
            (12, 12, 12),
            (json.GetProperty("runs").GetInt32(), json.GetProperty("finished").GetInt32(), json.GetProperty("computed").GetInt32()));
        Assert.All(json.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(file.GetString())));
        Assert.Equal(12, File.ReadAllLines(folder["rows.jsonl"]).Length);
        Assert.Equal(0, Tool.Run(arguments).Json().GetProperty("computed").GetInt32());
    }

    [Theory]
    [InlineData("0,0,a\n", "has one class")]
    [InlineData("1,1,a\n1,1,b\n1,1,b\n", "all points are equal")]
    [InlineData("1e200,1,a\n1,1,b\n2,1,b\n", "above 1e100")]
    [InlineData("1e-200,0,a\n0,0,b\n0,0,b\n", "below 1e-100")]
    public void Data_without_triplets_or_of_an_extreme_scale_is_refused(string rows, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.csv"], "x,y,label\n" + rows);
        foreach (var study in new[] { "margin", "training", "contrastive" })
        {
            var run = Tool.Run("study", study, folder["x.csv"], "--out", folder["out"]);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder["out"]));
        }
    }

    [Fact]
    public void Collapse_study_writes_rows_findings_and_figures()
    {
        using var folder = new TemporaryFolder();
        string[] arguments =
            ["study", "collapse", "--points", "6,8", "--dimensions", "1,2,4", "--classes", "2,x2", "--models", "gaussian", "--out",
                folder.Path];
        var run = Tool.Run([.. arguments, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var json = run.Json();
        Assert.Equal("isoapprox/study-collapse/1", json.GetProperty("schema").GetString());
        Assert.Equal(
            (12, 12, 12),
            (json.GetProperty("runs").GetInt32(), json.GetProperty("finished").GetInt32(), json.GetProperty("computed").GetInt32()));
        var finding = json.GetProperty("findings").GetProperty("all")[0];
        Assert.Equal(
            ("rmsRatio", "N", 12),
            (finding.GetProperty("measure").GetString(), finding.GetProperty("variable").GetString(),
                finding.GetProperty("rows").GetInt32()));
        Assert.All(json.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(file.GetString())));
        Assert.Equal(12, File.ReadAllLines(folder["rows.jsonl"]).Length);
        var again = Tool.Run(arguments);
        Assert.Contains("12 of 12 runs finished, 0 of them now", again.Output, StringComparison.Ordinal);
        Assert.Contains("Spearman", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_are_merged_and_the_slurm_script_names_them()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["study", "contrastive", "--beta", "5", "--quick", "--seed", "2", "--out", folder.Path];
        var part = Tool.Run([.. command, "--shard", "1/6", "--json"]);
        Assert.Equal((0, ""), (part.ExitCode, part.Error));
        Assert.Equal(part.Json().GetProperty("computed").GetInt32(), File.ReadAllLines(folder["rows-1-of-6.jsonl"]).Length);
        Assert.Equal(["rows-1-of-6.jsonl"], folder.Files);

        var rows = folder["rows-1-of-6.jsonl"];
        var merge = Tool.Run("study", "merge", rows, rows, "--out", folder["rows.jsonl"], "--json").Json();
        Assert.Equal("isoapprox/study-merge/1", merge.GetProperty("schema").GetString());
        Assert.Equal(merge.GetProperty("runs").GetInt32(), merge.GetProperty("duplicates").GetInt32());
        Assert.Equal(0, merge.GetProperty("conflicts").GetInt32());

        var script = Tool.Run([.. command, "--slurm", "6", "--jobs", "2"]).Output;
        Assert.StartsWith("#!/bin/sh\n", script, StringComparison.Ordinal);
        Assert.Contains("study contrastive --beta 5 --quick --seed 2 --out", script, StringComparison.Ordinal);
        Assert.EndsWith("--shard \"$SLURM_ARRAY_TASK_ID/6\" --jobs 2 --quiet\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_usage_is_one_line()
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("study"), "a study is missing", "contrastive");
        Tool.AssertRefused(Tool.Run("study", "unheard-of"), "'unheard-of' is not a study", "contrastive");
        Tool.AssertRefused(Tool.Run("study", "contrastive", "--beta", "-1"), "--beta");
        Tool.AssertRefused(Tool.Run("study", "contrastive", "--out", folder.Write("file", "mine")), "--out", "this is a file");
        Tool.AssertRefused(Tool.Run("study", "contrastive", "--shard", "3/2"), "3/2");
        Tool.AssertRefused(Tool.Run("study", "collapse", "--points", "8,0"), "--points", "'0'");
        Tool.AssertRefused(Tool.Run("study", "collapse", "--models", "cube"), "cube");
        Tool.AssertRefused(Tool.Run("study", "collapse", "--classes", "1"), "'1'");
        Tool.AssertRefused(Tool.Run("study", "collapse", "--noise", "2"), "--noise");
        Tool.AssertRefused(Tool.Run("study", "collapse", "--points", "3"), "grid is empty");
        Tool.AssertRefused(Tool.Run("study", "contrastive", "--shard", "1/2", "--slurm", "2"), "--shard");
        Tool.AssertRefused(Tool.Run("study", "merge", folder["missing.jsonl"], "--out", folder["rows.jsonl"]), "missing.jsonl");
        Tool.AssertRefused(Tool.Run("study", "merge", folder["missing.jsonl"]), "--out");
        Tool.AssertRefused(Tool.Run("study", "contrastive", folder["missing.npz"], "--out", folder.Path), "missing.npz");
    }

    [Fact]
    public void Optional_data_are_named_as_such()
    {
        foreach (var study in new[] { "margin", "training", "contrastive" })
        {
            var help = Tool.Run("study", study, "--help").Output;
            Assert.Contains($"study {study} [<X>]", help, StringComparison.Ordinal);
            Assert.Matches(@"<X>\s+optional: ", help);
        }
    }

    [Fact]
    public void Help_names_the_studies_and_shows_an_example()
    {
        Assert.Contains("\n  contrastive", Tool.Run("study", "--help").Output, StringComparison.Ordinal);
        var help = Tool.Run("study", "contrastive", "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("Examples:\n  isoapprox study contrastive", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_and_margin_studies_take_the_options_of_all_sweeps()
    {
        foreach (var study in new[] { "training", "margin" })
        {
            var help = Tool.Run("study", study, "--help");
            Assert.Equal((0, ""), (help.ExitCode, help.Error));
            Assert.Contains("--shard", help.Output, StringComparison.Ordinal);
            Assert.Contains($"study {study}", Tool.Run("study", study, "--slurm", "2").Output, StringComparison.Ordinal);
        }

        Tool.AssertRefused(Tool.Run("study", "training", "--margin", "0"), "--margin");
    }
}
