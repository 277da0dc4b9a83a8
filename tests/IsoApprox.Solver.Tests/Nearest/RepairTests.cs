using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// The exact repair and the starting points. The explicit constructions: <see cref="ConstructionTests"/>.
/// </summary>
public class RepairTests
{
    private static double Loss(Embedding f) => TripletLoss.HardMined(f, TripletDistance.Euclidean).Value;

    private static double Displacement(Embedding f, Embedding g) =>
        Enumerable.Range(0, f.Count).Max(i => Math.Sqrt(Enumerable.Range(0, f.Dimension).Sum(k => Math.Pow(f[i][k] - g[i][k], 2))));

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
            var separated = BallRepair.Apply(f, BallRepair.GuaranteedDelta(f, Loss(f)));
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
