using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// The explicit constructions with their guarantees on random and degenerate embeddings of many scales: P3 (d_iso at most sqrt(3) L and
/// 1.275 L), P4 (displacement at most delta_nu L), P11 (a line: 3/4 L); and the embeddings that need the whole constant.
/// </summary>
public class ConstructionTests
{
    /// <summary>Rounding of the constructions, relative to the size of the coordinates.</summary>
    private const double Rounding = 1e-13;

    private static double Loss(Embedding f) => TripletLoss.HardMined(f, TripletDistance.Euclidean).Value;

    private static double Size(Embedding f) => Math.Max(Diameter.Compute(f).Value, f.Coordinates.ToArray().Max(Math.Abs));

    private static double Displacement(Embedding f, Embedding g) =>
        Enumerable.Range(0, f.Count).Max(i => PairwiseDistances.Distance(f[i], g[i]));

    private static Embedding Scaled(Embedding f, int exponent) =>
        f.WithPoints([.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent))], f.Dimension);

    private static Embedding Random(int seed, int largestCount) =>
        Scaled(RandomEmbeddings.Small(new Random(seed), largestCount), seed % 3 == 0 ? 0 : (seed % 401) - 200);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1.7071067811865475)]
    [InlineData(2, 3.1462643699419726)]
    [InlineData(3, 4.5708831)]
    public void The_constant_is_enclosed(int nu, double expected)
    {
        var constant = BallRepair.Constant(nu);
        Assert.InRange(expected, constant.Lower - 1e-4, constant.Upper + 1e-4);
        Assert.True(constant.Width <= 1e-14 * expected);
        if (nu > 0)
        {
            var direct = 1 / ((2 + (new Interval(2, 2) / nu)).Sqrt() - new Interval(2, 2).Sqrt());
            Assert.True(direct.Lower <= constant.Lower && constant.Upper <= direct.Upper);
            Assert.True(constant.Upper <= (Math.Sqrt(2) * nu) + 0.3536);
        }
    }

    [Fact]
    public void BallRepair_separates_within_its_guarantee()
    {
        for (var seed = 0; seed < 4_000; seed++)
        {
            var f = Random(seed, 14);
            var delta = BallRepair.GuaranteedDelta(f, Loss(f));
            foreach (var factor in (double[])[1, 1.1, 2.5])
            {
                var g = BallRepair.Apply(f, factor * delta);
                Assert.True(
                    TripletSeparation.Worst(g).Violation <= Rounding * Size(f),
                    $"seed {seed}: violated by {TripletSeparation.Worst(g).Violation}");
                Assert.True(Displacement(f, g) <= (factor * delta) + (Rounding * Size(f)), $"seed {seed}: moved by {Displacement(f, g)}");
            }
        }
    }

    [Fact]
    public void The_tightest_BallRepair_is_exactly_separated()
    {
        for (var seed = 0; seed < 4_000; seed++)
        {
            var f = Random(seed, 10);
            var (loss, set) = (Loss(f), IdealSet.TripletSeparated());
            var g = BallRepair.Tightest(f, loss);
            Assert.True(set.Contains(g), $"seed {seed}");
            var limit = (BallRepair.GuaranteedDelta(f, loss) * (1 + 1e-6)) + (1e-12 * Size(f));
            Assert.True(Displacement(f, g) <= limit, $"seed {seed}: moved by {Displacement(f, g)}, allowed {limit}");
        }
    }

    /// <summary>Orthogonal concentric regular simplices of nu + 1 points: below delta_nu L this construction does not separate.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Orthogonal_simplices_need_the_whole_constant(int nu)
    {
        var n = 2 * (nu + 1);
        var points = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var q = 0; q <= nu; q++)
            {
                var column = i <= nu ? q : nu + 1 + q;
                points[(i * n) + column] = (i % (nu + 1) == q ? 1 : 0) - (1.0 / (nu + 1));
            }
        }

        var f = Embedding.Create(points, n, [.. Enumerable.Range(0, n).Select(i => i / (nu + 1))]);
        var delta = BallRepair.Constant(nu).Upper * Loss(f);
        Assert.InRange(EnclosingBall.PerClass(f)[0].Radius, delta * (1 - 1e-12), delta * (1 + 1e-12));
        Assert.True(TripletSeparation.Worst(BallRepair.Apply(f, delta)).Violation <= Rounding);
        Assert.True(TripletSeparation.Worst(BallRepair.Apply(f, 0.999 * delta)).Violation > 1e-5);
    }

    [Fact]
    public void LiftRepair_separates_within_its_guarantee() =>
        Lifted(LiftRepair.Apply, Math.Sqrt(3), (f, g) => Assert.Equal(f.Dimension + f.ClassCount - 1, g.Dimension));

    [Fact]
    public void FreeLift_separates_within_its_guarantee() => Lifted(FreeLift.Apply, FreeLift.Constant, (_, _) => { });

    [Fact]
    public void FreeLift_fits_in_one_dimension_less_than_points() => Lifted(
        FreeLift.ApplyWithinPoints, FreeLift.Constant, (f, g) => Assert.InRange(g.Dimension, 1, Math.Max(1, f.Count - 1)));

    /// <summary>The cross: (+-1, 0), 0 against a singleton at 0, where d = 2 L and a negative is at distance 0.</summary>
    [Fact]
    public void The_cross_needs_the_whole_constants()
    {
        var f = Embedding.Create([-1, 1, 0, 0], 1, [0, 0, 0, 1]);
        Assert.Equal(Math.Sqrt(3), IsometricError.Compute(f, LiftRepair.Apply(f, 1)).Value, 12);
        Assert.Equal(FreeLift.Constant, IsometricError.Compute(f, FreeLift.Apply(f, 1)).Value, 12);
    }

    [Fact]
    public void LineRepair_separates_exactly_at_three_quarters_of_the_loss()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var count = 1 + random.Next(12);
            ExactRational[] points = [.. Enumerable.Range(0, count)
                .Select(_ => seed % 2 == 0 ? random.Next(20) : (ExactRational)(random.NextDouble() * Math.Pow(10, -random.Next(300))))];
            int[] classes = [.. Enumerable.Range(0, count).Select(_ => random.Next(4))];
            var level = LineRepair.Constant * LineRepair.Loss(points, classes);
            var g = LineRepair.Apply(points, classes, level);
            Assert.Equal(ExactRational.Zero, LineRepair.Loss(g, classes));
            Assert.All(
                Enumerable.Range(0, count),
                i => Assert.True(points[i] - g[i] <= level && g[i] - points[i] <= level, $"seed {seed}"));
        }
    }

    [Fact]
    public void The_constants_of_the_line_are_attained()
    {
        ExactRational[] three = [0, 2, 1];
        Assert.Equal(ExactRational.One, LineRepair.Loss(three, [0, 0, 1]));
        Assert.NotEqual(ExactRational.Zero, LineRepair.Loss(LineRepair.Apply(three, [0, 0, 1], new(749, 1000)), [0, 0, 1]));
        Assert.Equal(ExactRational.Zero, LineRepair.Loss(LineRepair.Apply(three, [0, 0, 1], new(3, 4)), [0, 0, 1]));
        Closed(Embedding.Create([0, 2, 1], 1, [0, 0, 1]), NearestMetric.HausdorffLike, 0.75);
        Closed(Embedding.Create([0, 2, 1, 10, 12, 11], 1, [0, 0, 1, 2, 2, 3]), NearestMetric.IsometricError, 1.5);
    }

    private static void Closed(Embedding f, NearestMetric metric, double expected)
    {
        var solution = NearestSolver.Solve(f, new NearestSettings { Metric = metric, Prove = true, Threads = 1 });
        Assert.InRange(solution.Lower, expected - 1e-5, expected);
        Assert.InRange(solution.Upper, expected, expected + 1e-5);
    }

    private static void Lifted(Func<Embedding, double, Embedding> lift, double constant, Action<Embedding, Embedding> shape)
    {
        for (var seed = 0; seed < 6_000; seed++)
        {
            var f = Random(seed, 12);
            var (loss, size) = (Loss(f), Size(f));
            var g = lift(f, loss);
            shape(f, g);

            // Offsets are square roots: an offset of size sqrt(L diameter) carries the rounding of its square, so the violation is measured
            // in squared distances.
            var worst = TripletSeparation.Worst(g).Violation;
            Assert.True(
                worst <= 0 || worst / size * (worst / size) <= 1e-14 || worst <= Rounding * Size(g),
                $"seed {seed}: violated by {worst}");
            var value = IsometricError.Compute(f, g).Value;
            Assert.True(value <= (constant * loss) + (Rounding * size), $"seed {seed}: {value} above {constant} L = {constant * loss}");
        }
    }
}
