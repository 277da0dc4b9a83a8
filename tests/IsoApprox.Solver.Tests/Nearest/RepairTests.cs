using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Separation;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// The explicit constructions with their guarantees: P3 (d_iso at most 2 L), P4 (displacement at most (7.5 m - 5) L), and the exact repair.
/// </summary>
public class RepairTests
{
    /// <summary>Rounding of the constructions, relative to the size of the coordinates.</summary>
    private const double Rounding = 1e-13;

    private static double Loss(Embedding f) => TripletLoss.HardMined(f, TripletDistance.Euclidean).Value;

    private static double Size(Embedding f) => Math.Max(Diameter.Compute(f).Value, f.Coordinates.ToArray().Max(Math.Abs));

    private static double Displacement(Embedding f, Embedding g) =>
        Enumerable.Range(0, f.Count).Max(i => Math.Sqrt(Enumerable.Range(0, f.Dimension).Sum(k => Math.Pow(f[i][k] - g[i][k], 2))));

    [Fact]
    public void ContractRepair_separates_within_its_guarantee()
    {
        for (var seed = 0; seed < 6_000; seed++)
        {
            var f = RandomEmbeddings.Small(new Random(seed), 14);
            var loss = Loss(f);
            var g = ContractRepair.Apply(f, ContractRepair.GuaranteedDelta(f, loss));
            Assert.True(
                TripletSeparation.Worst(g).Violation <= Rounding * Size(f),
                $"seed {seed}: violated by {TripletSeparation.Worst(g).Violation}");
            var limit = ((7.5 * f.LargestClassSize) - 5) * loss;
            Assert.True(Displacement(f, g) <= limit + (Rounding * Size(f)), $"seed {seed}: moved by {Displacement(f, g)}, allowed {limit}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(30)]
    public void ContractRepair_separates_long_chains(int m)
    {
        // Two interleaved chains: the class is long, its neighbours are close.
        var points = Enumerable.Range(0, 2 * m).SelectMany(i => new[] { i / 2 * 1.0, i % 2 * 0.3 }).ToArray();
        var f = Embedding.Create(points, 2, [.. Enumerable.Range(0, 2 * m).Select(i => i % 2)]);
        var g = ContractRepair.Apply(f, ContractRepair.GuaranteedDelta(f, Loss(f)));
        Assert.True(TripletSeparation.Worst(g).Violation <= Rounding * Size(f));
        Assert.InRange(Displacement(f, g), 0, (((7.5 * m) - 5) * Loss(f)) + Rounding);
    }

    [Fact]
    public void LiftRepair_separates_within_its_guarantee()
    {
        for (var seed = 0; seed < 6_000; seed++)
        {
            var f = RandomEmbeddings.Small(new Random(seed), 12);
            var loss = Loss(f);
            var g = LiftRepair.Apply(f, loss);
            Assert.Equal(f.Dimension + f.ClassCount - 1, g.Dimension);

            // Offsets are square roots: an offset of size sqrt(L diameter) carries the rounding of its square, so the violation is measured
            // in squared distances.
            var worst = TripletSeparation.Worst(g).Violation;
            Assert.True(
                worst <= 0 || worst * worst <= 1e-14 * Size(f) * Size(f) || worst <= Rounding * Size(g),
                $"seed {seed}: violated by {worst}");
            Assert.True(
                IsometricError.Compute(f, g).Value <= (2 * loss) + (Rounding * Size(f)),
                $"seed {seed}: {IsometricError.Compute(f, g).Value} above 2 L = {2 * loss}");
        }
    }

    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void MemberRepair_returns_exactly_separated_points_near_almost_separated_ones(NearestMetric metric)
    {
        var repaired = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var f = RandomEmbeddings.Gaussian(8, 3, 3, seed);
            var separated = ContractRepair.Apply(f, ContractRepair.GuaranteedDelta(f, Loss(f)));
            var noise = Math.Pow(10, -6 - random.Next(8));
            var shaken =
                separated.WithPoints([.. separated.Coordinates.ToArray().Select(x => x + (noise * RandomEmbeddings.Gaussian(random)))], 3);
            if (new MemberRepair(Problem.TripletSeparated(f, metric)).Apply(shaken, "test") is { } candidate)
            {
                repaired++;
                Assert.True(TripletSeparation.IsSatisfied(candidate.Embedding));
                var value = metric == NearestMetric.HausdorffLike
                    ? Displacement(f, candidate.Embedding)
                    : IsometricError.Compute(f, candidate.Embedding).Value;
                Assert.InRange(candidate.Value, value * (1 - 1e-15), value * (1 + 1e-12));
            }
        }

        Assert.True(repaired > 290, $"only {repaired} of 300 were repaired");
    }

    [Fact]
    public void MemberRepair_meets_the_margin_exactly()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var f = RandomEmbeddings.Gaussian(6, 2, 2, seed);
            var g = f.WithPoints(
                [.. Enumerable.Range(0, 6).SelectMany(i => new[] { (f.Classes[i] * 1.0) + (1e-3 * f[i][0]), 1e-3 * f[i][1] })], 2);
            var candidate = new MemberRepair(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 1)).Apply(g, "test");
            Assert.NotNull(candidate);
            Assert.True(TripletSeparation.IsSatisfied(candidate.Embedding, 1));
        }
    }

    [Fact]
    public void Starting_points_depend_on_seed_and_index_only()
    {
        var problem = TestProblems.TripletSeparated(RandomEmbeddings.Gaussian(7, 3, 2, 1), 3);
        var seen = new HashSet<string>();
        for (var index = 0; index < 40; index++)
        {
            var (points, name) = StartingPoints.Create(problem, 5, index);
            Assert.Equal(points, StartingPoints.Create(problem, 5, index).Points);
            Assert.NotEqual(points, StartingPoints.Create(problem, 6, index).Points);
            Assert.All(points, x => Assert.True(double.IsFinite(x)));
            seen.Add(name);
        }

        Assert.Equal(6, seen.Count);
    }
}
