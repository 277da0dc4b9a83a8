using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>Limits, determinism, margins, degenerate input, and the certificate that comes with a solution.</summary>
public class NearestSolverTests
{
    private const int FewStarts = 4;

    public static TheoryData<NearestMetric> Metrics => new(NearestMetric.HausdorffLike, NearestMetric.IsometricError);

    private static NearestSolution Solve(Embedding f, NearestMetric metric, double margin = 0, int? dimension = null, int threads = 2) =>
        NearestSolver.Solve(
            f, new NearestSettings
            {
                Metric = metric,
                Set = IdealSet.TripletSeparated(margin),
                Dimension = dimension,
                Starts = FewStarts,
                Threads = threads
            });

    private static void AssertSound(NearestSolution solution, double margin = 0)
    {
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, margin));
        Assert.True(solution.Lower <= solution.Upper);
        Assert.True(double.IsFinite(solution.Upper) && solution.Lower >= 0);
        var attained = TestProblems.Above(solution.Source, solution.Nearest, solution.Metric);
        if (solution.UpperSource == "line")
        {
            // Exact there, and so up to some units in the last place below the rounded value.
            Assert.InRange(solution.Upper, attained * (1 - 1e-15), attained);
            return;
        }

        Assert.Equal(attained, solution.Upper);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Separated_points_are_their_own_answer(NearestMetric metric)
    {
        var solution = NearestSolver.Solve(ReferenceInstances.Named("already_TS").Points, new NearestSettings { Metric = metric });
        Assert.Equal(SolveStatus.AlreadySeparated, solution.Status);
        Assert.Equal((0.0, 0.0, 0L), (solution.Upper, solution.Lower, solution.Evaluations));
    }

    [Theory]
    [InlineData(NearestMetric.HausdorffLike, 7, 2)]
    [InlineData(NearestMetric.IsometricError, 7, 2)]
    [InlineData(NearestMetric.HausdorffLike, 40, 30)]
    [InlineData(NearestMetric.IsometricError, 130, 70)]
    public void Bits_do_not_depend_on_the_number_of_threads(NearestMetric metric, int count, int dimension)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, 3, 11);
        var one = Solve(f, metric, threads: 1);
        foreach (var threads in new[] { 2, 4 })
        {
            var other = Solve(f, metric, threads: threads);
            Assert.Equal(one.Nearest.Coordinates.ToArray(), other.Nearest.Coordinates.ToArray());
            Assert.Equal((one.Upper, one.Lower, one.Evaluations), (other.Upper, other.Lower, other.Evaluations));
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Cancelled_and_timed_out_searches_return_the_best_so_far(NearestMetric metric)
    {
        var f = RandomEmbeddings.Gaussian(8, 2, 2, 44);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var cancelled = NearestSolver.Solve(f, new NearestSettings { Metric = metric, Gap = 0 }, cancellation: source.Token);
        Assert.Equal(SolveStatus.Cancelled, cancelled.Status);
        Assert.Equal(0, cancelled.Starts);
        AssertSound(cancelled);

        var late = NearestSolver.Solve(f, new NearestSettings { Metric = metric, Gap = 0, TimeLimit = TimeSpan.Zero });
        Assert.Equal(SolveStatus.TimeLimit, late.Status);
        AssertSound(late);

        using var during = new CancellationTokenSource();
        var interrupted = NearestSolver.Solve(
            f, new NearestSettings { Metric = metric, Gap = 0, Starts = 1000 }, new Immediate(_ => during.Cancel()), during.Token);
        Assert.Equal(SolveStatus.Cancelled, interrupted.Status);
        Assert.InRange(interrupted.Starts, 1, 999);
        AssertSound(interrupted);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Margin_is_met_exactly_and_costs(NearestMetric metric)
    {
        var f = RandomEmbeddings.Gaussian(7, 3, 3, 3);
        var previous = 0.0;
        foreach (var margin in new[] { 0, 0.1, 0.5, 2, 20 })
        {
            var solution = Solve(f, metric, margin);
            AssertSound(solution, margin);
            Assert.True(solution.Upper >= previous * (1 - 1e-6), $"margin {margin}: {solution.Upper} after {previous}");
            previous = solution.Upper;
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Singletons_with_a_margin_move_apart(NearestMetric metric)
    {
        // Two points 1 apart that must be 3 apart: each moves by 1, the distance changes by 2.
        var f = Embedding.Create([0.0, 0, 1, 0], 2, [0, 1]);
        var solution = Solve(f, metric, 3);
        AssertSound(solution, 3);
        var expected = metric == NearestMetric.HausdorffLike ? 1.0 : 2;
        Assert.InRange(solution.Upper, expected, expected * (1 + 1e-6));
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Degenerate_input_gets_the_right_answer(NearestMetric metric)
    {
        Embedding[] zero =
        [
            Embedding.Create([1.0, 2.0], 2, [0]),
            Embedding.Create([0.0, 1, 5, 2], 1, [0, 0, 0, 0]),
            Embedding.Create([1.0, 1, 1, 1, 1, 1], 2, [0, 1, 1]),
            Embedding.Create([0.0, 1, 2], 1, [0, 1, 2]),
        ];
        Assert.All(zero, f => Assert.Equal((0.0, 0.0), (Solve(f, metric).Upper, Solve(f, metric).Lower)));

        Embedding[] others =
        [
            Embedding.Create([0.0, 0, 1, 1, 0, 0, 1, 1], 2, [0, 0, 1, 1]),
            Embedding.Create([0.0, 1, 2, 3], 1, [0, 1, 0, 1]),
            Embedding.Create([0.0, 0, 1, 2, 2, 4, 3, 6], 2, [0, 1, 0, 1]),
            RandomEmbeddings.Gaussian(4, 9, 2, 1),
        ];
        foreach (var f in others)
        {
            AssertSound(Solve(f, metric));
            AssertSound(Solve(f, metric, dimension: f.Dimension + 2));
        }
    }

    [Fact]
    public void Fewer_dimensions_are_legal_for_distances_and_for_points_that_fit()
    {
        AssertSound(Solve(RandomEmbeddings.Gaussian(6, 4, 2, 8), NearestMetric.IsometricError, dimension: 1));
        var flat = Embedding.Create([0.0, 0, 0, 1, 2, 2, 2, 4, 4, 3, 6, 6], 3, [0, 1, 0, 1]);
        var solution = Solve(flat, NearestMetric.HausdorffLike, dimension: 1);
        AssertSound(solution);
        Assert.Equal(3, solution.Nearest.Dimension);
        Assert.Throws<EmbeddingException>(() => Solve(RandomEmbeddings.Gaussian(6, 4, 2, 8), NearestMetric.HausdorffLike, dimension: 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e200)]
    [InlineData(1e-250)]
    public void Margin_in_one_dimension_always_has_an_answer(double scale)
    {
        // Nearly collapsed classes in space, g on a line: the search itself finds nothing exact here.
        double[] points = [3e-13, 1, 3e-13, 9e-13, 1, 8e-13, 3e-13, 1, 1e-13, 1, 3e-13, 5e-14, 1, 8e-14, 8e-13, 7e-13, 1e-12, 1];
        var f = Embedding.Create([.. points.Select(x => scale * x)], 3, [1, 1, 1, 0, 3, 2]);
        var solution = Solve(f, NearestMetric.IsometricError, 0.1 * scale, dimension: 1);
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, 0.1 * scale));
        Assert.InRange(solution.Upper, solution.Lower, 10 * scale);
    }

    [Theory]
    [InlineData(0, null, null, 1e-8)]
    [InlineData(null, 0, null, 1e-8)]
    [InlineData(null, null, 0, 1e-8)]
    [InlineData(null, null, null, double.NaN)]
    [InlineData(null, null, null, -1.0)]
    public void Bad_settings_are_refused_in_one_line(int? dimension, int? starts, int? threads, double gap)
    {
        var settings = new NearestSettings { Dimension = dimension, Starts = starts, Threads = threads, Gap = gap };
        var error = Assert.Throws<EmbeddingException>(() => NearestSolver.Solve(RandomEmbeddings.Gaussian(4, 2, 2, 1), settings));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(NearestMetric.HausdorffLike, 1e-9, 0)]
    [InlineData(NearestMetric.HausdorffLike, 1e9, 0)]
    [InlineData(NearestMetric.IsometricError, 1e-9, 0)]
    [InlineData(NearestMetric.IsometricError, 1e9, 0)]
    [InlineData(NearestMetric.HausdorffLike, 1, 1e6)]
    [InlineData(NearestMetric.IsometricError, 1, 1e6)]
    public void Scale_and_offset_do_not_matter(NearestMetric metric, double scale, double offset)
    {
        foreach (var name in new[] { "n2_N5_nogap", "duplicates_same_and_cross", "N5n2_isohard_2" })
        {
            var f = ReferenceInstances.Named(name).Points;
            var moved = f.WithPoints([.. f.Coordinates.ToArray().Select(x => (scale * x) + offset)], f.Dimension);
            // A search over direction cells ends somewhere below the optimum, and so does a proof: where exactly depends on rounding.
            var settings = new NearestSettings { Metric = metric, DirectionNodes = 0, UnaskedProofNodes = 0 };
            var (one, other) = (NearestSolver.Solve(f, settings), NearestSolver.Solve(moved, settings));
            AssertSound(other);
            Assert.InRange(other.Upper / scale, one.Upper * (1 - 1e-7), one.Upper * (1 + 1e-7));
            Assert.InRange(other.Lower / scale, one.Lower * (1 - 1e-7), one.Lower * (1 + 1e-7));
        }
    }

    [Theory]
    [InlineData("n12_N12_3cl", NearestMetric.HausdorffLike, 0)]
    [InlineData("cross3_N10", NearestMetric.HausdorffLike, 0)]
    [InlineData("cross3_N10", NearestMetric.IsometricError, 0)]
    [InlineData("n2_N5_nogap", NearestMetric.HausdorffLike, 0.3)]
    [InlineData("n2_N5_nogap", NearestMetric.IsometricError, 0.3)]
    public void Certificate_proves_the_same_bound_after_a_round_trip(string name, NearestMetric metric, double margin)
    {
        var f = ReferenceInstances.Named(name).Points;
        var solution = Solve(f, metric, margin);
        var problem = Problem.TripletSeparated(f, metric, margin, f.Dimension);
        var verdict = solution.Certificate!.Check(problem);
        Assert.True(verdict.Accepted);
        Assert.Equal(solution.Lower, verdict.Lower);
        using var stream = new MemoryStream();
        CertificateJson.Write(solution.Certificate, stream);
        stream.Position = 0;
        Assert.Equal(verdict, CertificateJson.Read(stream).Check(problem));
    }

    [Theory]
    [InlineData(50, 2, 4)]
    [InlineData(60, 3, 2)]
    [InlineData(90, 40, 3)]
    public void Medium_sizes_are_sound_and_not_far_from_the_bound(int count, int dimension, int classes)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, classes, 2);
        var solution = NearestSolver.Solve(f, new NearestSettings { Gap = 1e-4, Starts = 1 });
        AssertSound(solution);
        Assert.InRange(solution.Gap, 0, dimension > count / 3 ? 1e-4 : 0.9);
    }

    private sealed class Immediate(Action<SolveProgress> action) : IProgress<SolveProgress>
    {
        public void Report(SolveProgress value) => action(value);
    }
}
