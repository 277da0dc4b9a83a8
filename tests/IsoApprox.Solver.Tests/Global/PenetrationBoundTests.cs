using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Solver.Tests.Global;

public class PenetrationBoundTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Centre_of_a_cube_is_one_deep(int n)
    {
        var corners = Enumerable.Range(0, 1 << n).SelectMany(c => Enumerable.Range(0, n).Select(k => ((c >> k) & 1) == 0 ? -1.0 : 1.0));
        var problem = Of([.. corners, .. new double[n]], n, [.. new int[1 << n], 1]);
        var certificate = PenetrationBound.Best(problem)!;
        Assert.Equal(1, certificate.Depth, 1e-6);
        Assert.True(certificate.Depth <= 1);
        var verdict = GlobalInstances.RoundTrip(certificate).Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.Equal(certificate.Depth / 2, verdict.Lower, 1e-12);
    }

    [Fact]
    public void Overlap_on_a_line_is_exact()
    {
        var problem = Of([0, 5, 3, 9], 1, [0, 0, 1, 1]);
        Assert.Equal(2, PenetrationBound.Best(problem)!.Depth, 1e-12);
    }

    [Fact]
    public void Many_points_on_a_circle_must_collapse_almost_totally()
    {
        var rng = new Random(4);
        var x = Enumerable.Range(0, 200).SelectMany(_ => rng.NextDouble() * 2 * Math.PI is var a ? new[] { Math.Cos(a), Math.Sin(a) } : [])
            .ToArray();
        var problem = Of(x, 2, [.. Enumerable.Range(0, 200).Select(i => i % 2)]);
        Assert.InRange(PenetrationBound.Best(problem)!.Check(problem).Lower, 0.96, 1);
    }

    [Fact]
    public void Separated_classes_have_no_bound() => Assert.Null(PenetrationBound.Best(Of([0, 0, 1, 0, 0, 5, 1, 5], 2, [0, 0, 1, 1])));

    [Fact]
    public void Bound_is_below_every_value_found()
    {
        var useful = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var problem = GlobalInstances.Random(seed);
            if (problem.Metric == NearestMetric.HausdorffLike && PenetrationBound.Best(problem) is { } certificate)
            {
                var verdict = certificate.Check(problem);
                Assert.True(verdict.Accepted, $"seed {seed}: {verdict.Reason}");
                Assert.True(verdict.Lower <= GlobalInstances.Feasible(problem, 4).Upper, $"seed {seed}");
                useful++;
            }
        }

        Assert.True(useful > 5);
    }

    [Fact]
    public void Depth_is_below_every_sampled_direction()
    {
        var rng = new Random(2);
        for (var trial = 0; trial < 20; trial++)
        {
            var n = 2 + rng.Next(3);
            var x = Enumerable.Range(0, 24 * n).Select(_ => rng.NextDouble() - 0.5).ToArray();
            var problem = Of(x, n, [.. Enumerable.Range(0, 24).Select(i => i % 2)]);
            var depth = PenetrationBound.Best(problem)?.Depth ?? 0;
            for (var sample = 0; sample < 2000; sample++)
            {
                var v = Enumerable.Range(0, n).Select(_ => rng.NextDouble() - 0.5).ToArray();
                Assert.True(depth <= Along(problem.Points, v), $"trial {trial}");
            }
        }
    }

    [Fact]
    public void Damage_is_noticed()
    {
        var rng = new Random(1);
        var x = Enumerable.Range(0, 40).Select(_ => rng.NextDouble() - 0.5).ToArray();
        var problem = Of(x, 2, [.. Enumerable.Range(0, 20).Select(i => i % 2)]);
        var good = PenetrationBound.Best(problem)!;
        Assert.True(good.Check(problem).Accepted);
        PenetrationCertificate[] damaged =
        [
            good with { Depth = 1.001 * good.Depth },
            good with { Tree = good.Tree[..^1] },
            good with { Tree = [.. good.Tree, 0] },
            good with { FirstClass = good.SecondClass },
            good with { Leaves = [.. good.Leaves.Select(l => l with { AboveWeights = [.. l.AboveWeights.Select(w => -w)] })] },
            good with { Leaves = [.. good.Leaves.Select(l => l with { Above = [.. l.Above.Select(k => (k + 1) % 10)] })] },
            good with { Digest = new string('0', 64) },
        ];
        Assert.All(damaged, c => Assert.False(c.Check(problem).Accepted));
        Assert.False(good.Check(Problem.TripletSeparated(problem.Points, NearestMetric.HausdorffLike)).Accepted);
        Assert.False(good.Check(Problem.TripletSeparated(problem.Points, NearestMetric.HausdorffLike, 0, 3)).Accepted);
        Assert.False(good.Check(Problem.TripletSeparated(problem.Points, NearestMetric.IsometricError, 0, 2)).Accepted);
    }

    private static Problem Of(double[] x, int n, int[] labels) =>
        Problem.TripletSeparated(Embedding.Create(x, n, labels), NearestMetric.HausdorffLike, 0, n);

    private static double Along(Embedding f, double[] v)
    {
        var norm = Math.Sqrt(v.Sum(x => x * x));
        var (above, below) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var i = 0; i < f.Count; i++)
        {
            var value = 0.0;
            for (var k = 0; k < v.Length; k++)
            {
                value += f[i][k] * v[k] / norm;
            }

            (above, below) = f.Classes[i] == 1 ? (Math.Max(above, value), below) : (above, Math.Min(below, value));
        }

        return above - below;
    }
}
