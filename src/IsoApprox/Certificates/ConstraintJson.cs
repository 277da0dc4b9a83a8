using System.Text.Json;

namespace IsoApprox.Certificates;

/// <summary>The JSON members of a <see cref="ConstraintCertificate"/>; docs/bridges.md describes them.</summary>
internal static class ConstraintJson
{
    internal const string Schema = "isoapprox/constraint-certificate/1";

    private static readonly string[] MetricNames = ["haus", "iso"];

    internal static void Write(Utf8JsonWriter json, ConstraintCertificate c)
    {
        json.WriteString("schema", Schema);
        json.WriteString("digest", c.Digest);
        json.WriteString("metric", MetricNames[(int)c.Metric]);
        Numbers(json, "mu", c.Mu);
        Numbers(json, "kappa", c.Kappa);
        foreach (var (name, cuts) in new[] { ("lambda", c.Lambda), ("nu", c.Nu) })
        {
            json.WriteStartObject(name);
            Numbers(json, "anchor", cuts.Anchor);
            Numbers(json, "boundary", cuts.Boundary);
            Numbers(json, "row", cuts.Row);
            Numbers(json, "value", cuts.Values);
            json.WriteEndObject();
        }

        foreach (var (name, pairs) in new[] { ("near", c.Near), ("far", c.Far), ("alpha", c.Alpha), ("beta", c.Beta) })
        {
            json.WriteStartObject(name);
            Numbers(json, "first", pairs.First);
            Numbers(json, "second", pairs.Second);
            Numbers(json, "value", pairs.Values);
            json.WriteEndObject();
        }
    }

    internal static ConstraintCertificate Read(JsonElement root, string source)
    {
        var metric = Array.IndexOf(MetricNames, CertificateJson.Text(root, "metric", source));
        return metric < 0
            ? throw CertificateJson.Error(source, "has an unknown 'metric'; it must be \"haus\" or \"iso\"")
            : new ConstraintCertificate
            {
                Digest = CertificateJson.Text(root, "digest", source),
                Metric = (NearestMetric)metric,
                Mu = CertificateJson.ReadArray(root, "mu", source, CertificateJson.Real),
                Kappa = CertificateJson.ReadArray(root, "kappa", source, CertificateJson.Real),
                Lambda = Cuts(root, "lambda", source),
                Nu = Cuts(root, "nu", source),
                Near = CertificateJson.ReadPairs(root, "near", source),
                Far = CertificateJson.ReadPairs(root, "far", source),
                Alpha = CertificateJson.ReadPairs(root, "alpha", source),
                Beta = CertificateJson.ReadPairs(root, "beta", source),
            };
    }

    private static CutMultipliers Cuts(JsonElement root, string name, string source)
    {
        var cuts = CertificateJson.Member(root, name, JsonValueKind.Object, source);
        return new CutMultipliers(
            CertificateJson.ReadArray(cuts, "anchor", source, CertificateJson.Row),
            CertificateJson.ReadArray(cuts, "boundary", source, CertificateJson.Row),
            CertificateJson.ReadArray(cuts, "row", source, CertificateJson.Row),
            CertificateJson.ReadArray(cuts, "value", source, CertificateJson.Real));
    }

    private static void Numbers(Utf8JsonWriter json, string name, double[] values) => CertificateJson.WriteArray(json, name, values, json.WriteNumberValue);

    private static void Numbers(Utf8JsonWriter json, string name, int[] values) => CertificateJson.WriteArray(json, name, values, json.WriteNumberValue);
}
