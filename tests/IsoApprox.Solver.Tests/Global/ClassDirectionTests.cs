using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Tests.Global;

/// <summary>Branching on the common quadrant of a pair of classes: large enough classes in the plane, and every n = 1.</summary>
public class ClassDirectionTests
{
    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void Mixed_classes_in_the_plane(NearestMetric metric)
    {
        var rng = new Random(11);
        var f = Embedding.Create(
            Enumerable.Range(0, 32).Select(_ => rng.NextDouble()).ToArray(), 2, Enumerable.Range(0, 16).Select(i => i % 2).ToArray());
        var problem = Problem.TripletSeparated(f, metric, 0, 2);
        var feasible = GlobalInstances.Feasible(problem, 4);
        var solution = GlobalSolver.Prove(problem, feasible.Nearest, new GlobalSettings { Gap = 1e-2, NodeLimit = 60, Threads = 2 });
        Assert.True(solution.Lower <= feasible.Upper);
        var elementary = TripletCertificate.Best(problem)!.Check(problem).Lower;
        if (metric == NearestMetric.HausdorffLike)
        {
            Assert.True(solution.Gap < 0.2);
            Assert.True(solution.Lower > 1.2 * elementary);
            var branch = Assert.IsType<BranchCertificate>(GlobalInstances.RoundTrip(solution.Certificate!));
            Assert.Contains(branch.Nodes, node => node.Kind == BranchNodeKind.ClassCover);
            Assert.Equal(solution.Lower, branch.Check(problem).Lower);
            AssertAlteredIsRejected(branch, problem);
        }
    }

    [Fact]
    public void A_line_needs_few_nodes()
    {
        for (var seed = 1; seed <= 2; seed++)
        {
            var rng = new Random(seed);
            var f = Embedding.Create(
                Enumerable.Range(0, 20).Select(_ => rng.NextDouble()).ToArray(), 1, Enumerable.Range(0, 20).Select(i => i % 2).ToArray());
            foreach (var metric in new[] { NearestMetric.HausdorffLike, NearestMetric.IsometricError })
            {
                var problem = Problem.TripletSeparated(f, metric, 0, 1);
                var solution = GlobalInstances.Prove(problem);
                Assert.Equal(GlobalStatus.ProvedGlobal, solution.Status);
                Assert.InRange(solution.Nodes, 0, 100);
                Assert.True(GlobalInstances.RoundTrip(solution.Certificate!).Check(problem).Accepted);
            }
        }
    }

    private static void AssertAlteredIsRejected(BranchCertificate branch, Problem problem)
    {
        var place = Array.FindIndex(branch.Nodes, node => node.Kind == BranchNodeKind.ClassCover);
        var cover = branch.Nodes[place];
        AssertRejected(cover with { Data = cover.Data[2..] });
        AssertRejected(cover with { Second = 2 });
        AssertRejected(cover with { Data = Array.ConvertAll(cover.Data, x => -Math.Abs(x)) });
        AssertRejected(cover with { Kind = BranchNodeKind.ClassEdge, Data = [1, 0] });
        Assert.False((branch with { Level = branch.Level * 1.0001 }).Check(problem).Accepted);

        void AssertRejected(BranchNode node) =>
            Assert.False(
                (branch with { Nodes = [.. branch.Nodes[..place], node, .. branch.Nodes[(place + 1)..]] }).Check(problem).Accepted);
    }
}
