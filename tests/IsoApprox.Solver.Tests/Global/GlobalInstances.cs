using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Tests.Global;

/// <summary>
/// Instances with enclosed optimal values from outside this code (Data/nearest.json), and random ones of every degenerate kind.
/// </summary>
internal static class GlobalInstances
{
    private static readonly JsonElement Data =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "nearest.json"))).RootElement;

    internal static (Problem Problem, double Lower, double Upper) Reference(string name, NearestMetric metric)
    {
        var q = Data.EnumerateArray().First(x => x.GetProperty("name").GetString() == name);
        var rows = q.GetProperty("points").EnumerateArray().Select(r => r.EnumerateArray().Select(x => x.GetDouble()).ToArray()).ToArray();
        var labels = q.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32()).ToArray();
        var value = q.GetProperty(metric == NearestMetric.HausdorffLike ? "dHaus" : "dIso");
        var f = Embedding.Create(rows.SelectMany(r => r).ToArray(), rows[0].Length, labels);
        return (Problem.TripletSeparated(f, metric, 0, f.Dimension), value[0].GetDouble(), value[1].GetDouble());
    }

    /// <summary>
    /// N = 2..6, n = 1..3 (mostly 1 and 2), grids with duplicates, collinear points, nearly separated classes, a margin now and then.
    /// </summary>
    internal static Problem Random(int seed)
    {
        var rng = new Random(seed);
        var (count, n, classes) = (2 + rng.Next(5), rng.Next(8) == 0 ? 3 : 1 + rng.Next(2), 2 + rng.Next(2));
        var labels = Enumerable.Range(0, count).Select(i => i < 2 ? i : rng.Next(classes)).ToArray();
        var (kind, scale) = (rng.Next(5), rng.Next(4) == 0 ? Math.Pow(10, rng.Next(-6, 7)) : 1);
        var x = new double[count * n];
        for (var i = 0; i < count; i++)
        {
            var t = rng.Next(-3, 4);
            for (var d = 0; d < n; d++)
            {
                x[(i * n) + d] = scale * kind switch
                {
                    0 => rng.Next(-1, 2),
                    1 => t * (d + 1),
                    2 => (2 * labels[i]) + (1.5 * rng.NextDouble()),
                    _ => rng.NextDouble() - 0.5
                };
            }
        }

        var metric = rng.Next(2) == 0 ? NearestMetric.HausdorffLike : NearestMetric.IsometricError;
        var margin = rng.Next(3) == 0 ? scale * 0.3 * rng.NextDouble() : 0;
        return Problem.TripletSeparated(Embedding.Create(x, n, labels), metric, margin, n);
    }

    /// <summary>A feasible embedding and its value from the local search.</summary>
    internal static NearestSolution Feasible(Problem problem, int starts, int seed = 1) =>
        NearestSolver.Solve(problem.Points, new NearestSettings
        {
            Metric = problem.Metric,
            Dimension = problem.Dimension,
            Set = problem.Set,
            Starts = starts,
            Seed = seed,
            Threads = 2,
        });

    internal static GlobalSolution Prove(Problem problem, double gap = 1e-6, long nodes = 100_000, int threads = 2) =>
        GlobalSolver.Prove(problem, Feasible(problem, 8).Nearest, new GlobalSettings { Gap = gap, NodeLimit = nodes, Threads = threads });

    internal static Certificate RoundTrip(Certificate certificate)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(certificate, stream);
        stream.Position = 0;
        return CertificateJson.Read(stream);
    }
}
