namespace IsoApprox.Cli.Tests;

/// <summary>Help, version and machine information.</summary>
public class HelpTests
{
    private static readonly string[] AllVerbs =
        ["measure", "distance", "nearest", "certify", "verify", "paper", "health", "diagnose", "info"];

    public static TheoryData<string> Verbs => new(AllVerbs);

    [Fact]
    public void Help_lists_every_verb_with_examples_and_exit_codes()
    {
        var help = Tool.Run("--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("isoapprox [command]", help.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 success", help.Output, StringComparison.Ordinal);
        Assert.Contains("isoapprox measure notebooks/data/iris.csv --label-column species", help.Output, StringComparison.Ordinal);
        foreach (var verb in AllVerbs)
        {
            Assert.Contains($"\n  {verb}", help.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_of_a_verb_shows_its_options_and_an_example(string verb)
    {
        var help = Tool.Run(verb, "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains($"isoapprox {verb}", help.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  isoapprox", help.Output, StringComparison.Ordinal);
        foreach (var option in new[] { "--json", "--seed", "--threads", "--time-limit", "--out", "--quiet" })
        {
            Assert.Contains(option, help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Version_is_one_line()
    {
        var version = Tool.Run("--version");
        Assert.Equal((0, ""), (version.ExitCode, version.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", version.Output);
    }

    [Fact]
    public void Info_names_version_runtime_and_engine()
    {
        var info = Tool.Run("info", "--json");
        Assert.Equal((0, ""), (info.ExitCode, info.Error));
        var json = info.Json();
        Assert.Equal(Tool.Run("--version").Output.TrimEnd(), json.GetProperty("version").GetString());
        Assert.True(json.GetProperty("cores").GetInt32() >= 1);
        Assert.NotEmpty(json.GetProperty("linearAlgebra").GetString()!);
        Assert.Contains("linear algebra", Tool.Run("info").Output, StringComparison.Ordinal);
    }
}
