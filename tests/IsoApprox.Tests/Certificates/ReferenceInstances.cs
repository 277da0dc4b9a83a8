using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

/// <summary>
/// Instances with enclosed optimal values (Data/nearest.json) and certificates by a reference optimiser (Data/gram-certificates.json), both
/// from outside this code.
/// </summary>
internal static class ReferenceInstances
{
    internal sealed record Instance(string Name, Embedding Points, (double Lower, double Upper) Haus, (double Lower, double Upper) Iso)
    {
        internal (double Lower, double Upper) Value(NearestMetric metric) => metric == NearestMetric.HausdorffLike ? Haus : Iso;
    }

    internal sealed record Entry(Instance Instance, Problem Problem, double Bound, GramCertificate Certificate);

    internal static IReadOnlyList<Instance> Instances { get; } = ReadInstances();

    internal static IReadOnlyList<Entry> Entries { get; } = ReadEntries();

    /// <summary>A file of Data.</summary>
    internal static JsonElement Parse(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", file))).RootElement;

    private static Instance[] ReadInstances() => [.. Parse("nearest.json").EnumerateArray().Select(
        q => new Instance(q.GetProperty("name").GetString()!, Points(q), Pair(q, "dHaus"), Pair(q, "dIso")))];

    /// <summary>The members "points" and "labels".</summary>
    internal static Embedding Points(JsonElement q)
    {
        var rows = q.GetProperty("points").EnumerateArray().Select(r => r.EnumerateArray().Select(x => x.GetDouble()).ToArray()).ToArray();
        var labels = q.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32()).ToArray();
        return Embedding.Create(rows.SelectMany(r => r).ToArray(), rows[0].Length, labels);
    }

    /// <summary>The member "certificate".</summary>
    internal static GramCertificate Certificate(JsonElement q)
    {
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(q.GetProperty("certificate").GetRawText()));
        return (GramCertificate)CertificateJson.Read(text);
    }

    private static (double, double) Pair(JsonElement q, string name) =>
        (q.GetProperty(name)[0].GetDouble(), q.GetProperty(name)[1].GetDouble());

    private static Entry[] ReadEntries() => [.. Parse("gram-certificates.json").EnumerateArray().Select(q =>
    {
        var instance = Instances.First(x => x.Name == q.GetProperty("name").GetString());
        var metric = q.GetProperty("metric").GetString() == "haus" ? NearestMetric.HausdorffLike : NearestMetric.IsometricError;
        return new Entry(instance, Problem.TripletSeparated(instance.Points, metric), q.GetProperty("bound").GetDouble(), Certificate(q));
    })];
}
