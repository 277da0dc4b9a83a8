using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>The eliminated levels against roots found by sorting all breakpoints.</summary>
public class LevelRootsTests
{
    private const double Accuracy = 1e-13;

    private static double[] Values(Random random, int kind) => [.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => kind switch
    {
        0 => random.Next(-2, 3),
        1 => 7,
        2 => random.NextDouble() * Math.Pow(10, random.Next(-6, 7)),
        3 => 1e6 + random.NextDouble(),
        _ => random.NextDouble() - 0.5,
    })];

    private static double Balance(double[] a, double[] b, double x) => b.Sum(v => Math.Max(0, x - v)) - a.Sum(v => Math.Max(0, v - x));

    /// <summary>
    /// Both functions are linear between neighbouring breakpoints: the interval with the sign change is found by sorting, the root by its
    /// two end values.
    /// </summary>
    private static double ByLinearPieces(double[] breakpoints, Func<double, double> increasing)
    {
        Array.Sort(breakpoints);
        var right = Array.FindIndex(breakpoints, x => increasing(x) >= 0);
        var (low, high) = (breakpoints[right - 1], breakpoints[right]);
        var (before, after) = (increasing(low), increasing(high));
        return after == before ? high : high - (after * ((high - low) / (after - before)));
    }

    [Fact]
    public void Anchor_level_is_the_root_found_by_sorting()
    {
        var crossing = 0;
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var kind = random.Next(6);
            var (a, b) = (Values(random, kind), Values(random, kind));
            var root = LevelRoots.Anchor(a, b);
            if (a.Max() <= b.Min())
            {
                Assert.Equal(0.5 * (a.Max() + b.Min()), root);
                continue;
            }

            crossing++;
            double[] points = [.. a, .. b];
            var expected = ByLinearPieces([.. points, points.Min() - 1], x => Balance(a, b, x));
            var size = points.Max(Math.Abs);
            Assert.True(Math.Abs(root - expected) <= Accuracy * size, $"seed {seed}: {root:R}, sorted {expected:R}");
        }

        Assert.InRange(crossing, 5_000, 20_000);
    }

    [Fact]
    public void Simplex_level_is_the_root_found_by_sorting()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var values = Values(random, random.Next(6));
            var total = Math.Pow(10, random.Next(-4, 3)) * (0.1 + random.NextDouble());
            var root = LevelRoots.Simplex(values, total);
            var expected =
                ByLinearPieces([.. values, values.Min() - (2 * total), values.Max() + 1], x => total - values.Sum(v => Math.Max(0, v - x)));
            var size = Math.Max(total, values.Max(Math.Abs));
            Assert.True(Math.Abs(root - expected) <= Accuracy * size, $"seed {seed}: {root:R}, sorted {expected:R}");
        }
    }

    [Fact]
    public void Weighted_simplex_level_is_the_root_found_by_sorting()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var values = Values(random, random.Next(6));
            var weights = values.Select(_ => Math.Pow(10, (3 * random.NextDouble()) - 1)).ToArray();
            var total = Math.Pow(10, random.Next(-4, 3)) * (0.1 + random.NextDouble());
            var root = LevelRoots.Simplex(values, weights, total);
            var expected = ByLinearPieces(
                [.. values, values.Min() - (20 * total), values.Max() + 1],
                x => total - values.Select((v, i) => weights[i] * Math.Max(0, v - x)).Sum());
            var size = Math.Max(10 * total, values.Max(Math.Abs));
            Assert.True(Math.Abs(root - expected) <= Accuracy * size, $"seed {seed}: {root:R}, sorted {expected:R}");
        }
    }
}
