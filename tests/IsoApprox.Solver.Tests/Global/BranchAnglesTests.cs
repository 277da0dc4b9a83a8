using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Tests.Global;

/// <summary>Angles that narrow the cones of a branch and bound in the plane.</summary>
public class BranchAnglesTests
{
    private const int Drawings = 60;

    /// <summary>Cones around the differences of a member keep holding them.</summary>
    [Theory]
    [InlineData(NearestMetric.HausdorffLike, 0)]
    [InlineData(NearestMetric.IsometricError, 0)]
    [InlineData(NearestMetric.IsometricError, 0.2)]
    public void No_member_is_lost(NearestMetric metric, double margin)
    {
        var narrowed = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var problem = Problem.TripletSeparated(Mixed(random, 4 + (seed % 5), 2 + (seed % 2)), metric, margin, 2);
            var member = GlobalInstances.Feasible(problem, 1);
            var reach = member.Upper * (1 + 1e-9);
            int[] gauge = metric == NearestMetric.IsometricError ? [0] : [];
            var relaxation = new BranchRelaxation(problem, 2, gauge, reach);
            var angles = new BranchAngles(relaxation, problem, reach);
            for (var drawing = 0; drawing < Drawings; drawing++)
            {
                var cones = Around(member.Nearest, relaxation, random);
                var before = (double[][]?[])cones.Clone();
                Assert.True(angles.Narrow(cones, null), $"seed {seed}: nothing is left");
                narrowed += cones.Where((cone, pair) => !ReferenceEquals(cone, before[pair])).Count();
                AssertHold(cones, member.Nearest, relaxation, $"seed {seed}");
            }
        }

        Assert.True(narrowed > 300, $"{narrowed} cones were narrowed");
    }

    /// <summary>A point sees a class of others under at most 60 degrees, two classes lie in one quadrant.</summary>
    [Fact]
    public void Triangles_and_quadrants_are_narrowed()
    {
        var f = Embedding.Create([0, 0, 0.1, 0, 0, 0.1, 0.1, 0.1], 2, [0, 0, 1, 1]);
        var problem = Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, 2);
        var relaxation = new BranchRelaxation(problem, 2, [0], 1);
        var cones = relaxation.InitialCones();
        cones[relaxation.Pair(0, 2)] = [[1, 0]];
        Assert.True(new BranchAngles(relaxation, problem, 1).Narrow(cones, null));
        Assert.Null(cones[relaxation.Pair(0, 1)]);
        Assert.Null(cones[relaxation.Pair(1, 3)]); // 90 degrees on both sides are no cone
        foreach (var pair in new[] { relaxation.Pair(1, 2), relaxation.Pair(0, 3) })
        {
            var degrees = cones[pair]!.Select(v => Math.Atan2(v[1], v[0]) * 180 / Math.PI).Order().ToArray();
            Assert.Equal([-60, 60], degrees.Select(x => Math.Round(x, 2)));
            Assert.True(degrees[0] < -60 && degrees[1] > 60);
        }
    }

    [Fact]
    public void Angles_of_another_level_are_rejected()
    {
        var (problem, _, upper) = GlobalInstances.Reference("N6n2_33_isohard_0", NearestMetric.IsometricError);
        var solution = GlobalInstances.Prove(problem, 1e-3);
        var good = (BranchCertificate)GlobalInstances.RoundTrip(solution.Certificate!);
        Assert.InRange(solution.Nodes, 2, 100);
        Assert.True(good.Check(problem).Accepted);
        Assert.False((good with { Reach = null }).Check(problem).Accepted);
        Assert.False((good with { Reach = 0.99 * good.Level }).Check(problem).Accepted);
        Assert.False((good with { Reach = double.NaN }).Check(problem).Accepted);
        Assert.False((good with { Reach = 2 * upper, Level = 1.01 * upper }).Check(problem).Accepted);
        Assert.False((good with { Reach = 1.01 * upper, Level = 1.01 * upper }).Check(problem).Accepted);
        Assert.False((good with { Dimension = 3 }).Check(problem).Accepted);
    }

    private static Embedding Mixed(Random random, int count, int classes) => Embedding.Create(
        [.. Enumerable.Range(0, 2 * count).Select(_ => random.Next(4) == 0 ? random.Next(3) / 2.0 : random.NextDouble())], 2,
        [.. Enumerable.Range(0, count).Select(i => i % classes)]);

    private static double[][]?[] Around(Embedding g, BranchRelaxation relaxation, Random random)
    {
        var cones = new double[relaxation.PairCount][][];
        for (var i = 0; i < g.Count; i++)
        {
            for (var k = i + 1; k < g.Count; k++)
            {
                if (random.Next(3) == 0)
                {
                    var width = random.Next(3) == 0 ? 0.1 : 1.4;
                    var angle = Math.Atan2(g[k][1] - g[i][1], g[k][0] - g[i][0]);
                    double[] ends = [angle - (width * random.NextDouble()) - 1e-6, angle + (width * random.NextDouble()) + 1e-6];
                    cones[relaxation.Pair(i, k)] = Array.ConvertAll(ends, a => new[] { Math.Cos(a), Math.Sin(a) });
                }
            }
        }

        return cones;
    }

    private static void AssertHold(double[][]?[] cones, Embedding g, BranchRelaxation relaxation, string what)
    {
        for (var i = 0; i < g.Count; i++)
        {
            for (var k = i + 1; k < g.Count; k++)
            {
                if (cones[relaxation.Pair(i, k)] is { Length: 2 } cone)
                {
                    double[] x = [g[k][0] - g[i][0], g[k][1] - g[i][1]];
                    var inwards = Math.Sign(Det(cone[0], cone[1]));
                    var outside = Math.Min(inwards * Det(cone[0], x), inwards * Det(x, cone[1]));
                    Assert.True(outside >= -1e-12, $"{what}: rows {i} and {k}: {outside}");
                }
            }
        }
    }

    private static double Det(double[] a, double[] b) => (a[0] * b[1]) - (a[1] * b[0]);
}
