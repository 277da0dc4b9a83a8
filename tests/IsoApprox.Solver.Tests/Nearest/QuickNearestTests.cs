using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Tests.Nearest;

public class QuickNearestTests
{
    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void The_interval_holds_what_a_search_attains(NearestMetric metric)
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var f = Clusters(new Random(seed), 30, 1 + (seed % 3), 1 + (seed % 4), seed % 2 == 0 ? 1 : 6);
            var quick = QuickNearest.Solve(f, metric);
            var searched = NearestSolver.Solve(f, new NearestSettings { Metric = metric, Starts = 2, TimeLimit = TimeSpan.FromSeconds(1) });

            Assert.True(TripletSeparation.IsSatisfied(quick.Nearest), $"seed {seed}");
            Assert.True(quick.Lower <= searched.Upper && searched.Lower <= quick.Upper, $"seed {seed}");
            Assert.Equal(searched.Upper == 0, quick.Status == SolveStatus.AlreadySeparated);
            Assert.True(searched.Upper == 0 || quick.Lower > 0, $"seed {seed}");
            Assert.Equal(quick.Lower, quick.Certificate?.Check(Problem.TripletSeparated(f, metric, 0, f.Dimension)).Lower ?? 0);
        }
    }

    [Theory]
    [InlineData(12_000, 8, 3)]
    [InlineData(12_000, 1, 5)]
    public void Many_points_are_decided_by_balls(int count, int dimension, int classes)
    {
        var (near, far) = (Clusters(new Random(1), count, dimension, classes, 1), Clusters(new Random(1), count, dimension, classes, 1e3));

        Assert.Equal(SolveStatus.AlreadySeparated, QuickNearest.Solve(far, NearestMetric.HausdorffLike).Status);
        var haus = QuickNearest.Solve(near, NearestMetric.HausdorffLike);
        var iso = QuickNearest.Solve(near, NearestMetric.IsometricError);
        Assert.True(haus.Lower > 0 && haus.Lower < haus.Upper);
        Assert.True(iso.Lower > 0 && iso.Upper <= 2 * haus.Upper * (1 + 1e-12));
        Assert.True(IdealSet.TripletSeparated().Contains(haus.Nearest));
    }

    [Fact]
    public void Degenerate_points_get_the_right_answer()
    {
        Assert.Equal(0, QuickNearest.Solve(Embedding.Create([5.0], 1, [0]), NearestMetric.HausdorffLike).Upper);
        Assert.Equal(0, QuickNearest.Solve(Embedding.Create([0, 1, 7.0], 1, [0, 0, 0]), NearestMetric.IsometricError).Upper);
        Assert.Equal(0, QuickNearest.Solve(Embedding.Create([3, 3, 3, 3.0], 1, [0, 0, 1, 1]), NearestMetric.HausdorffLike).Upper);
        foreach (var scale in new[] { 1e-300, 1, 1e300 })
        {
            var mixed = QuickNearest.Solve(Embedding.Create([0, 2 * scale, scale, scale], 1, [0, 0, 1, 2]), NearestMetric.HausdorffLike);
            Assert.True(mixed.Lower > 0 && mixed.Upper >= 0.75 * scale && mixed.Upper <= scale * (1 + 1e-12), $"{mixed.Interval}");
        }
    }

    private static Embedding Clusters(Random random, int count, int dimension, int classes, double apart)
    {
        var points = new double[count * dimension];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (var k = 0; k < dimension; k++)
            {
                points[(i * dimension) + k] = random.NextDouble() + (k == 0 ? apart * labels[i] : 0);
            }
        }

        return Embedding.Create(points, dimension, labels);
    }
}
