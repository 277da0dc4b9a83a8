using System.Diagnostics;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Directions;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Tests.Global;
using IsoApprox.Solver.Tests.Soundness;

namespace IsoApprox.Solver.Tests.Directions;

/// <summary>Branch and bound over direction cells: values, soundness, limits, determinism.</summary>
public class DirectionBoundTests
{
    /// <summary>{+-e_1}, {+-e_2} in the plane: d_haus = (1 + sqrt 3)/3.</summary>
    private static readonly Problem Cross = Planar([1, 0, -1, 0, 0, 1, 0, -1], 2, [0, 0, 1, 1]);

    [Fact]
    public void The_planar_cross_is_closed()
    {
        var value = (1 + Math.Sqrt(3)) / 3;
        var found = Prove(Cross, value * (1 + 1e-12), gap: 1e-2, nodes: 1000);
        Assert.Equal(DirectionStop.Gap, found.Stop);
        Assert.InRange(found.Lower, value * (1 - 1.1e-2), value);
        Check(Cross, found);
    }

    [Fact]
    public void The_cross_in_space_is_closed_and_differs()
    {
        // In three dimensions one class moves off the plane: a smaller value. The certificate of the plane does not speak of space.
        var space = Problem.TripletSeparated(Cross.Points, NearestMetric.HausdorffLike, 0, 3);
        var upper = NearestSolver.Solve(Cross.Points, new NearestSettings { Dimension = 3, DirectionNodes = 0 }).Upper;
        var found = Prove(space, upper, gap: 5e-3, nodes: 2000);
        Assert.InRange(found.Lower, 0.99 * upper, upper);
        Check(space, found);
        var plane = Prove(Cross, (1 + Math.Sqrt(3)) / 3 * (1 + 1e-12), gap: 1e-2);
        Assert.True(plane.Lower > upper);
        Assert.False(plane.Certificate!.Check(space).Accepted);
        Assert.False(plane.Certificate.Check(Problem.TripletSeparated(Cross.Points, NearestMetric.HausdorffLike)).Accepted);
    }

    [Theory]
    [InlineData(20, 2, 2, 1e-2, 300)]
    [InlineData(50, 2, 2, 1e-2, 300)]
    [InlineData(40, 2, 3, 9e-2, 400)]
    [InlineData(30, 2, 4, 8e-2, 400)]
    public void Gaussian_points_close_within_a_number_of_nodes(int count, int classes, int n, double gap, int nodes)
    {
        var f = Gaussian(count, n, classes, 1);
        var solution = NearestSolver.Solve(f, new NearestSettings { DirectionNodes = nodes, Gap = gap, Starts = 16 });
        Assert.True(solution.Gap <= gap, $"[{solution.Lower}, {solution.Upper}]");
        var certificate = Assert.IsType<DirectionCertificate>(solution.Certificate);
        Assert.True(Bytes(certificate) < 1000 * certificate.Leaves.Length, "a leaf takes more than 1000 bytes");
    }

    [Fact]
    public void Intervals_of_small_instances_agree_with_branch_and_bound_over_pairs()
    {
        var closed = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var problem = GlobalInstances.Random(seed);
            if (!DirectionBound.Applies(problem))
            {
                continue;
            }

            var proof = GlobalInstances.Prove(problem, gap: 1e-5, nodes: 3000);
            if (proof.Upper == 0)
            {
                continue;
            }

            var found = Prove(problem, proof.Upper, gap: 1e-2, nodes: 150, lower: 0);
            Assert.True(found.Lower <= proof.Upper, $"seed {seed}: {found.Lower:R} is proved, {proof.Upper:R} attained");
            if (found.Certificate is not null)
            {
                Check(problem, found);
                closed += found.Lower >= 0.98 * proof.Upper ? 1 : 0;
            }
        }

        Assert.True(closed > 30, $"{closed} closed to 2 %");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(3)]
    public void Margins_are_bounded_soundly_and_rise(double margin)
    {
        var f = Gaussian(12, 2, 2, 3);
        var plain = NearestSolver.Solve(f, new NearestSettings { Gap = 1e-2, DirectionNodes = 200 });
        var solution = NearestSolver
            .Solve(f, new NearestSettings { Set = IdealSet.TripletSeparated(margin), Gap = 1e-2, DirectionNodes = 200 });
        var problem = Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin, 2);
        var found = Prove(problem, solution.Upper, gap: 1e-2, nodes: 200);
        Assert.True(found.Lower >= plain.Lower * (1 - 1e-2), "a margin lowered the bound");
        Assert.InRange(found.Lower, 0.9 * solution.Upper, solution.Upper);
        Check(problem, found);
    }

    /// <summary>Without slopes in the leaves the first one ends at 2.6e-2 after 20 s.</summary>
    [Theory]
    [InlineData(50, 2, 1.0, 5e-3)]
    [InlineData(30, 3, 1.0, 7e-2)]
    public void Margins_close_by_slopes(int count, int n, double margin, double gap)
    {
        var f = Gaussian(count, n, 2, 1);
        var solution = NearestSolver
            .Solve(f, new NearestSettings { Set = IdealSet.TripletSeparated(margin), DirectionNodes = 400, Gap = gap, Starts = 16 });
        Assert.True(solution.Gap <= gap, $"[{solution.Lower}, {solution.Upper}]");
        var certificate = Assert.IsType<DirectionCertificate>(solution.Certificate);
        Assert.Contains(certificate.Leaves, leaf => leaf.Slopes.Length > 0);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void The_result_does_not_depend_on_the_number_of_threads(double margin)
    {
        var problem = Problem.TripletSeparated(Gaussian(40, 2, 3, 5), NearestMetric.HausdorffLike, margin, 2);
        var (one, two) = (Prove(problem, 3, gap: 1e-3, nodes: 120, threads: 1), Prove(problem, 3, gap: 1e-3, nodes: 120, threads: 3));
        Assert.Equal(one.Nodes, two.Nodes);
        Assert.Equal(one.Evaluations, two.Evaluations);
        Assert.Equal(one.Lower, two.Lower);
        Assert.Equal(CertificateDamage.ToJson(one.Certificate!).ToJsonString(), CertificateDamage.ToJson(two.Certificate!).ToJsonString());
    }

    [Fact]
    public void A_time_limit_is_kept_and_cancellation_stops_at_once()
    {
        var problem = Problem.TripletSeparated(Gaussian(100, 2, 25, 1), NearestMetric.HausdorffLike, 0, 2);
        var watch = Stopwatch.StartNew();
        var timed = DirectionBound.Prove(
            new DirectionTask { Problem = problem, Upper = 3, Gap = 1e-6, TimeLimit = TimeSpan.FromSeconds(2), Threads = 2 }, default);
        Assert.Equal(DirectionStop.Time, timed.Stop);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(6), $"{watch.Elapsed}");
        Check(problem, timed);
        using var source = new CancellationTokenSource();
        source.Cancel();
        watch.Restart();
        var cancelled = DirectionBound.Prove(new DirectionTask { Problem = problem, Upper = 3, Gap = 1e-6, Threads = 2 }, source.Token);
        Assert.Equal(DirectionStop.Cancelled, cancelled.Stop);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    [Fact]
    public void Duplicates_singletons_and_collinear_points_are_legal()
    {
        double[][] sets =
        [
            [0, 0, 0, 0, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5],
            [0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0],
            [0, 0, 4, 0, 1, 0, 3, 0, 2, 1, 2, -1],
        ];
        int[][] labels = [[0, 1, 0, 1, 0, 1], [0, 1, 2, 0, 1, 2], [0, 1, 1, 0, 0, 2], [0, 0, 0, 1, 2, 3]];
        foreach (var x in sets)
        {
            foreach (var y in labels)
            {
                var problem = Planar(x, 2, y);
                var upper = NearestSolver.Solve(problem.Points, new NearestSettings { DirectionNodes = 0 }).Upper;
                if (upper > 0)
                {
                    var found = Prove(problem, upper, gap: 1e-2, nodes: 100);
                    Assert.True(found.Lower <= upper);
                    Assert.True(found.Certificate is null || found.Certificate.Check(problem).Accepted);
                }
            }
        }
    }

    [Fact]
    public void It_applies_to_d_haus_in_low_fixed_dimension_only()
    {
        var f = Cross.Points;
        Assert.True(DirectionBound.Applies(Cross));
        Assert.True(DirectionBound.Applies(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0.1, 4)));
        Assert.False(DirectionBound.Applies(Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, 2)));
        Assert.False(DirectionBound.Applies(Problem.TripletSeparated(f, NearestMetric.HausdorffLike)));
        Assert.False(DirectionBound.Applies(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 5)));
        Assert.False(DirectionBound.Applies(Planar([0, 0, 1, 1], 2, [0, 0])));
    }

    [Fact]
    public void Every_lie_is_rejected_or_proves_no_more_than_is_attained()
    {
        var (rejected, weaker) = (0, 0);
        foreach (var (problem, upper) in new[
            ] { (Cross, (1 + Math.Sqrt(3)) / 3 * (1 + 1e-12)), Solved(Gaussian(12, 2, 3, 2)), Solved(Gaussian(8, 3, 2, 2)),
                Solved(Gaussian(12, 2, 2, 3), 0.5) })
        {
            var certificate = Prove(problem, upper, gap: 2e-2, nodes: 300).Certificate!;
            foreach (var (member, json) in CertificateDamage.EachMemberSpoiled(certificate))
            {
                Assert.False(CertificateDamage.Check(json, problem).Accepted, member);
            }

            var rng = new Random(1);
            for (var trial = 0; trial < 600; trial++)
            {
                var verdict = CertificateDamage.Check(CertificateDamage.OneNumberChanged(certificate, rng), problem);
                Assert.True(verdict.Lower <= upper, verdict.Reason);
                (rejected, weaker) = verdict.Accepted ? (rejected, weaker + 1) : (rejected + 1, weaker);
            }

            Assert.False((certificate with { Level = upper * 1.001 }).Check(problem).Accepted);
            Assert.False((certificate with { Tree = certificate.Tree[..^1] }).Check(problem).Accepted);
            Assert.False((certificate with { Tree = [.. certificate.Tree, DirectionBranch.Leaf] }).Check(problem).Accepted);
            Assert.False((certificate with { Leaves = certificate.Leaves[..^1] }).Check(problem).Accepted);
            Assert.False((certificate with { Leaves = [.. certificate.Leaves, certificate.Leaves[0]] }).Check(problem).Accepted);
            Assert.False((certificate with { Tree = null! }).Check(problem).Accepted);
            Assert.False((certificate with { Level = double.NaN }).Check(problem).Accepted);
            Assert.False((certificate with { Tree = [DirectionBranch.Leaf], Leaves = [certificate.Leaves[0]] }).Check(problem).Accepted);
            Assert.False((certificate with { Tree = [DirectionBranch.Empty], Leaves = [] }).Check(problem).Accepted);
            for (var node = 0; node < certificate.Tree.Length; node++)
            {
                // Empty cells that are none, containers that are none, splits of other cones.
                var branch = certificate.Tree[node];
                var tree = (DirectionBranch[])certificate.Tree.Clone();
                tree[node] = branch.Kind == DirectionBranchKind.Leaf ? DirectionBranch.Empty : branch with { Cone = branch.Cone + 1 };
                Assert.True((certificate with { Tree = tree }).Check(problem).Lower <= upper);
            }
        }

        Assert.True(rejected > 300 && weaker > 10, $"{rejected} rejected, {weaker} proofs of less");
    }

    private static (Problem Problem, double Upper) Solved(Embedding f, double margin = 0)
    {
        var settings = new NearestSettings { DirectionNodes = 0, Starts = 32, Set = IdealSet.TripletSeparated(margin) };
        return (Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin, f.Dimension), NearestSolver.Solve(f, settings).Upper);
    }

    private static DirectionOutcome Prove(Problem problem, double upper, double gap, long nodes = 400, int threads = 2, double lower = 0) =>
        DirectionBound.Prove(new DirectionTask
        {
            Problem = problem,
            Upper = upper,
            Lower = lower,
            Gap = gap,
            NodeLimit = nodes,
            Threads =
            threads
        }, default);

    private static void Check(Problem problem, DirectionOutcome found)
    {
        var verdict = GlobalInstances.RoundTrip(found.Certificate!).Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.Equal(found.Lower, verdict.Lower);
    }

    private static long Bytes(Certificate certificate)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(certificate, stream);
        return stream.Length;
    }

    private static Embedding Gaussian(int count, int n, int classes, int seed)
    {
        var random = SeededRandom.Create(seed, 0);
        return Embedding.Create([.. Enumerable.Range(0, count * n).Select(_ => SeededRandom.Gaussian(random))], n,
            [.. Enumerable.Range(0, count).Select(i => i % classes)]);
    }

    private static Problem Planar(double[] x, int n, int[] labels) =>
        Problem.TripletSeparated(Embedding.Create(x, n, labels), NearestMetric.HausdorffLike, 0, n);
}
