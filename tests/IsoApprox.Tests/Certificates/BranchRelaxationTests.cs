using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates;

/// <summary>
/// Whatever the multipliers are, the bound is never above the value of a Triplet-Separated embedding in the cones. No solver takes part.
/// </summary>
public class BranchRelaxationTests
{
    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void Bound_is_below_every_feasible_value_in_the_cones(NearestMetric metric)
    {
        var rng = new Random(11);
        var (tried, positive) = (0, 0);
        while (tried < 800)
        {
            var n = 1 + rng.Next(metric == NearestMetric.IsometricError ? 2 : 3);
            if (Separated(rng, n) is not { } g)
            {
                continue;
            }

            var f = g.WithPoints([.. g.Coordinates.ToArray().Select(x => x + (1.2 * (rng.NextDouble() - 0.5)))], n);
            var value = Value(f, g, metric);
            var gauge = metric == NearestMetric.IsometricError ? Enumerable.Range(0, Math.Min(n + 1, f.Count)).ToArray() : [];
            var problem = Problem.TripletSeparated(f, metric, 0, n);
            var relaxation = new BranchRelaxation(problem, n, gauge, value * (1 + rng.NextDouble()));
            var cones = Cones(relaxation, metric == NearestMetric.IsometricError ? InGauge(g) : g, rng);
            var best = Climb(
                [.. WorstTriplet(problem), .. Rows(problem, cones, relaxation, rng)], rows => relaxation.Bound(rows, cones), n, rng);
            Assert.True(best <= value * (1 + 1e-12), $"trial {tried}: {best} > {value}");
            tried++;
            positive += best > 0.2 * value ? 1 : 0;
        }

        Assert.True(positive > 20, $"only {positive} bounds were worth something");
    }

    [Fact]
    public void Elementary_bound_from_two_rows()
    {
        var f = Embedding.Create([0, 4, 1], 1, [0, 0, 1]);
        var haus = new BranchRelaxation(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, 1), 1, [], 1);
        Assert.Equal(0.75, haus.Bound([3, 0, 1, 0.25, 4, 0, 2, 0.25], haus.InitialCones()), 1e-12);
        var iso = new BranchRelaxation(Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, 1), 1, [0, 1], 2);
        Assert.Equal(1.5, iso.Bound([3, 0, 1, 0.5, 4, 0, 2, 0.5], iso.InitialCones()), 1e-12);
    }

    [Theory]
    [InlineData(new double[] { 3, 0, 1, -1 })]
    [InlineData(new double[] { 3, 0, 2, 1 })]
    [InlineData(new double[] { 4, 0, 1, 1 })]
    [InlineData(new double[] { 3, 0, 1 })]
    [InlineData(new double[] { 3, 0, 9, 1 })]
    [InlineData(new double[] { 3, 0, 0.5, 1 })]
    [InlineData(new double[] { 2, 0, 1, 1 })]
    [InlineData(new double[] { 0, 0, 1, 1 })]
    [InlineData(new double[] { 5, 0, 2, 1, 0, 0, 1 })]
    [InlineData(new double[] { 7, 0, 1, 1 })]
    [InlineData(new[] { 3, 0, 1, double.NaN })]
    public void Malformed_rows_prove_nothing(double[] rows)
    {
        var problem = Problem.TripletSeparated(Embedding.Create([0, 4, 1], 1, [0, 0, 1]), NearestMetric.HausdorffLike, 0, 1);
        var relaxation = new BranchRelaxation(problem, 1, [], 1);
        Assert.Equal(double.NegativeInfinity, relaxation.Bound(rows, relaxation.InitialCones()));
    }

    [Fact]
    public void Covers_and_splits_are_decided_exactly()
    {
        Assert.True(BranchDirections.CoverAll([[1, 0], [-0.5, 1], [-0.5, -1]]));
        Assert.False(BranchDirections.CoverAll([[1, 0], [-1, 0], [0, 1]]));
        Assert.False(BranchDirections.CoverAll([[1, 0], [0, 1], [1, 1]]));
        Assert.True(BranchDirections.CoverAll([[1], [-1]]));
        Assert.False(BranchDirections.CoverAll([[1], [2]]));
        Assert.True(BranchDirections.CoverAll([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, -1]]));
        Assert.False(BranchDirections.CoverAll([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, 0]]));
        double[][] cone = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
        Assert.True(BranchDirections.SplitCovers(cone, 0, 1, [1, 2, 0]));
        Assert.True(BranchDirections.SplitCovers(cone, 0, 1, [1, 2, -1e-16]));
        Assert.False(BranchDirections.SplitCovers(cone, 0, 1, [1, 2, 1e-16]));
        Assert.False(BranchDirections.SplitCovers(cone, 0, 1, [-1e-16, 2, 0]));
        Assert.False(BranchDirections.SplitCovers(cone, 1, 1, [1, 2, 0]));
    }

    [Fact]
    public void A_cone_contains_a_ball_only_when_it_does()
    {
        double[][] quadrant = [[1, 0], [0, 1]];
        Interval[] centre = [3, 5];
        Assert.True(BranchDirections.ContainsBall(quadrant, centre, 2.999999));
        Assert.True(BranchDirections.ContainsBall([quadrant[1], quadrant[0]], centre, 2.999999));
        Assert.False(BranchDirections.ContainsBall(quadrant, centre, 3.000001));
        Assert.False(BranchDirections.ContainsBall(quadrant, [-3, 5], 0.1));
    }

    /// <summary>
    /// Classes around centres that are far apart or, now and then, one on another; null when the result is not Triplet-Separated.
    /// </summary>
    private static Embedding? Separated(Random rng, int n)
    {
        var labels = Enumerable.Range(0, 3 + rng.Next(3)).Select(i => i < 2 ? 0 : 1 + rng.Next(2)).ToArray();
        var spread = rng.Next(4) == 0 ? 0 : 0.5 * rng.NextDouble();
        var centres = Enumerable.Range(0, 3 * n).Select(_ => 2 * rng.NextDouble()).ToArray();
        var x = labels.SelectMany(c => Enumerable.Range(0, n).Select(d => centres[(c * n) + d] + (spread * (rng.NextDouble() - 0.5))))
            .ToArray();
        var g = Embedding.Create(x, n, labels);
        return TripletSeparation.IsSatisfied(g) ? g : null;
    }

    private static double Value(Embedding f, Embedding g, NearestMetric metric) => metric == NearestMetric.IsometricError
        ? IsometricError.Compute(f, g).Value
        : Enumerable.Range(0, f.Count).Max(i => PairwiseDistances.Distance(f[i], g[i]));

    /// <summary>g moved so that row 0 is at 0, row 1 on the first axis and row 2 above it.</summary>
    private static Embedding InGauge(Embedding g)
    {
        var n = g.Dimension;
        var x = Enumerable.Range(0, g.Coordinates.Length).Select(i => g.Coordinates[i] - g.Coordinates[i % n]).ToArray();
        var length = Math.Sqrt(Enumerable.Range(n, n).Sum(i => x[i] * x[i]));
        if (n == 1)
        {
            return g.WithPoints([.. x.Select(v => x[1] < 0 ? -v : v)], 1);
        }

        var (c, s) = length > 0 ? (x[2] / length, x[3] / length) : (1, 0);
        var turned = x.Chunk(2).Select(p => new[] { (c * p[0]) + (s * p[1]), (c * p[1]) - (s * p[0]) }).ToArray();
        var flip = turned[2][1] < 0 ? -1 : 1;
        return g.WithPoints([.. turned.SelectMany(p => new[] { p[0], flip * p[1] })], 2);
    }

    /// <summary>For most pairs a cone that contains x_ik, narrow or wide, some through x_ik itself.</summary>
    private static double[][]?[] Cones(BranchRelaxation relaxation, Embedding g, Random rng)
    {
        var cones = relaxation.InitialCones();
        var n = g.Dimension;
        for (var i = 0; i < g.Count; i++)
        {
            for (var k = i + 1; k < g.Count; k++)
            {
                var x = Enumerable.Range(0, n).Select(d => g[k][d] - g[i][d]).ToArray();
                if (cones[relaxation.Pair(i, k)] is not null || rng.Next(5) == 0)
                {
                    continue;
                }

                var width = Math.Pow(10, -2 * rng.NextDouble());
                var others = Enumerable.Range(0, n - 1)
                    .Select(_ => Enumerable.Range(0, n).Select(d => x[d] + (width * (rng.NextDouble() - 0.5))).ToArray()).ToArray();
                double[] last = [.. x.Select((v, d) => ((n + 0.01) * v) - others.Sum(o => o[d]))];
                double[][] cone = n == 1 ? [[x[0] < 0 ? -1 : 1]] : [.. others, last];
                cones[relaxation.Pair(i, k)] = BranchDirections.IsCone(cone) ? cone : null;
            }
        }

        return cones;
    }

    /// <summary>Random changes of the multipliers, kept when they raise the bound: the hunt for a bound that is too large.</summary>
    private static double Climb(double[] rows, Func<double[], double> bound, int n, Random rng)
    {
        var best = bound(rows);
        for (var step = 0; step < 200; step++)
        {
            var trial = (double[])rows.Clone();
            var size = Math.Pow(10, -3 * rng.NextDouble());
            for (var start = 0; start < trial.Length;)
            {
                var length = trial[start] switch { 3 or 4 => 4, 5 => 6 + n, _ => 3 + n };
                for (var k = start + 3; k < start + length; k++)
                {
                    var changed = rng.Next(3) == 0 && trial[k] != 0 ? trial[k] + (size * (rng.NextDouble() - 0.5)) : trial[k];
                    trial[k] = trial[start] >= 3 && k < start + 6 ? Math.Abs(changed) : changed;
                }

                start += length;
            }

            if (bound(trial) is var value && value > best)
            {
                (rows, best) = (trial, value);
            }
        }

        return best;
    }

    /// <summary>The two rows of the elementary bound.</summary>
    private static double[] WorstTriplet(Problem problem)
    {
        var weight = problem.Metric == NearestMetric.IsometricError ? 0.5 : 0.25;
        return TripletSeparation.Worst(problem.Points) is { Violation: > 0, Triplet: { } t }
            ? [3, t.Anchor, t.Positive, weight, 4, t.Anchor, t.Negative, weight]
            : [];
    }

    /// <summary>Random rows of every kind, the multipliers of a size that can balance.</summary>
    private static double[] Rows(Problem problem, double[][]?[] cones, BranchRelaxation relaxation, Random rng)
    {
        var (f, n) = (problem.Points, problem.Dimension!.Value);
        var iso = problem.Metric == NearestMetric.IsometricError;
        var rows = new List<double>();
        var size = 0.02 * rng.NextDouble();
        for (var entry = rng.Next(1, 8); entry > 0; entry--)
        {
            var (i, k) = (rng.Next(f.Count), rng.Next(f.Count));
            var same = f.Classes[i] == f.Classes[k];
            var w = Enumerable.Range(0, n).Select(_ => size * (rng.NextDouble() - 0.5)).ToArray();
            if (i == k)
            {
                rows.AddRange(iso ? [] : [0, i, i, .. w]);
            }
            else if (i < k && cones[relaxation.Pair(i, k)] is { } cone && rng.Next(3) > 0)
            {
                double[] y = [same ? 0 : size * rng.NextDouble(), same ? 0 : size * rng.NextDouble(), iso ? size * rng.NextDouble() : 0];
                var axis = Enumerable.Range(0, n).Select(d => cone.Sum(v => v[d])).ToArray();
                var norm = Math.Sqrt(axis.Sum(v => v * v));
                rows.AddRange([5, i, k, .. y, .. axis.Select(v => (norm > 0 ? v / norm : 0) * y.Sum() * (0.9 + (0.3 * rng.NextDouble())))]);
            }
            else if (rng.Next(2) == 0)
            {
                rows.AddRange([same ? 3 : 4, i, k, size * rng.NextDouble()]);
            }
            else if (same || iso)
            {
                rows.AddRange([same ? 1 : 2, i, k, .. w]);
            }
        }

        return [.. rows];
    }
}
