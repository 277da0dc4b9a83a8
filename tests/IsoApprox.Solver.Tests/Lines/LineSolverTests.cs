using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Line;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Proof;
using IsoApprox.Solver.Tests.Global;
using IsoApprox.Solver.Tests.Soundness;

namespace IsoApprox.Solver.Tests.Lines;

public class LineSolverTests
{
    /// <summary>The optimum, from linear programs over all orders of the classes; ties, duplicates, singletons, nested and touching
    /// classes, margins.</summary>
    [Fact]
    public void Value_is_that_of_the_best_order()
    {
        var (positive, margins) = (0, 0);
        for (var seed = 0; seed < 600; seed++)
        {
            var (f, margin) = Random(seed, 9, 4);
            var solution = Solve(f, margin);
            var expected = LineOrders.Optimum(f, margin);
            Assert.True(
                Math.Abs(solution.Upper - expected) <= 1e-9 * (1 + expected),
                $"seed {seed}: {solution.Upper:R}, the orders give {expected:R}");
            Assert.True(solution.Upper - solution.Lower <= 1e-14 * (1 + margin), $"seed {seed}: [{solution.Lower:R}, {solution.Upper:R}]");
            AssertSound(f, margin, solution);
            positive += solution.Upper > 0 ? 1 : 0;
            margins += solution.Upper > 0 && margin > 0 ? 1 : 0;
        }

        Assert.True(positive > 300 && margins > 100, $"{positive} {margins}");
    }

    [Fact]
    public void Branch_and_bound_proves_no_other_value()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var (f, margin) = Random(seed, 8, 3);
            var solution = Solve(f, margin);
            if (solution.Upper == 0)
            {
                continue;
            }

            var proof = GlobalSolver.Prove(
                Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin, 1), solution.Nearest,
                new GlobalSettings { Gap = 1e-6, NodeLimit = 5000, Threads = 1 });
            Assert.True(ExactValues.IsAtLeast(f, solution.Nearest, NearestMetric.HausdorffLike, proof.Lower), $"seed {seed}");
            Assert.True(ExactValues.IsAtLeast(f, proof.Nearest, NearestMetric.HausdorffLike, solution.Lower), $"seed {seed}");
            Assert.True(proof.Status == GlobalStatus.ProvedGlobal && solution.Lower <= proof.Upper, $"seed {seed}: {proof.Explanation}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_scale_at_once(int first)
    {
        var rng = new Random(first);
        for (var trial = 0; trial < 300; trial++)
        {
            var (count, classes) = (2 + rng.Next(8), 2 + rng.Next(4));
            double[] sizes = [0, double.Epsilon, 1e-320, 1e-300, 1e-16, 1, 1e16, 1e300, double.MaxValue / 4];
            var x = Enumerable.Range(0, count)
                .Select(_ => sizes[rng.Next(sizes.Length)] * (rng.Next(2) == 0 ? 1 : rng.NextDouble() - 0.5)).ToArray();
            var f = Embedding.Create(x, 1, Enumerable.Range(0, count).Select(_ => rng.Next(classes)).ToArray());
            var margin = rng.Next(3) == 0 ? sizes[rng.Next(sizes.Length - 2)] : 0;
            AssertSound(f, margin, Solve(f, margin));
        }
    }

    [Fact]
    public void Margin_spreads_a_cluster_of_classes()
    {
        var f = Embedding.Create([0, 1, 0, 0, 1], 1, [1, 0, 3, 2, 0]);
        Assert.Equal((0.001, 0.001), (Solve(f, 0.001).Lower, Solve(f, 0.001).Upper));
        Assert.Equal((0.1, 0.1), (Solve(f, 0.1).Lower, Solve(f, 0.1).Upper));
    }

    /// <summary>Optimum and member with many classes in each other's way, where forbidden regions matter: never below the sorted order's
    /// value.</summary>
    [Theory]
    [InlineData(200, 0.3)]
    [InlineData(400, 2.0)]
    public void Values_never_fall_when_the_margin_grows(int count, double spread)
    {
        var rng = new Random(count);
        var x = Enumerable.Range(0, count).Select(_ => spread * (rng.NextDouble() + rng.NextDouble())).ToArray();
        var f = Embedding.Create(x, 1, Enumerable.Range(0, count).Select(i => i % (count / 2)).ToArray());
        var before = 0.0;
        foreach (var margin in new[] { 0, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1, 100 })
        {
            var solution = Solve(f, margin);
            AssertSound(f, margin, solution);
            Assert.True(solution.Gap < 1e-9 && solution.Upper >= before, $"margin {margin}: gap {solution.Gap}");
            before = solution.Lower;
        }
    }

    [Fact]
    public void One_class_and_one_point_are_separated_already()
    {
        Assert.Equal(SolveStatus.AlreadySeparated, Solve(Embedding.Create([3, 1, 2], 1, [0, 0, 0]), 1).Status);
        Assert.Equal(SolveStatus.AlreadySeparated, Solve(Embedding.Create([3], 1, [0]), 1).Status);
        Assert.Equal(SolveStatus.AlreadySeparated, Solve(Embedding.Create([3, 3], 1, [0, 1]), 0).Status);
        Assert.Equal(0.5, Solve(Embedding.Create([3, 3], 1, [0, 1]), 1).Upper);
    }

    [Fact]
    public void Many_points_take_one_sort()
    {
        var rng = new Random(5);
        var x = Enumerable.Range(0, 200_000).Select(_ => rng.NextDouble() + rng.NextDouble()).ToArray();
        var f = Embedding.Create(x, 1, Enumerable.Range(0, x.Length).Select(i => i % 1000).ToArray());
        var solution = Solve(f, 0);
        Assert.True(solution.Status == SolveStatus.ProvedGlobal && solution.Gap < 1e-14, solution.Explanation);
        Assert.True(LineSeparation.IsSatisfied(solution.Nearest));
        Assert.InRange(solution.Seconds, 0, 20);
    }

    [Fact]
    public void Collinear_points_of_the_plane_in_dimension_one()
    {
        var rng = new Random(4);
        for (var trial = 0; trial < 40; trial++)
        {
            var (count, a, b) = (3 + rng.Next(6), rng.Next(-5, 6), 1 + rng.Next(5));
            var t = Enumerable.Range(0, count).Select(_ => rng.Next(-8, 9)).ToArray();
            var labels = Enumerable.Range(0, count).Select(_ => rng.Next(3)).ToArray();
            var margin = trial % 2 == 0 ? 0 : 0.25;
            var plane = Embedding.Create([.. t.SelectMany(s => new[] { 1.0 + (a * s), 2.0 - (b * s) })], 2, labels);
            var line = Embedding.Create([.. t.Select(s => s * Math.Sqrt((a * a) + (b * b)))], 1, labels);
            var solution = NearestSolver.Solve(plane, new NearestSettings { Dimension = 1, Set = IdealSet.TripletSeparated(margin) });
            var expected = Solve(line, margin);
            Assert.True(solution.Lower <= expected.Upper * (1 + 1e-13) && expected.Lower <= solution.Upper * (1 + 1e-13), $"trial {trial}");
            Assert.True(
                solution.Upper - solution.Lower <= 1e-12 * (1 + solution.Upper),
                $"trial {trial}: [{solution.Lower:R}, {solution.Upper:R}]");
            Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, margin));
            Assert.True(ExactValues.IsAtMost(plane, solution.Nearest, NearestMetric.HausdorffLike, solution.Upper));
        }
    }

    private static NearestSolution Solve(Embedding f, double margin) =>
        NearestSolver.Solve(f, new NearestSettings { Set = IdealSet.TripletSeparated(margin) });

    private static (Embedding Points, double Margin) Random(int seed, int largest, int classes)
    {
        var rng = new Random(seed);
        var (count, kind) = (2 + rng.Next(largest - 1), rng.Next(4));
        var labels = Enumerable.Range(0, count).Select(_ => rng.Next(classes)).ToArray();
        var x = labels.Select(k => kind switch
        {
            0 => rng.Next(-3, 4),
            1 => rng.NextDouble() - 0.5,
            2 => (1.5 * k) + (2 * rng.NextDouble()),
            _ => (2 * k) + (0.5 * rng.Next(0, 4)),
        }).ToArray();
        return (Embedding.Create(x, 1, labels), rng.Next(2) == 0 ? 0 : rng.Next(2) == 0 ? 0.5 * rng.Next(1, 4) : 2 * rng.NextDouble());
    }

    /// <summary>The definition on all triplets, in exact arithmetic.</summary>
    private static bool IsSeparated(Embedding g, double margin)
    {
        var rows = Enumerable.Range(0, g.Count).ToArray();
        ExactDyadic Distance(int i, int j) => g[i][0] >= g[j][0] ? (ExactDyadic)g[i][0] - g[j][0] : (ExactDyadic)g[j][0] - g[i][0];
        ExactDyadic Nearest(int i) =>
            rows.Where(k => g.Classes[k] != g.Classes[i]).Select(k => Distance(i, k)).Order().FirstOrDefault(double.MaxValue);
        return rows.All(i => Nearest(i) is var nearest
            && rows.Where(j => g.Classes[j] == g.Classes[i]).All(j => g.ClassCount == 1 || Distance(i, j) + margin <= nearest));
    }

    private static void AssertSound(Embedding f, double margin, NearestSolution solution)
    {
        Assert.True(IsSeparated(solution.Nearest, margin), "not separated");
        var text = $"[{solution.Lower:R}, {solution.Upper:R}] margin {margin:R} of {string.Join(' ', f.Coordinates.ToArray())} "
            + $"classes {string.Join(' ', f.Classes.ToArray())}";
        Assert.True(ExactValues.IsAtMost(f, solution.Nearest, NearestMetric.HausdorffLike, solution.Upper), $"not attained: {text}");
        Assert.True(ExactValues.IsAtLeast(f, solution.Nearest, NearestMetric.HausdorffLike, solution.Lower), $"less is attained: {text}");
        if (solution.Certificate is { } certificate)
        {
            Assert.IsType<LineCertificate>(certificate);
            var verdict = GlobalInstances.RoundTrip(certificate).Check(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin, 1));
            Assert.True(verdict.Accepted && verdict.Lower == solution.Lower, verdict.Reason);
        }
    }
}
