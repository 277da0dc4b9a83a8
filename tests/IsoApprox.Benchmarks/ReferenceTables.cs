using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Benchmarks;

/// <summary>
/// Values and wall-clock times on sets with listed values (tests/IsoApprox.Solver.Tests/Data): the nearest embedding proved by branch and
/// bound, and the thickness.
/// </summary>
internal static class ReferenceTables
{
    /// <summary>Proves every instance of dimension up to <paramref name="largestDimension"/>, then 20 random points on a line.</summary>
    internal static void Nearest(string file, double gap, int largestDimension)
    {
        _ = Prove(Line(6, 1), NearestMetric.HausdorffLike, gap); // compiles the code
        foreach (var set in Sets(file))
        {
            var points = Points(set);
            var labels = set.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32()).ToArray();
            if (points.Length / labels.Length > largestDimension)
            {
                continue;
            }

            var f = Embedding.Create(points, points.Length / labels.Length, labels);
            Row(set.GetProperty("name").GetString()!, f, NearestMetric.HausdorffLike, gap, Ends(set, "dHaus"));
            Row(set.GetProperty("name").GetString()!, f, NearestMetric.IsometricError, gap, Ends(set, "dIso"));
        }

        for (var seed = 1; seed <= 5; seed++)
        {
            Row($"line, N = 20, seed {seed}", Line(20, seed), NearestMetric.HausdorffLike, gap, null);
            Row($"line, N = 20, seed {seed}", Line(20, seed), NearestMetric.IsometricError, gap, null);
        }
    }

    /// <summary>Thickness of every set, then of 50 Gaussian points in each dimension to 10.</summary>
    internal static void Thickness(string file)
    {
        _ = ThicknessSolver.Compute(Instances.Gaussian(20, 4, 1));
        foreach (var set in Sets(file))
        {
            var n = set.GetProperty("n").GetInt32();
            var points = Points(set);
            var f = Embedding.Create(points, n, new int[points.Length / n]);
            Row(set.GetProperty("name").GetString()!, f, set.GetProperty("theta").GetDouble());
        }

        for (var n = 4; n <= 10; n++)
        {
            Row("Gaussian", Instances.Gaussian(50, n, 1), null);
        }
    }

    private static void Row(string name, Embedding f, double? listed)
    {
        var start = Stopwatch.GetTimestamp();
        var found = ThicknessSolver.Compute(f);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var off = listed is { } theta ? Math.Max(found.Lower - theta, Math.Max(theta - found.Upper, 0)) / theta : 0;
        Write($"{name,-28} N={f.Count,-5} n={f.Dimension,-3} [{found.Lower:R}, {found.Upper:R}] ");
        Write($"gap {(found.Upper - found.Lower) / found.Upper:0.0e+0} ");
        Write($"off by {off:0.0e+0} {seconds:F3} s  {found.Method}\n");
    }

    private static void Row(string name, Embedding f, NearestMetric metric, double gap, (double Lower, double Upper)? listed)
    {
        var start = Stopwatch.GetTimestamp();
        var solution = Prove(f, metric, gap);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var off = listed is { } ends
            ? Math.Max(Math.Max(solution.Lower - ends.Upper, ends.Lower - solution.Upper), 0) / Math.Max(ends.Upper, 1e-300)
            : 0;
        Write($"{name,-28} {(metric == NearestMetric.HausdorffLike ? "haus" : "iso "),-5} N={f.Count,-3} n={f.Dimension} ");
        Write($"[{solution.Lower:F10}, {solution.Upper:F10}] ");
        Write($"gap {solution.Gap:0.0e+0} off by {off:0.0e+0} {seconds:F3} s  ");
        Write($"{solution.Status}, {solution.LowerSource}: {solution.Explanation}\n");
    }

    private static NearestSolution Prove(Embedding f, NearestMetric metric, double gap) =>
        NearestSolver.Solve(f, new NearestSettings { Metric = metric, Prove = true, Gap = gap, ProveGap = gap });

    private static Embedding Line(int count, int seed)
    {
        var random = new Random(seed);
        var points = Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray();
        return Embedding.Create(points, 1, [.. Enumerable.Range(0, count).Select(i => i % (2 + (seed % 2)))]);
    }

    private static IEnumerable<JsonElement> Sets(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        foreach (var set in document.RootElement.EnumerateArray())
        {
            yield return set;
        }
    }

    private static double[] Points(JsonElement set) =>
        [.. set.GetProperty("points").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(x => x.GetDouble())];

    private static (double Lower, double Upper) Ends(JsonElement set, string name) =>
        (set.GetProperty(name)[0].GetDouble(), set.GetProperty(name)[1].GetDouble());

    private static void Write(FormattableString text) => Console.Write(text.ToString(CultureInfo.InvariantCulture));
}
