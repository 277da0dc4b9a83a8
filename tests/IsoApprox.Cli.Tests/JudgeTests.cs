using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>nearest --engine: another engine's value beside ours.</summary>
public class JudgeTests
{
    private const string Line = """
        x,label
        0,a
        3,a
        1,b
        4,b
        2,c
        6,c
        5.5,a
        """;

    [Theory]
    [InlineData("scip", "haus")]
    [InlineData("scip", "iso")]
    [InlineData("cpsat", "haus")]
    public void The_judge_agrees_with_the_proved_value(string engine, string metric)
    {
        using var folder = new TemporaryFolder();
        if (!HasEngine(engine))
        {
            Tool.AssertRefused(Tool.Run("nearest", folder.Write("f.csv", Line), "--engine", engine), "--engine", engine);
            return;
        }

        string[] arguments = ["nearest", folder.Write("f.csv", Line), "--metric", metric, "--prove", "--engine", engine];
        var result = Tool.Run([.. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var (json, judge) = (result.Json(), result.Json().GetProperty("judge"));
        Assert.Equal("provedGlobal", json.GetProperty("status").GetString());
        Assert.Equal(
            (engine, "optimal", true),
            (judge.GetProperty("engine").GetString(), judge.GetProperty("status").GetString(), judge.GetProperty("agrees").GetBoolean()));
        Assert.InRange(
            judge.GetProperty("value").GetDouble(), json.GetProperty("lower").GetDouble(),
            json.GetProperty("upper").GetDouble() * (1 + 1e-6));
        Assert.Contains($"{engine} (judge)", Tool.Run(arguments).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_judged_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("nearest", folder.Write("f.csv", Line), "--engine", "gurobi"), "--engine", "gurobi");
        if (HasEngine("scip"))
        {
            Tool.AssertRefused(Tool.Run("nearest", folder.Write("p.csv", Samples.Planar), "--engine", "scip"), "--engine scip", "line");
        }
    }

    private static bool HasEngine(string name) =>
        Tool.Run("info", "--json").Json().GetProperty("integerPrograms").EnumerateArray()
            .Any((JsonElement engine) => engine.GetString() == name);
}
