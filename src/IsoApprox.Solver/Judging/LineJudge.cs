using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;

namespace IsoApprox.Solver.Judging;

/// <summary>
/// An independent judge of values on a line (n = 1): the problem is stated as a mixed-integer program (<see cref="LineProgram"/>) and
/// solved by an engine that shares no code with the search and the branch and bound here. Its point is solved once more as a linear program
/// in its order of the classes, made an exact member of the set and measured like any other candidate; its bound is only shown.
/// </summary>
public static class LineJudge
{
    /// <summary>Points up to which d_iso is stated: a row or four for each pair.</summary>
    private const int LargestIsometric = 400;

    private const double Extreme = 1e100;

    /// <summary>Share of a time limit that the engine gets; the rest is for the last linear program and the repair.</summary>
    private const double EngineShare = 0.8;

    /// <summary>
    /// One line on why a solution cannot be judged; null when it can: points and result have one coordinate, the set is ts or ladder.
    /// </summary>
    /// <param name="solution">The solution.</param>
    public static string? Obstacle(NearestSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        return !solution.Set.HasOnlyComparisons ? $"the {solution.Set.Name} set is not stated as a mixed-integer program; ts and ladder are"
            : solution.Source.Dimension != 1 || solution.Dimension != 1
                ? "only points on a line, in dimension 1, are stated as a mixed-integer program"
            : solution.Metric == NearestMetric.IsometricError && solution.Source.Count > LargestIsometric
                ? $"d_iso is stated for at most {LargestIsometric} points"
            : !(solution.Upper is > 1 / Extreme and < Extreme) ? "nothing to judge: the value is 0 or out of range"
            : null;
    }

    /// <summary>Asks the engine.</summary>
    /// <param name="solution">What was found here; the engine searches at values up to its upper one and starts from nothing else.
    /// <see cref="Obstacle"/> is null.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="independent">True: the proved lower bound is not used, so that the engine may contradict it. False: only a better
    /// embedding is wanted.</param>
    /// <param name="cancellation">Stops it; what it has found counts.</param>
    public static LineVerdict Ask(
        NearestSolution solution, IMixedIntegerSolver engine, MixedIntegerLimits limits, bool independent = true,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (Obstacle(solution) is { } obstacle)
        {
            throw new EmbeddingException(obstacle);
        }

        var watch = Stopwatch.StartNew();
        var f = solution.Source;
        var line = new LineProgram(
            f, solution.Metric, solution.Set.LevelsFor(f), solution.Margin, solution.Upper, independent ? 0 : solution.Lower);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (limits.Time is { } time)
        {
            deadline.CancelAfter(time);
        }

        var answer = engine.Solve(line.Program, limits with { Time = limits.Time * EngineShare }, cancellation: cancellation);
        var best = answer.Primal is { } primal ? Candidate(solution, line, primal, engine.Name, deadline.Token) : null;
        return new LineVerdict(
            engine.Name, answer.Status, best?.Embedding, best?.Value ?? double.PositiveInfinity, answer.Bound * line.Unit,
            watch.Elapsed.TotalSeconds);
    }

    /// <summary>The solution with the judge's embedding where that is nearer. The lower bound and its proof stay as they are.</summary>
    /// <param name="solution">What was found here.</param>
    /// <param name="verdict">What the judge found.</param>
    /// <param name="gap">Relative gap from which on the value counts as proved global.</param>
    public static NearestSolution Improve(NearestSolution solution, LineVerdict verdict, double gap)
    {
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(verdict);
        if (verdict.Nearest is not { } nearest || !(verdict.Value < solution.Upper))
        {
            return solution;
        }

        var interval = new ProvedInterval(solution.Lower, solution.LowerSource, verdict.Value, verdict.Engine);
        var text = interval.Gap.ToString("0.0e+0", CultureInfo.InvariantCulture);
        var better = solution with { Nearest = nearest, Interval = interval, UpperSource = verdict.Engine };
        return interval.Gap <= gap
            ? better with { Status = SolveStatus.ProvedGlobal, Explanation = $"proved global: relative gap {text}" }
            : better with { Explanation = $"gap {text} is open: the embedding is that of {verdict.Engine}, whose own bound is not proved" };
    }

    /// <summary>The best exact member near the engine's point: as it is, and after a linear program with the engine's binaries.</summary>
    private static Candidate? Candidate(
        NearestSolution solution, LineProgram line, double[] primal, string origin, CancellationToken cancellation)
    {
        var repair = new MemberRepair(new Problem(solution.Source, solution.Metric, solution.Set, solution.Dimension));
        var candidates = new List<Candidate?> { repair.Apply(line.Points(primal), origin) };
        var relaxed = line.Program.Relaxation;
        foreach (var j in line.Program.Integers)
        {
            var value = Math.Clamp(Math.Round(primal[j]), relaxed.Lower[j], relaxed.Upper[j]);
            relaxed.SetBounds(j, value, value);
        }

        var polished = LinearProgramSolvers.CreateStandAlone(relaxed.VariableCount).Solve(relaxed, cancellation);
        if (polished.Status == LinearStatus.Optimal)
        {
            candidates.Add(repair.Apply(line.Points(polished.Primal), origin));
        }

        return candidates.OfType<Candidate>().MinBy(candidate => candidate.Value);
    }
}
