using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using IsoApprox.Measures;

namespace IsoApprox.Benchmarks;

/// <summary>
/// Median and least wall-clock times of all kernels in milliseconds, mean processor times of all threads together, and the machine's own
/// rate of fused multiply-adds per processor second for scale. On a busy machine the processor times divided by the number of threads are
/// the better estimate of what an idle one needs.
/// </summary>
internal static class KernelTable
{
    private static readonly string[] Shapes = ["iid", "noise", "permuted", "separated", "outlier", "sorted"];

    internal static void Print(string counts, string dimensions)
    {
        Write($"threads {Environment.ProcessorCount}, Vector256 {Vector256.IsHardwareAccelerated}, Avx512F {Avx512F.IsSupported}");
        foreach (var count in Numbers(counts))
        {
            foreach (var n in Numbers(dimensions))
            {
                Print(count, n);
            }
        }

        using var process = Process.GetCurrentProcess();
        Write($"largest resident size {process.PeakWorkingSet64 >> 20} MB");
    }

    private static IEnumerable<int> Numbers(string list) => list.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture));

    private static void Print(int count, int n)
    {
        var (f, g) = (Instances.Gaussian(count, n, 1), Instances.Gaussian(count, n, 2));
        var peak = Peak();
        var isometric = Measure(() => IsometricError.Compute(f, g).Value);
        var rate = 2.0 * count * count * n / isometric.Processor / 1e6;
        Row(
            count, n, "d_iso", isometric,
            Invariant($"{rate:F1} GFlop per processor second; doubles {peak:F1}: {100 * rate / peak:F0} %, ")
                + Invariant($"floats {2 * peak:F1}: {50 * rate / peak:F0} %"));
        Row(count, n, "diameter", Measure(() => Diameter.Compute(f).Value));
        Row(count, n, "hard mining", Measure(() => TripletLoss.HardMined(f).Value));
        Row(count, n, "nearest neighbours", Measure(() => NearestNeighbours.Compute(f).ClosestPair().Value));
        foreach (var shape in Shapes)
        {
            var (x, y) = Instances.Pair(shape, count, n);
            var rows = Enumerable.Range(0, count).ToArray();
            Row(count, n, $"directed Hausdorff {shape}", Measure(() => HausdorffDistance.Directed(x, rows, y, rows).Value));
        }

        if (count <= 4096)
        {
            Row(count, n, "naive d_iso", Measure(() => Naive.IsometricError(f, g), 1));
            Row(count, n, "naive hard mining", Measure(() => Naive.HardMined(f), 1));
        }
    }

    private static void Row(int count, int n, string name, (double Wall, double Least, double Processor) time, string note = "") =>
        Write(
            Invariant($"N={count,-6} n={n,-4} {name,-32} {time.Wall,10:F3} ms median {time.Least,10:F3} ms least ")
                + Invariant($"{time.Processor,10:F3} ms processor  {note}"));

    private static void Write(string line) => Console.WriteLine(line);

    private static string Invariant(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static (double Wall, double Least, double Processor) Measure(Func<double> compute, int runs = 7)
    {
        var times = new List<double>();
        var whole = Stopwatch.GetTimestamp();
        do
        {
            compute();
        }
        while (Stopwatch.GetElapsedTime(whole).TotalMilliseconds < 600);
        whole = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        while (times.Count < runs || (times.Count < 25 && Stopwatch.GetElapsedTime(whole).TotalMilliseconds < 150))
        {
            var start = Stopwatch.GetTimestamp();
            compute();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var used = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / times.Count;
        times.Sort();
        return (times[times.Count / 2], times[0], used);
    }

    /// <summary>
    /// GFlop per processor second of independent fused multiply-adds of doubles on all cores, in the widest vectors that the kernels use
    /// here; floats, which sift, have twice the lanes.
    /// </summary>
    private static double Peak()
    {
        const int Rounds = 2_000_000;
        var wide = Avx512F.IsSupported && Avx512DQ.IsSupported;
        var time = Measure(() =>
        {
            var sums = new double[Environment.ProcessorCount];
            Parallel.For(0, sums.Length, t => sums[t] = wide ? WideMultiplyAdds(Rounds) : MultiplyAdds(Rounds));
            return sums[0];
        });
        return Environment.ProcessorCount * Rounds * 10.0 * (wide ? 16 : 8) / time.Processor / 1e6;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double WideMultiplyAdds(int rounds)
    {
        var (x, y) = (Vector512.Create(0.999), Vector512.Create(1e-9));
        var (a, b, c, d, e) = (x, x, x, x, x);
        var (f, g, h, i, j) = (x, x, x, x, x);
        for (var r = 0; r < rounds; r++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
