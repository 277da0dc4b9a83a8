using IsoApprox.Certificates;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Bounds;

namespace IsoApprox.Solver.Tests.Global;

public class PenetrationBoundTests
{
    /// <summary>
    /// Corners of a cube and its centre: along an axis h = 1, and the corners are sqrt((2 - T)^2 + n - 1) from the points at most T above
    /// the lower face.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Centre_of_a_cube(int n)
    {
        var corners = Enumerable.Range(0, 1 << n).SelectMany(c => Enumerable.Range(0, n).Select(k => ((c >> k) & 1) == 0 ? -1.0 : 1.0));
        var problem = Of([.. corners, .. new double[n]], n, [.. new int[1 << n], 1]);
        var certificate = PenetrationBound.Best(problem, 1e-4)!;
        var (kappa, level) = (Math.Sqrt((1 + (1.0 / n)) / 2), 0.5);
        for (var step = 0; step < 60; step++)
        {
            level = (1 + (kappa * Math.Sqrt(((2 - level) * (2 - level)) + n - 1))) / (2 + kappa);
        }

        Assert.InRange(certificate.Depth / 2, level * (1 - 2e-4), level * (1 + 1e-12));
        var verdict = GlobalInstances.RoundTrip(certificate).Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.Equal(certificate.Depth / 2, verdict.Lower, 1e-12);
    }

    /// <summary>[0, 5] and [3, 9] become [2, 3] and [5, 7]: as far apart as the wider one is wide.</summary>
    [Fact]
    public void Overlap_on_a_line_is_exact()
    {
        var problem = Of([0, 5, 3, 9], 1, [0, 0, 1, 1]);
        Assert.Equal(4, PenetrationBound.Best(problem)!.Depth, 1e-12);
    }

    /// <summary>Classes that a plane separates, but not by enough for their size.</summary>
    [Fact]
    public void Separated_classes_too_near_for_their_size()
    {
        var problem = Of([0, 0, 2, 0, 0, 0.2, 2, 0.2], 2, [0, 0, 1, 1]);
        var certificate = PenetrationBound.Best(problem)!;
        Assert.All(certificate.Leaves, leaf => Assert.NotNull(leaf.Extent));
        Assert.True(certificate.Check(problem).Accepted);
        Assert.InRange(certificate.Depth / 2, 0.1, GlobalInstances.Feasible(problem, 8).Upper);
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
    public void Classes_far_apart_have_no_bound() => Assert.Null(PenetrationBound.Best(Of([0, 0, 1, 0, 0, 5, 1, 5], 2, [0, 0, 1, 1])));

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

    /// <summary>The level of a direction, with the half ball as the ball of the points and their mirror images: it touches the plane at
    /// its centre.</summary>
    [Fact]
    public void Level_is_below_that_of_every_sampled_direction()
    {
        var rng = new Random(2);
        for (var trial = 0; trial < 9; trial++)
        {
            var n = 2 + (trial % 2);
            var margin = trial % 3 == 0 ? 0.2 * rng.NextDouble() : 0;
            var x = Enumerable.Range(0, 24 * n).Select(_ => rng.NextDouble() - 0.5).ToArray();
            var f = Embedding.Create(x, n, [.. Enumerable.Range(0, 24).Select(i => i % 2)]);
            var problem = Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin, n);
            var certificate = PenetrationBound.Best(problem, 1e-3)!;
            Assert.True(certificate.Check(problem).Accepted);
            var least = double.PositiveInfinity;
            for (var sample = 0; sample < 200; sample++)
            {
                var v = Enumerable.Range(0, n).Select(_ => rng.NextDouble() - 0.5).ToArray();
                least = Math.Min(least, DirectionLevel.Of(problem, v));
            }

            Assert.True(certificate.Depth / 2 <= least, $"trial {trial}: {certificate.Depth / 2} > {least}");
            var share = n == 2 ? 0.99 : 0.7;
            Assert.True(certificate.Depth / 2 >= share * least, $"trial {trial}: {certificate.Depth / 2} is far below {least}");
        }
    }

    /// <summary>Never above the optimum that branch and bound proves, with and without a margin, and often a large part of it.</summary>
    [Fact]
    public void Bound_is_below_proved_optima_of_the_plane()
    {
        var (compared, share) = (0, 0.0);
        for (var seed = 0; seed < 60; seed++)
        {
            var rng = new Random(seed);
            var (count, kind) = (4 + rng.Next(3), rng.Next(3));
            var labels = Enumerable.Range(0, count).Select(i => i % 2).ToArray();
            var x = Enumerable.Range(0, 2 * count)
                .Select(k => kind == 0 ? rng.Next(-1, 2) : rng.NextDouble() + (kind == 2 ? 0.4 * labels[k / 2] : 0)).ToArray();
            var margin = seed % 3 == 0 ? 0.1 * rng.Next(1, 8) : 0;
            var problem = Problem.TripletSeparated(Embedding.Create(x, 2, labels), NearestMetric.HausdorffLike, margin, 2);
            if (PenetrationBound.Best(problem, 1e-4) is not { } certificate)
            {
                continue;
            }

            var verdict = certificate.Check(problem);
            var proof = GlobalInstances.Prove(problem, 1e-3, 20_000);
            Assert.True(
                verdict.Accepted && verdict.Lower <= proof.Upper, $"seed {seed}: {verdict.Lower:R} > {proof.Upper:R}, {verdict.Reason}");
            (compared, share) = (compared + 1, share + (verdict.Lower / proof.Upper));
        }

        Assert.True(compared > 30 && share > 0.6 * compared, $"{compared} compared, mean share {share / compared}");
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
            With(good, e => e with { Points = [.. e.Points.Select(k => (k + 1) % 10)] }),
            With(good, e => e with { Points = [.. e.Points.Select(_ => 10)] }),
            With(good, e => e with { Weights = [.. e.Weights.Select(w => -w)] }),
            With(good, e => e with { Weights = [] }),
            With(good, e => e with { Points = null! }),
            With(good, e => e with { OfSecond = !e.OfSecond }),
            With(good, e => e with { Sine = 1.1 * e.Sine, Cosine = 1.1 * e.Cosine }),
            With(good, e => e with { Sine = double.NaN }),
            With(good, e => e with { Cosine = -e.Cosine - 1e-300 }),
            good with { Leaves = [.. good.Leaves.Select(l => l with { Extent = null })] },
            good with { Digest = new string('0', 64) },
        ];
        Assert.All(damaged, c => Assert.False(c.Check(problem).Accepted));
        Assert.False(good.Check(Problem.TripletSeparated(problem.Points, NearestMetric.HausdorffLike)).Accepted);
        Assert.False(good.Check(Problem.TripletSeparated(problem.Points, NearestMetric.HausdorffLike, 0, 3)).Accepted);
        Assert.False(good.Check(Problem.TripletSeparated(problem.Points, NearestMetric.IsometricError, 0, 2)).Accepted);
    }

    private static Problem Of(double[] x, int n, int[] labels) =>
        Problem.TripletSeparated(Embedding.Create(x, n, labels), NearestMetric.HausdorffLike, 0, n);

    private static PenetrationCertificate With(PenetrationCertificate certificate, Func<PenetrationExtent, PenetrationExtent> change) =>
        certificate with { Leaves = [.. certificate.Leaves.Select(l => l.Extent is { } extent ? l with { Extent = change(extent) } : l)] };
}
