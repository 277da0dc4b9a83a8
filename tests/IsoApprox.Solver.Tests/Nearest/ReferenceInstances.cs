using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// Data/nearest.json: instances with enclosed optimal values of both distances in the dimension of the points, computed by other programs.
/// </summary>
internal static class ReferenceInstances
{
    internal sealed record Instance(string Name, Embedding Points, (double Lower, double Upper) Haus, (double Lower, double Upper) Iso)
    {
        internal (double Lower, double Upper) Value(NearestMetric metric) => metric == NearestMetric.HausdorffLike ? Haus : Iso;
    }

    internal static IReadOnlyList<Instance> All { get; } = Read();

    internal static Instance Named(string name) => All.First(x => x.Name == name);

    private static Instance[] Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "nearest.json")));
        return [.. document.RootElement.EnumerateArray().Select(q =>
        {
            var rows = q.GetProperty("points").EnumerateArray().Select(r => r.EnumerateArray().Select(x => x.GetDouble()).ToArray())
                .ToArray();
            var labels = q.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32()).ToArray();
            return new Instance(
                q.GetProperty("name").GetString()!, Embedding.Create(rows.SelectMany(r => r).ToArray(), rows[0].Length, labels),
                Pair(q, "dHaus"), Pair(q, "dIso"));
        })];
    }

    private static (double, double) Pair(JsonElement q, string name) =>
        (q.GetProperty(name)[0].GetDouble(), q.GetProperty(name)[1].GetDouble());
}
