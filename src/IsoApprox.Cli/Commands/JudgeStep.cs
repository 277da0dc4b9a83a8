using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Solver.Judging;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Cli.Commands;

/// <summary>
/// An engine for mixed-integer programs as an independent judge of a value on a line: shown beside ours, and its embedding is taken where
/// it is nearer. Where --prove asks for a proof that the branch and bound cannot give, N > 100, the engine is asked for a better embedding
/// without being named.
/// </summary>
internal sealed class JudgeStep
{
    private const double DefaultSeconds = 60;
    private const string Automatic = "scip";

    /// <summary>Relative difference of two values that counts as agreement; the engines work to about 1e-6.</summary>
    private const double Agreement = 1e-5;

    private readonly Option<string?> _engine = new("--engine")
    {
        HelpName = "scip|cpsat",
        Description =
            "points on a line: solve the problem by this engine as well, within the time limit (60 s when none is given), and show its "
                + "value beside ours",
    };

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private LineVerdict? _verdict;
    private bool? _agrees;

    /// <summary>The option.</summary>
    internal Option Engine => _engine;

    /// <summary>Adds the option.</summary>
    internal void AddTo(Command command) => command.Options.Add(_engine);

    /// <summary>Half of the time limit when a judge is to have the other half.</summary>
    internal TimeSpan? SearchLimit(VerbRun run)
    {
        if (run.Parse.GetValue(_engine) is { } name && MixedIntegerSolvers.Problem(name) is { } problem)
        {
            throw new UsageException($"--engine: {problem}");
        }

        _watch.Restart();
        return run.Parse.GetValue(_engine) is null ? run.TimeLimit : run.TimeLimit / 2;
    }

    /// <summary>Asks the judge, when one was named or can help where the branch and bound cannot.</summary>
    /// <returns>The solution, with the judge's embedding where it is nearer.</returns>
    internal NearestSolution Apply(VerbRun run, NearestSolution solution, NearestSettings settings)
    {
        var named = run.Parse.GetValue(_engine);
        var gap = settings.Prove ? settings.ProveGap : settings.Gap;
        var automatic = settings.Prove && solution.Gap > gap && solution.Source.Count > GlobalSolver.LargestCount
            && LineJudge.Obstacle(solution) is null
            && MixedIntegerSolvers.Problem(Automatic) is null;
        if ((named is null && !automatic) || solution.Status is SolveStatus.AlreadySeparated or SolveStatus.Cancelled)
        {
            return solution;
        }

        if (LineJudge.Obstacle(solution) is { } obstacle)
        {
            throw new UsageException($"--engine {named}: {obstacle}");
        }

        var remaining = run.TimeLimit - _watch.Elapsed ?? TimeSpan.FromSeconds(DefaultSeconds);
        if (remaining <= TimeSpan.Zero)
        {
            return solution;
        }

        var engine = MixedIntegerSolvers.Create(named ?? Automatic);
        _verdict = LineJudge.Ask(
            solution, engine, new MixedIntegerLimits { Time = remaining }, independent: named is not null, run.Interrupt);
        var room = Agreement * solution.Upper;
        _agrees = _verdict.Bound <= solution.Upper + room && _verdict.Value >= solution.Lower - room
            && (_verdict.Status != LinearStatus.Optimal || _verdict.Value <= solution.Upper + room);
        return LineJudge.Improve(solution, _verdict, gap);
    }

    /// <summary>What the judge said, for the result.</summary>
    internal void Write(ResultDocument result)
    {
        if (_verdict is { } verdict)
        {
            result["judge"] = new JsonObject
            {
                ["engine"] = verdict.Engine,
                ["status"] = JsonNamingPolicy.CamelCase.ConvertName(verdict.Status.ToString()),
                ["value"] = result.Number("judge.value", verdict.Value, "is missing: no embedding was found in time"),
                ["bound"] = result.Number("judge.bound", verdict.Bound, "is missing: the engine claims none"),
                ["agrees"] = _agrees,
                ["seconds"] = verdict.Seconds,
            };
        }
    }

    /// <summary>What the judge said, for the table.</summary>
    internal IEnumerable<(string Name, string Value)> Rows()
    {
        if (_verdict is not { } verdict)
        {
            yield break;
        }

        var how = verdict.Status == LinearStatus.Optimal ? "optimal to its tolerances" : "stopped";
        var value = double.IsFinite(verdict.Value) ? NumberText.Of(verdict.Value) : "no embedding";
        var bound = double.IsFinite(verdict.Bound) ? $"claims at least {NumberText.Of(verdict.Bound)}, not proved" : "claims no bound";
        yield return ($"{verdict.Engine} (judge)", $"{value}, {how}; {bound}; {(_agrees == true ? "agrees" : "DISAGREES")}");
    }
}
