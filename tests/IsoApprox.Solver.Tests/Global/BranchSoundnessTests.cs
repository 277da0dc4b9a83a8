using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Tests.Global;

/// <summary>Lower values are never above a value that is attained, and damaged certificates are rejected.</summary>
public class BranchSoundnessTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void Lower_is_below_every_value_found(int first)
    {
        for (var seed = first; seed < first + 25; seed++)
        {
            var problem = GlobalInstances.Random(seed);
            var start = GlobalInstances.Feasible(problem, 1);
            var solution = GlobalSolver.Prove(problem, start.Nearest, new GlobalSettings { Gap = 1e-5, NodeLimit = 2000, Threads = 2 });
            var other = GlobalInstances.Feasible(problem, 16, seed + 1);
            Assert.True(
                solution.Lower <= other.Upper && solution.Lower <= solution.Upper, $"seed {seed}: {solution.Lower} > {other.Upper}");
            Assert.True(other.Lower <= solution.Upper, $"seed {seed}: {other.LowerSource} {other.Lower} > {solution.Upper}");
            if (solution.Certificate is { } certificate)
            {
                var verdict = certificate.Check(problem);
                Assert.True(verdict.Accepted && verdict.Lower >= solution.Lower, $"seed {seed}: {verdict.Reason}");
            }
        }
    }

    [Fact]
    public void Most_random_instances_are_proved()
    {
        var proved = Enumerable.Range(500, 30).Select(GlobalInstances.Random).Where(p => p.Dimension < 3)
            .Select(p => GlobalInstances.Prove(p, 1e-4, 5000)).ToList();
        Assert.All(proved, solution => Assert.True(solution.Status == GlobalStatus.ProvedGlobal, solution.Explanation));
    }

    [Theory]
    [InlineData("N5n2_isohard_2", NearestMetric.HausdorffLike)]
    [InlineData("N5n2_isohard_2", NearestMetric.IsometricError)]
    [InlineData("line_tie_sqrt3", NearestMetric.HausdorffLike)]
    public void Damage_is_noticed(string name, NearestMetric metric)
    {
        var (problem, _, upper) = GlobalInstances.Reference(name, metric);
        var good = Assert.IsType<BranchCertificate>(GlobalInstances.Prove(problem, 1e-4).Certificate);
        Assert.True(good.Check(problem).Accepted);
        AssertRejected(good with { Level = 1.01 * upper }, problem);
        AssertRejected(good with { Nodes = good.Nodes[..^1] }, problem);
        AssertRejected(good with { Nodes = [.. good.Nodes, good.Nodes[^1]] }, problem);
        AssertRejected(good with { Digest = new string('0', 64) }, problem);
        var leaf = Array.FindIndex(good.Nodes, n => n.Kind == BranchNodeKind.Leaf && n.Data.Length > 0); // no rows: no direction left
        AssertRejected(With(good, leaf, good.Nodes[leaf] with { Data = [] }), problem);
        AssertRejected(With(good, leaf, good.Nodes[leaf] with { Data = [.. good.Nodes[leaf].Data.Select(x => 0.5 * x)] }), problem);
        var split = Array.FindIndex(good.Nodes, n => n.Kind != BranchNodeKind.Leaf);
        Func<double, double> other = good.Nodes[split].Kind == BranchNodeKind.Edge ? x => -x : Math.Abs;
        AssertRejected(With(good, split, good.Nodes[split] with { Data = [.. good.Nodes[split].Data.Select(other)] }), problem);
        foreach (var number in new[] { double.NaN, double.PositiveInfinity, double.MaxValue })
        {
            AssertRejected(With(good, leaf, good.Nodes[leaf] with { Data = [.. good.Nodes[leaf].Data.Select(_ => number)] }), problem);
            AssertRejected(With(good, split, good.Nodes[split] with { Data = [.. good.Nodes[split].Data.Select(_ => number)] }), problem);
        }

        foreach (var node in new[] { leaf, split })
        {
            AssertRejected(With(good, node, good.Nodes[node] with { Data = null! }), problem);
            AssertRejected(With(good, node, good.Nodes[node] with { Kind = (BranchNodeKind)99 }), problem);
            AssertRejected(With(good, node, null!), problem);
        }

        AssertRejected(good with { Nodes = [] }, problem);
        AssertRejected(good, Problem.TripletSeparated(problem.Points, metric));
        AssertRejected(good, Problem.TripletSeparated(problem.Points, metric, 0, problem.Dimension + 1));
    }

    [Fact]
    public void Edge_split_outside_its_cone_is_rejected()
    {
        var (problem, _, _) = GlobalInstances.Reference("N5n2_isohard_2", NearestMetric.IsometricError);
        var good = (BranchCertificate)GlobalInstances.Prove(problem, 1e-4).Certificate!;
        var edge = Array.FindIndex(good.Nodes, n => n.Kind == BranchNodeKind.Edge);
        AssertRejected(With(good, edge, good.Nodes[edge] with { Data = [.. good.Nodes[edge].Data.Select(x => -x)] }), problem);
        AssertRejected(With(good, edge, good.Nodes[edge] with { End = good.Nodes[edge].Start }), problem);
        AssertRejected(good with { Gauge = [good.Gauge[0], good.Gauge[0]] }, problem);
    }

    [Fact]
    public void Root_cones_must_contain_their_balls()
    {
        var (problem, _, _) = GlobalInstances.Reference("N6n2_33_isohard_0", NearestMetric.HausdorffLike);
        var good = (BranchCertificate)GlobalInstances.Prove(problem, 1e-3).Certificate!;
        var ball = Assert.IsType<BranchBall>(good.Balls[0]);
        var (x, y) = ((ball.Generators[0] + ball.Generators[2]) / 2, (ball.Generators[1] + ball.Generators[3]) / 2);
        double[] narrow =
            [(0.1 * ball.Generators[0]) + (0.9 * x), (0.1 * ball.Generators[1]) + (0.9 * y), (0.1 * ball.Generators[2]) + (0.9 * x),
                (0.1 * ball.Generators[3]) + (0.9 * y)];
        AssertRejected(good with { Balls = [ball with { Generators = narrow }, .. good.Balls[1..]] }, problem);
    }

    [Fact]
    public void Enlarged_multipliers_never_prove_more_than_the_optimum()
    {
        var (problem, _, upper) = GlobalInstances.Reference("N5n2_isohard_2", NearestMetric.HausdorffLike);
        var good = (BranchCertificate)GlobalInstances.Prove(problem, 1e-4).Certificate!;
        var rng = new Random(3);
        for (var trial = 0; trial < 30; trial++)
        {
            var nodes = Array.ConvertAll(good.Nodes, n => n.Kind == BranchNodeKind.Leaf ? n with { Data = Perturb(n.Data, rng) } : n);
            AssertRejected(good with { Nodes = nodes, Level = upper * (1 + 1e-9) }, problem);
        }
    }

    /// <summary>Changes multipliers only (rows of planar HAUS leaves: 5 numbers, 4 for kinds 3 and 4, 8 for kind 5).</summary>
    private static double[] Perturb(double[] rows, Random rng)
    {
        var result = (double[])rows.Clone();
        for (var start = 0; start < rows.Length;)
        {
            var length = rows[start] switch { 3 or 4 => 4, 5 => 8, _ => 5 };
            for (var k = start + 3; k < start + length; k++)
            {
                result[k] *= 1 + (0.2 * rng.NextDouble());
            }

            start += length;
        }

        return result;
    }

    private static BranchCertificate With(BranchCertificate certificate, int index, BranchNode node)
    {
        var nodes = (BranchNode[])certificate.Nodes.Clone();
        nodes[index] = node;
        return certificate with { Nodes = nodes };
    }

    private static void AssertRejected(BranchCertificate certificate, Problem problem)
    {
        var verdict = certificate.Check(problem);
        Assert.False(verdict.Accepted);
        Assert.Equal(0, verdict.Lower);
    }
}
