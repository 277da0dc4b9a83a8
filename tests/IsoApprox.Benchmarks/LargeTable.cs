using System.Diagnostics;
using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Benchmarks;

/// <summary>d_haus of many points: interval, evaluations, wall-clock and processor seconds, peak memory of the process.</summary>
internal static class LargeTable
{
    private static readonly string[] Default =
    [
        "72 128 18 0 1e-4 60", "500 128 12 0 1e-4 120", "1800 128 45 1 1e-3 120", "1800 128 45 0.5 1e-3 180", "1800 128 45 0 1e-3 120",
    ];

    internal static void Print(string[] arguments)
    {
        Solve(Mixture(80, 16, 4, 0, 99), 1e-3, TimeSpan.FromSeconds(10));
        foreach (var line in arguments.Length == 6 ? [string.Join(' ', arguments)] : Default)
        {
            var fields = line.Split(' ');
            double Number(int k) => double.Parse(fields[k], CultureInfo.InvariantCulture);
            var f = Mixture((int)Number(0), (int)Number(1), (int)Number(2), Number(3), 1);
            using var process = Process.GetCurrentProcess();
            var (before, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
            var solution = Solve(f, Number(4), TimeSpan.FromSeconds(Number(5)));
            var seconds = watch.Elapsed.TotalSeconds;
            process.Refresh();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{f.Count} x {f.Dimension}, {f.ClassCount} classes, delta {Number(3)}: "
                + $"[{solution.Lower:R}, {solution.Upper:R}] gap {solution.Gap:0.0e+0}, {solution.Evaluations} evaluations, "
                + $"{seconds:F2} s, {(process.TotalProcessorTime - before).TotalSeconds:F1} cpu s, "
                + $"{process.PeakWorkingSet64 >> 20} MB, {solution.Status}"));
        }
    }

    private static NearestSolution Solve(Embedding f, double gap, TimeSpan limit) =>
        NearestSolver.Solve(f, new NearestSettings { Gap = gap, TimeLimit = limit });

    /// <summary>Class means delta N(0, I), points around them N(0, I), labels in turn.</summary>
    private static Embedding Mixture(int count, int n, int classes, double delta, int seed)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var means = Enumerable.Range(0, classes * n).Select(_ => delta * Normal()).ToArray();
        var (points, labels) = (new double[count * n], new int[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (var k = 0; k < n; k++)
            {
                points[(i * n) + k] = means[(labels[i] * n) + k] + Normal();
            }
        }

        return Embedding.Create(points, n, labels);
    }
}
