using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Tests.Global;

/// <summary>The branch and bound against values from elsewhere, and its behaviour at the edges.</summary>
public class GlobalSolverTests
{
    private const double Gap = 1e-6;

    public static TheoryData<string> QuickInstances =>
    [
        "line_tie_sqrt3", "n2_N5_nogap", "duplicates_same_and_cross", "toy053_N5n2_0", "toy053_N5n2_3", "N5n2_1", "N5n2_4", "N5n2_7",
        "N5n2_isohard_2", "N6n2_33_0", "N6n2_33_3", "N6n2_33_isohard_0", "N6n2_33_isohard_3", "N6n2_222_1", "N6n2_222_isohard_0",
        "N8n2_44_0", "N5n1_0", "N5n1_3", "N6n1_0", "N6n1_3",
    ];

    [Theory]
    [MemberData(nameof(QuickInstances))]
    public void Proves_the_listed_value_of_d_haus(string name) => AssertProved(name, NearestMetric.HausdorffLike);

    [Theory]
    [MemberData(nameof(QuickInstances))]
    public void Proves_the_listed_value_of_d_iso(string name) => AssertProved(name, NearestMetric.IsometricError);

    [Fact]
    public void Proves_a_value_in_space()
    {
        var (problem, lower, upper) = GlobalInstances.Reference("N5n3_0", NearestMetric.HausdorffLike);
        var solution = GlobalInstances.Prove(problem, 0.02);
        Assert.Equal(GlobalStatus.ProvedGlobal, solution.Status);
        Assert.True(solution.Lower <= upper && solution.Upper >= lower && solution.Gap <= 0.02);
        Assert.True(solution.Certificate!.Check(problem).Accepted);
    }

    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void Twenty_points_on_a_line(NearestMetric metric)
    {
        var rng = new Random(7);
        var f = Embedding.Create(
            Enumerable.Range(0, 20).Select(_ => rng.NextDouble()).ToArray(), 1, Enumerable.Range(0, 20).Select(i => i % 3).ToArray());
        var problem = Problem.TripletSeparated(f, metric, 0, 1);
        var solution = GlobalInstances.Prove(problem);
        Assert.Equal(GlobalStatus.ProvedGlobal, solution.Status);
        Assert.True(solution.Certificate!.Check(problem).Accepted);
    }

    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void Result_does_not_depend_on_the_number_of_threads(NearestMetric metric)
    {
        var (problem, _, _) = GlobalInstances.Reference("N5n2_isohard_2", metric);
        var (one, three) = (GlobalInstances.Prove(problem, 1e-4, threads: 1), GlobalInstances.Prove(problem, 1e-4, threads: 3));
        Assert.Equal((one.Lower, one.Upper, one.Nodes), (three.Lower, three.Upper, three.Nodes));
    }

    [Fact]
    public void A_bad_start_is_improved_to_the_optimum()
    {
        var (problem, lower, upper) = GlobalInstances.Reference("N6n2_33_isohard_3", NearestMetric.HausdorffLike);
        var collapsed = problem.Points.WithPoints(new double[problem.Points.Coordinates.Length], 2);
        var solution = GlobalSolver.Prove(problem, collapsed, new GlobalSettings { Gap = 1e-5 });
        Assert.Equal(GlobalStatus.ProvedGlobal, solution.Status);
        Assert.InRange(solution.Upper, lower, upper * (1 + 1e-5));
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest));
    }

    [Fact]
    public void A_limit_leaves_a_certified_interval()
    {
        var (problem, lower, upper) = GlobalInstances.Reference("N8n2_44_3", NearestMetric.HausdorffLike);
        var solution = GlobalInstances.Prove(problem, nodes: 300);
        Assert.Equal(GlobalStatus.NodeLimit, solution.Status);
        Assert.True(solution.Lower > 0.5 * lower && solution.Lower <= upper && solution.Upper >= lower);
        var verdict = GlobalInstances.RoundTrip(solution.Certificate!).Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.Equal(solution.Lower, verdict.Lower);
    }

    [Fact]
    public void Cancelled_before_the_first_batch()
    {
        var (problem, _, upper) = GlobalInstances.Reference("N8n2_44_3", NearestMetric.HausdorffLike);
        var start = GlobalInstances.Feasible(problem, 1).Nearest;
        var solution = GlobalSolver.Prove(problem, start, new GlobalSettings(), cancellation: new CancellationToken(true));
        Assert.Equal(GlobalStatus.Cancelled, solution.Status);
        Assert.True(solution.Lower <= upper && solution.Upper >= solution.Lower && solution.Nodes == 1);
    }

    [Fact]
    public void Progress_never_moves_backwards()
    {
        var (problem, _, _) = GlobalInstances.Reference("N6n2_33_isohard_0", NearestMetric.IsometricError);
        var seen = new List<GlobalProgress>();
        GlobalSolver.Prove(problem, GlobalInstances.Feasible(problem, 4).Nearest, new GlobalSettings(), new Recorder(seen));
        Assert.NotEmpty(seen);
        Assert.True(seen.Zip(seen.Skip(1)).All(p => p.First.Nodes <= p.Second.Nodes && p.First.Upper >= p.Second.Upper));
    }

    [Fact]
    public void Separated_points_need_no_search()
    {
        var f = Embedding.Create([0, 0, 1, 0, 9, 0, 9, 1], 2, [0, 0, 1, 1]);
        var separated = f.WithPoints([0, 0, 1, 0, 9, 0, 9, 1], 2);
        var solution = GlobalSolver.Prove(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 2), separated, new GlobalSettings());
        Assert.Equal((0.0, 0.0, GlobalStatus.ProvedGlobal), (solution.Lower, solution.Upper, solution.Status));
    }

    [Fact]
    public void Nearest_search_takes_the_proof_over()
    {
        var (problem, lower, upper) = GlobalInstances.Reference("N5n2_isohard_2", NearestMetric.HausdorffLike);
        var solution = NearestSolver.Solve(problem.Points, new NearestSettings { Prove = true });
        Assert.Equal(SolveStatus.ProvedGlobal, solution.Status);
        Assert.Equal("branch and bound", solution.LowerSource);
        Assert.Contains("proved global by branch and bound", solution.Explanation, StringComparison.Ordinal);
        Assert.InRange(solution.Upper, lower, upper * (1 + Gap));
        Assert.True(solution.Certificate!.Check(problem).Accepted);
    }

    [Fact]
    public void Refuses_what_it_cannot_do()
    {
        var f = Embedding.Create([0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 4, [0, 1, 0]);
        Assert.Throws<EmbeddingException>(
            () => GlobalSolver.Prove(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 4), f, new GlobalSettings()));
        Assert.Throws<EmbeddingException>(
            () => GlobalSolver.Prove(Problem.TripletSeparated(f, NearestMetric.HausdorffLike), f, new GlobalSettings()));
        var line = Embedding.Create([0, 1, 2], 1, [0, 1, 0]);
        var error = Assert.Throws<EmbeddingException>(
            () => GlobalSolver.Prove(Problem.TripletSeparated(line, NearestMetric.HausdorffLike, 0, 1), line,
                new GlobalSettings()));
        Assert.Contains("not Triplet-Separated", error.Message, StringComparison.Ordinal);
        var huge = Embedding.Create([0, 1e200, 2e200], 1, [0, 1, 0]);
        error = Assert.Throws<EmbeddingException>(
            () => GlobalSolver.Prove(Problem.TripletSeparated(huge, NearestMetric.HausdorffLike, 0, 1),
                huge.WithPoints([0, 0, 0], 1), new GlobalSettings()));
        Assert.Contains("multiply points and margin by 2^-", error.Message, StringComparison.Ordinal);
    }

    private static void AssertProved(string name, NearestMetric metric)
    {
        var (problem, lower, upper) = GlobalInstances.Reference(name, metric);
        var solution = GlobalInstances.Prove(problem, Gap);
        Assert.True(solution.Status == GlobalStatus.ProvedGlobal, solution.Explanation);
        Assert.True(solution.Gap <= Gap);

        // Both intervals hold the optimum; the listed ones are rounded to 1e-9 or so.
        Assert.True(solution.Lower <= upper * (1 + 1e-9)
            && solution.Upper >= lower * (1 - 1e-9), $"[{solution.Lower}, {solution.Upper}] and [{lower}, {upper}]");
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest));
        var verdict = GlobalInstances.RoundTrip(solution.Certificate!).Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.True(verdict.Lower >= solution.Lower);
    }

    private sealed class Recorder(List<GlobalProgress> seen) : IProgress<GlobalProgress>
    {
        public void Report(GlobalProgress value) => seen.Add(value);
    }
}
