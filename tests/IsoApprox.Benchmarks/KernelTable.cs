using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using IsoApprox.Measures;

namespace IsoApprox.Benchmarks;

/// <summary>Median times of all kernels in milliseconds, with the machine's own peak of fused multiply-adds for scale.</summary>
internal static class KernelTable
{
    private static readonly string[] Shapes = ["iid", "noise", "permuted", "separated", "outlier", "sorted"];

    internal static void Print(string counts)
    {
        Write($"threads {Environment.ProcessorCount}, Vector256 {Vector256.IsHardwareAccelerated}, Vector512 {Vector512.IsHardwareAccelerated}");
        foreach (var count in counts.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
        {
            foreach (var n in new[] { 2, 16, 128 })
            {
                Print(count, n);
            }
        }
    }

    private static void Print(int count, int n)
    {
        var (f, g) = (Instances.Gaussian(count, n, 1), Instances.Gaussian(count, n, 2));
        var peak = Peak();
        var isometric = Median(() => IsometricError.Compute(f, g).Value);
        var flops = 2.0 * count * count * n * (n > 32 ? 1 : 1.5);
        Row(count, n, "d_iso", isometric, $"{flops / isometric / 1e6:F0} of {peak:F0} GFlop/s = {100 * flops / isometric / 1e6 / peak:F0} %");
        Row(count, n, "diameter", Median(() => Diameter.Compute(f).Value));
        Row(count, n, "hard mining", Median(() => TripletLoss.HardMined(f).Value));
        Row(count, n, "nearest neighbours", Median(() => NearestNeighbours.Compute(f).ClosestPair().Value));
        foreach (var shape in Shapes)
        {
            var (x, y) = Instances.Pair(shape, count, n);
            var rows = Enumerable.Range(0, count).ToArray();
            Row(count, n, $"directed Hausdorff {shape}", Median(() => HausdorffDistance.Directed(x, rows, y, rows).Value));
        }

        if (count <= 4096)
        {
            Row(count, n, "naive d_iso", Median(() => Naive.IsometricError(f, g), 1));
            Row(count, n, "naive hard mining", Median(() => Naive.HardMined(f), 1));
        }
    }

    private static void Row(int count, int n, string name, double milliseconds, string note = "") =>
        Write($"N={count,-6} n={n,-4} {name,-32} {milliseconds,10:F3} ms  {note}");

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Median(Func<double> compute, int runs = 7)
    {
        var times = new List<double>();
        var whole = Stopwatch.GetTimestamp();
        compute();
        while (times.Count < runs || (times.Count < 25 && Stopwatch.GetElapsedTime(whole).TotalMilliseconds < 150))
        {
            var start = Stopwatch.GetTimestamp();
            compute();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>GFlop/s of independent Vector256 fused multiply-adds on all cores: the median of a few short runs.</summary>
    private static double Peak()
    {
        const int Rounds = 2_000_000;
        var milliseconds = Median(() =>
        {
            var sums = new double[Environment.ProcessorCount];
            Parallel.For(0, sums.Length, t => sums[t] = MultiplyAdds(Rounds));
            return sums[0];
        });
        return Environment.ProcessorCount * Rounds * 10.0 * 8 / milliseconds / 1e6;
    }

    private static double MultiplyAdds(int rounds)
    {
        var (x, y) = (Vector256.Create(0.999), Vector256.Create(1e-9));
        var (a, b, c, d, e) = (x, x, x, x, x);
        var (f, g, h, i, j) = (x, x, x, x, x);
        for (var r = 0; r < rounds; r++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
