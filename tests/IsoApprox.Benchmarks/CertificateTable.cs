using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Benchmarks;

/// <summary>
/// How far and how fast the intervals of the nearest Triplet-Separated embedding close: wall-clock and processor seconds, one line per
/// instance.
/// </summary>
internal static class CertificateTable
{
    private static readonly string[] Tight = ["n2_N5_nogap", "duplicates_same_and_cross", "collinear_in_R3", "n12_N12_3cl"];

    internal static void Print(string[] sections)
    {
        Write($"threads {Environment.ProcessorCount}, linear algebra: {LinearAlgebra.Description}");
        Solve(Instances.Labelled(24, 12, 3, 99), new NearestSettings());
        Solve(Instances.Labelled(24, 12, 3, 99), new NearestSettings { Metric = NearestMetric.IsometricError });
        foreach (var section in sections.Length > 0 ? sections : ["reference", "free", "haus", "iso"])
        {
            Write($"-- {section}");
            switch (section)
            {
                case "reference":
                    Reference();
                    break;
                case "free":
                    Free();
                    break;
                case "haus":
                    Gaussian(NearestMetric.HausdorffLike, 1e-6, TimeSpan.FromSeconds(10));
                    break;
                case "iso":
                    Gaussian(NearestMetric.IsometricError, 1e-7, TimeSpan.FromSeconds(10));
                    break;
                case "large":
                    Line(
                        "500 x 128, 12 classes",
                        Solve(Instances.Labelled(500, 128, 12, 1), new NearestSettings { Gap = 1e-4, Starts = 1 }));
                    break;
                default:
                    throw new ArgumentException($"unknown section {section}");
            }
        }
    }

    private sealed record Run(NearestSolution Solution, double Seconds, double Processor);

    private static Run Solve(Embedding f, NearestSettings settings)
    {
        using var process = Process.GetCurrentProcess();
        var (before, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        var solution = NearestSolver.Solve(f, settings);
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new Run(solution, seconds, (process.TotalProcessorTime - before).TotalSeconds);
    }

    private static void Reference()
    {
        foreach (var (name, f) in ReferenceInstances())
        {
            foreach (var metric in Enum.GetValues<NearestMetric>())
            {
                var run = Solve(f, new NearestSettings { Metric = metric, Gap = 1e-8 });
                var kind = Tight.Contains(name) ? "relaxation tight" : run.Solution.IsFree ? "free" : "rank-limited";
                Line($"{name} {Name(metric)} N = {f.Count}, {kind}", run);
            }
        }
    }

    private static void Free()
    {
        var line = ReferenceInstances().First(x => x.Name == "line_tie_sqrt3").Points;
        foreach (var metric in Enum.GetValues<NearestMetric>())
        {
            Line(
                $"line_tie_sqrt3 {Name(metric)}, free dimension",
                Solve(line, new NearestSettings { Metric = metric, FreeDimension = true }));
        }

        for (var m = 1; m <= 6; m++)
        {
            var settings = new NearestSettings { Metric = NearestMetric.IsometricError, FreeDimension = true };
            Line($"cross_{m} iso, free dimension", Solve(Cross(m), settings));
        }
    }

    private static void Gaussian(NearestMetric metric, double gap, TimeSpan limit)
    {
        foreach (var classes in new[] { 18, 2 })
        {
            var runs = Enumerable.Range(1, 10).Select(seed =>
            {
                var run = Solve(
                    Instances.Labelled(72, 128, classes, seed), new NearestSettings { Metric = metric, Gap = gap, TimeLimit = limit });
                Line($"72 x 128, {classes} classes of {72 / classes}, {Name(metric)}, seed {seed}", run);
                return run;
            }).ToArray();
            Write($"   time: median {Median(runs, r => r.Seconds):F3} s, largest {runs.Max(r => r.Seconds):F3} s");
            Write($"   gap: median {Median(runs, r => r.Solution.Gap):0.0e+0}, largest {runs.Max(r => r.Solution.Gap):0.0e+0}");
        }
    }

    private static double Median(Run[] runs, Func<Run, double> value)
    {
        var sorted = runs.Select(value).Order().ToArray();
        return 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }

    /// <summary>Class k = {+e_k, -e_k, 0}, and a singleton at 0.</summary>
    private static Embedding Cross(int m)
    {
        var (points, labels) = (new double[((3 * m) + 1) * m], new int[(3 * m) + 1]);
        for (var k = 0; k < m; k++)
        {
            (points[(3 * k * m) + k], points[(((3 * k) + 1) * m) + k]) = (1, -1);
            labels[3 * k] = labels[(3 * k) + 1] = labels[(3 * k) + 2] = k;
        }

        labels[^1] = m;
        return Embedding.Create(points, m, labels);
    }

    private static IEnumerable<(string Name, Embedding Points)> ReferenceInstances()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "nearest.json")));
        foreach (var q in document.RootElement.EnumerateArray())
        {
            var rows = q.GetProperty("points").EnumerateArray().Select(r => r.EnumerateArray().Select(x => x.GetDouble()).ToArray())
                .ToArray();
            var labels = q.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32()).ToArray();
            yield return (q.GetProperty("name").GetString()!, Embedding.Create([.. rows.SelectMany(r => r)], rows[0].Length, labels));
        }
    }

    private static string Name(NearestMetric metric) => metric == NearestMetric.HausdorffLike ? "haus" : "iso";

    private static void Line(string name, Run run) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-62} gap {run.Solution.Gap:0.0e+0}  [{run.Solution.Lower:R}, {run.Solution.Upper:R}]  {run.Seconds:F3} s, "
            + $"{run.Processor:F3} cpu s  {run.Solution.LowerSource}"));

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
