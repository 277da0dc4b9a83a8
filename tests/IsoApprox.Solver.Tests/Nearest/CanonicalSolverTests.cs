using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Canonical;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// The canonical nearest embedding: admissible, exact, better than the nearest embedding it starts from, and the same whatever that was.
/// </summary>
public class CanonicalSolverTests
{
    private const double SameValue = 1e-4;
    private const double SamePlace = 2e-3;

    public static TheoryData<NearestMetric> Metrics => new(NearestMetric.HausdorffLike, NearestMetric.IsometricError);

    private static NearestSolution Nearest(Embedding f, NearestMetric metric, int seed = 1, double gap = 1e-8, int? starts = null) =>
        NearestSolver.Solve(f, new NearestSettings { Metric = metric, Seed = seed, Gap = gap, Starts = starts });

    private static CanonicalSolution Canonical(Embedding f, NearestSolution solution, int seed = 1, int? starts = null)
    {
        var canonical = CanonicalSolver.Solve(f, solution, new CanonicalSettings { Seed = seed, Starts = starts });
        Assert.True(TripletSeparation.IsSatisfied(canonical.Canonical, solution.Margin));
        Assert.Equal(
            canonical.SumOfSquares == 0 ? 0 : TestProblems.Above(f, canonical.Canonical, solution.Metric), canonical.AttainedRadius);
        Assert.True(canonical.AttainedRadius <= canonical.AllowedRadius);
        Assert.Equal(CanonicalSearch.Squares(f, canonical.Canonical, solution.Metric), canonical.SumOfSquares);
        Assert.True(canonical.SumOfSquares <= CanonicalSearch.Squares(f, solution.Nearest, solution.Metric));
        Assert.True(
            canonical.LowerSumOfSquares is not { } lower || lower <= canonical.SumOfSquares,
            $"proved {canonical.LowerSumOfSquares} above {canonical.SumOfSquares}");
        return canonical;
    }

    private static double LargestMove(Embedding a, Embedding b) => TestProblems.Above(a, b);

    [Theory]
    [InlineData(5, 2, 2, 3)]
    [InlineData(12, 12, 3, 5)]
    [InlineData(14, 14, 2, 7)]
    public void Different_solutions_give_the_same_embedding_where_the_gap_is_closed(int count, int dimension, int classes, int seed)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, classes, seed);
        var one = Nearest(f, NearestMetric.HausdorffLike);
        var other = Nearest(f, NearestMetric.HausdorffLike, seed: 99, gap: 1e-5);
        Assert.InRange(one.Gap, 0, 1e-7);
        var (a, b) = (Canonical(f, one), Canonical(f, other, seed: 5));
        Assert.True(a.Converged && b.Converged);
        Assert.InRange(a.Gap ?? double.NaN, 0, SameValue);
        Assert.InRange(b.SumOfSquares / a.SumOfSquares, 1 - SameValue, 1 + SameValue);
        Assert.InRange(LargestMove(a.Canonical, b.Canonical), 0, SamePlace * one.Upper);
    }

    [Fact]
    public void A_start_far_from_the_answer_ends_there_too()
    {
        var f = RandomEmbeddings.Gaussian(20, 24, 2, 1);
        var solution = Nearest(f, NearestMetric.HausdorffLike);
        var mean = Enumerable.Range(0, f.Dimension).Select(q => Enumerable.Range(0, f.Count).Average(i => f[i][q])).ToArray();
        var collapsed = f.WithPoints([.. Enumerable.Range(0, f.Count).SelectMany(_ => mean)], f.Dimension);
        var (a, b) = (Canonical(f, solution, starts: 1), Canonical(f, solution with { Nearest = collapsed }, starts: 1));
        Assert.InRange(LargestMove(a.Canonical, b.Canonical), 0, SamePlace * solution.Upper);
    }

    [Fact]
    public void Free_points_go_back_to_where_they_were()
    {
        // Six points far away take no part: the nearest embedding may move them by d_haus, the canonical one does not move them.
        var near = ReferenceInstances.Named("n2_N5_nogap").Points;
        double[] far = [100, 0, 100, 1, 101, 0, 0, 100, 1, 100, 0, 101];
        int[] labels = [.. near.Classes, 5, 5, 5, 6, 6, 6];
        var f = Embedding.Create([.. near.Coordinates, .. far], 2, labels);
        var canonical = Canonical(f, Nearest(f, NearestMetric.HausdorffLike));
        for (var i = near.Count; i < f.Count; i++)
        {
            Assert.InRange(
                Math.Abs(canonical.Canonical[i][0] - f[i][0]) + Math.Abs(canonical.Canonical[i][1] - f[i][1]), 0,
                SameValue * canonical.AllowedRadius);
        }
    }

    [Theory]
    [InlineData(4, 3, 3)]
    [InlineData(4, 3, 4)]
    [InlineData(5, 3, 4)]
    public void Where_S_is_positive_definite_it_is_close_to_the_nearest_embedding(int count, int dimension, int seed)
    {
        // The nearest embedding is unique there, and the canonical one differs from it by O(slack).
        var f = RandomEmbeddings.Gaussian(count, dimension, 2, seed);
        var solution = Nearest(f, NearestMetric.HausdorffLike, gap: 1e-10);
        var previous = double.PositiveInfinity;
        foreach (var slack in new[] { 1e-1, 1e-2, 1e-3, 1e-4 })
        {
            var canonical = CanonicalSolver.Solve(f, solution, new CanonicalSettings { RadiusSlack = slack, Starts = 1 });
            var moved = LargestMove(solution.Nearest, canonical.Canonical);
            Assert.True(canonical.Converged);
            Assert.True(moved < 0.6 * previous, $"slack {slack}: moved {moved}, before {previous}");
            previous = moved;
        }

        Assert.InRange(previous, 0, 0.01 * solution.Upper);
    }

    public static TheoryData<string, NearestMetric> Instances
    {
        get
        {
            var data = new TheoryData<string, NearestMetric>();
            foreach (var instance in ReferenceInstances.All.Where(x => x.Points.Count <= 24))
            {
                data.Add(instance.Name, NearestMetric.HausdorffLike);
                data.Add(instance.Name, NearestMetric.IsometricError);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Instances))]
    public void Reference_instances(string name, NearestMetric metric)
    {
        var f = ReferenceInstances.Named(name).Points;
        var solution = Nearest(f, metric, starts: 16);
        var canonical = Canonical(f, solution);
        Assert.InRange(canonical.Residual, 0, 1e-6);

        // Where points of an ISO optimum coincide, the repair may cost more than the flag allows.
        Assert.True(
            canonical.Converged || metric == NearestMetric.IsometricError, $"residual {canonical.Residual}, origin {canonical.Origin}");
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Degenerate_embeddings(NearestMetric metric)
    {
        var random = new Random(8);
        for (var trial = 0; trial < 40; trial++)
        {
            var f = RandomEmbeddings.Small(random, 7);
            Canonical(f, Nearest(f, metric, gap: 1e-6, starts: 4), starts: 2);
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Separated_points_stay(NearestMetric metric)
    {
        foreach (var f in new[] { Embedding.Create([1.0, 2.0], 2, [0]), Embedding.Create([0.0, 1, 5, 1], 1, [0, 0, 0, 0]),
            ReferenceInstances.Named("already_TS").Points })
        {
            var canonical = Canonical(f, Nearest(f, metric));
            Assert.Equal(
                (0.0, 0.0, (double?)0.0, true), (canonical.SumOfSquares, canonical.AttainedRadius, canonical.Gap, canonical.Converged));
            Assert.Equal(f.Coordinates.ToArray(), canonical.Canonical.Coordinates.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Margins_and_scales(NearestMetric metric)
    {
        var f = RandomEmbeddings.Gaussian(9, 3, 2, 6);
        var margin = NearestSolver.Solve(f, new NearestSettings { Metric = metric, Set = IdealSet.TripletSeparated(0.3), Starts = 8 });
        Canonical(f, margin);
        var huge = f.WithPoints([.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, 700))], f.Dimension);
        var (at, scaled) = (Nearest(f, metric), Nearest(huge, metric));
        var (one, other) = (Canonical(f, at), CanonicalSolver.Solve(huge, scaled, new CanonicalSettings()));
        Assert.True(other.Converged);
        Assert.Equal(one.AttainedRadius, Math.ScaleB(other.AttainedRadius, -700), 1e-6 * one.AttainedRadius);
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        var f = RandomEmbeddings.Gaussian(12, 8, 3, 2);
        var solution = Nearest(f, NearestMetric.HausdorffLike, gap: 1e-4);
        var one = CanonicalSolver.Solve(f, solution, new CanonicalSettings { Threads = 1 });
        var four = CanonicalSolver.Solve(f, solution, new CanonicalSettings { Threads = 4 });
        Assert.Equal(one.Canonical.Coordinates.ToArray(), four.Canonical.Coordinates.ToArray());
        Assert.Equal((one.Evaluations, one.LowerSumOfSquares), (four.Evaluations, four.LowerSumOfSquares));
    }

    [Fact]
    public void A_stopped_search_returns_the_nearest_embedding()
    {
        var f = RandomEmbeddings.Gaussian(9, 3, 2, 6);
        var solution = Nearest(f, NearestMetric.HausdorffLike);
        var stopped = CanonicalSolver.Solve(f, solution, new CanonicalSettings { TimeLimit = TimeSpan.Zero });
        Assert.False(stopped.Converged);
        Assert.Equal(solution.Nearest.Coordinates.ToArray(), stopped.Canonical.Coordinates.ToArray());
    }

    [Fact]
    public void A_proved_sum_lies_below_every_admissible_sum()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 60; trial++)
        {
            var f = RandomEmbeddings.Small(random, 7);
            var solution = Nearest(f, NearestMetric.HausdorffLike, gap: 1e-3, starts: 2);
            var canonical = CanonicalSolver.Solve(f, solution, new CanonicalSettings { RadiusSlack = 0.05, Starts = 1 });
            if (canonical.LowerSumOfSquares is { } lower)
            {
                Assert.True(lower <= CanonicalSearch.Squares(f, solution.Nearest, solution.Metric));
                Assert.True(lower <= canonical.SumOfSquares);
            }
        }
    }

    [Fact]
    public void Wrong_settings_are_refused()
    {
        var f = RandomEmbeddings.Gaussian(5, 2, 2, 3);
        var solution = Nearest(f, NearestMetric.HausdorffLike);
        Assert.Throws<ArgumentException>(
            () => CanonicalSolver.Solve(RandomEmbeddings.Gaussian(5, 2, 2, 4), solution, new CanonicalSettings()));
        foreach (var settings in new[]
        {
            new CanonicalSettings { RadiusSlack = 0 }, new CanonicalSettings { RadiusSlack = double.NaN },
            new CanonicalSettings { Tolerance = 0 },
            new CanonicalSettings { Starts = 0 }, new CanonicalSettings { Threads = 0 },
        })
        {
            Assert.Throws<EmbeddingException>(() => CanonicalSolver.Solve(f, solution, settings));
        }
    }
}
