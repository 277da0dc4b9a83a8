using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Judging;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.OrTools.Tests;

/// <summary>
/// Optima on a line by two engines that share no code with the branch and bound here. A slice runs by default;
/// ISOAPPROX_JUDGE_INSTANCES=200 is the long run.
/// </summary>
public class LineJudgeTests
{
    /// <summary>Relative gap of the proofs.</summary>
    private const double ProofGap = 1e-6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly int Instances =
        int.Parse(Environment.GetEnvironmentVariable("ISOAPPROX_JUDGE_INSTANCES") ?? "8", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("scip", 1e-5, 60, 0.0)]
    [InlineData("cpsat", 1e-4, 10, 0.5)] // works on a grid of 1e-6, and its proofs for d_iso may take minutes
    public void Engines_agree_with_the_proved_optima(string engine, double accuracy, int seconds, double mayStop)
    {
        var (proved, stopped) = (0, 0);
        for (var seed = 0; seed < Instances; seed++)
        {
            var (f, settings) = Instance(seed);
            var solution = NearestSolver.Solve(f, settings);
            if (solution.Upper == 0)
            {
                continue;
            }

            var isProved = solution.Gap <= ProofGap;
            proved += isProved ? 1 : 0;
            var verdict =
                LineJudge.Ask(solution, new OrToolsIntegerSolver(engine), new MixedIntegerLimits { Time = TimeSpan.FromSeconds(seconds) });
            var what =
                $"instance {seed} ({settings.Metric}, {settings.Set.Name}, margin {settings.Margin}): "
                    + $"ours [{solution.Lower:R}, {solution.Upper:R}], {verdict}";
            if (verdict.Status == LinearStatus.Stopped)
            {
                Assert.True(++stopped <= mayStop * Instances, what);
                Assert.True(verdict.Value >= solution.Lower && verdict.Bound <= solution.Upper * (1 + accuracy), what);
                continue;
            }

            Assert.True(verdict.Status == LinearStatus.Optimal, what);

            // The value is attained by an exact member, so no proved bound may be above it, without tolerance.
            Assert.True(verdict.Value >= solution.Lower, what);
            Assert.True(verdict.Bound <= verdict.Value * (1 + accuracy) && verdict.Bound <= solution.Upper * (1 + accuracy), what);
            Assert.True(verdict.Value <= solution.Upper * (1 + accuracy), what);
            Assert.True(!isProved || verdict.Bound >= solution.Lower * (1 - accuracy), what);
            Assert.True(settings.Set.Contains(verdict.Nearest!), what);
        }

        Assert.True(proved >= Instances / 2, $"{proved} of {Instances} were proved");
    }

    [Fact]
    public void A_solution_takes_the_nearer_embedding_and_keeps_its_bound()
    {
        var f = Embedding.Create([0, 3, 1, 4, 2, 6, 5], 1, [0, 0, 1, 1, 2, 2, 0]);
        var settings = new NearestSettings { Metric = NearestMetric.IsometricError };
        var poor = NearestSolver.Solve(f, settings with { Starts = 1, MaxEvaluations = 1, UnaskedProofNodes = 0 });
        var best = NearestSolver.Solve(f, settings with { Prove = true });
        Assert.True(poor.Upper > best.Upper * 1.01, "the poor solution is not poor");
        var verdict = LineJudge.Ask(poor, new OrToolsIntegerSolver("scip"), new MixedIntegerLimits(), independent: false);
        var improved = LineJudge.Improve(poor, verdict, ProofGap);
        Assert.InRange(improved.Upper, best.Lower, best.Upper * (1 + ProofGap));
        Assert.Equal((poor.Lower, "scip"), (improved.Lower, improved.UpperSource));
        Assert.True(TripletSeparation.IsSatisfied(improved.Nearest));
        Assert.Same(best, LineJudge.Improve(best, verdict with { Value = best.Upper }, ProofGap));
    }

    [Fact]
    public void What_cannot_be_judged_is_said_in_one_line()
    {
        var planar = NearestSolver.Solve(Embedding.Create([0, 0, 1, 0, 2, 0, 3, 1], 2, [0, 1, 0, 1]), new NearestSettings { Starts = 1 });
        var line = NearestSolver.Solve(Embedding.Create([0, 1, 2, 3], 1, [0, 1, 0, 1]), new NearestSettings { Starts = 1 });
        Assert.Contains("line", LineJudge.Obstacle(planar), StringComparison.Ordinal);
        Assert.Contains("contrastive", LineJudge.Obstacle(line with { Set = IdealSet.Contrastive(1, 2) }), StringComparison.Ordinal);
        Assert.Null(LineJudge.Obstacle(line));
        Assert.Throws<EmbeddingException>(() =>
            LineJudge.Ask(planar, new OrToolsIntegerSolver("scip"), new MixedIntegerLimits()));
    }

    [Fact]
    public void A_limit_and_a_cancellation_stop_the_engine()
    {
        var random = new Random(8);
        var f = Embedding.Create(
            [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())], 1, [.. Enumerable.Range(0, 60).Select(i => i % 3)]);
        var solution =
            NearestSolver.Solve(f, new NearestSettings { Metric = NearestMetric.IsometricError, Starts = 1, MaxEvaluations = 10 });
        foreach (var engine in new[] { "scip", "cpsat" })
        {
            var solver = new OrToolsIntegerSolver(engine);
            var limited = LineJudge.Ask(solution, solver, new MixedIntegerLimits { Time = TimeSpan.FromSeconds(0.5) });
            Assert.InRange(limited.Seconds, 0.1, 8);
            using var cancelled = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
            var verdict = LineJudge.Ask(solution, solver, new MixedIntegerLimits { Time = Patience }, cancellation: cancelled.Token);
            Assert.Equal(LinearStatus.Stopped, verdict.Status);
            Assert.InRange(verdict.Seconds, 0.1, 8);
        }
    }

    /// <summary>
    /// Points on a line, at random or on a coarse grid with coincident points; d_haus and d_iso, with and without margin; every fourth one
    /// a ladder.
    /// </summary>
    private static (Embedding F, NearestSettings Settings) Instance(int seed)
    {
        var random = new Random(seed);
        var ladder = seed % 4 == 3;
        var (count, classes) = (4 + random.Next(9), ladder ? 4 : 2 + random.Next(3));
        var grid = random.Next(3) == 0;
        var scale = random.Next(4) == 0 ? Math.Pow(10, random.Next(-6, 7)) : 1;
        var f = Embedding.Create(
            [.. Enumerable.Range(0, count).Select(_ => scale * (grid ? random.Next(8) : 8 * random.NextDouble()))],
            1,
            [.. Enumerable.Range(0, count).Select(i => i < classes ? i : random.Next(classes))]);
        var levels = new int[4, 4];
        for (var pair = 0; pair < 16; pair++)
        {
            levels[pair / 4, pair % 4] = pair / 4 == pair % 4 ? 0 : pair / 8 == pair % 4 / 2 ? 1 : 2;
        }

        var margin = random.Next(2) == 0 ? scale * random.NextDouble() : 0;
        return (f, new NearestSettings
        {
            Metric = (seed + (seed / 4)) % 2 == 0 ? NearestMetric.HausdorffLike : NearestMetric.IsometricError,
            Set = ladder ? IdealSet.Ladder(SimilarityLevels.FromTable(levels), margin) : IdealSet.TripletSeparated(margin),
            Prove = true,
            ProveGap = ProofGap,
            TimeLimit = Patience,
        });
    }
}
