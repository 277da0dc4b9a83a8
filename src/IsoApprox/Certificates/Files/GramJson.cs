using System.Text.Json;
using IsoApprox.Certificates.Gram;

namespace IsoApprox.Certificates.Files;

/// <summary>The JSON members of a <see cref="GramCertificate"/>; docs/certificates.md describes them.</summary>
internal static class GramJson
{
    /// <summary>As <see cref="Schema"/>, with slopes.</summary>
    internal const string SlopesSchema = "isoapprox/gram-certificate/3";

    internal const string Schema = "isoapprox/gram-certificate/2";

    /// <summary>Comparisons of classes only: no kappa, near and far, and pairs instead of cuts.</summary>
    internal const string FirstSchema = "isoapprox/gram-certificate/1";

    /// <summary>As <see cref="Schema"/>, but no member may be missing.</summary>
    internal const string ConstraintSchema = "isoapprox/constraint-certificate/1";

    private static readonly string[] MetricNames = ["haus", "iso"];

    /// <summary>
    /// Writes the members after "schema" and "digest". Those that the metric or the set does not have are left out; what belongs together
    /// is written together, so that a file that lost a member is no certificate.
    /// </summary>
    internal static void Write(Utf8JsonWriter json, GramCertificate c)
    {
        json.WriteString("metric", MetricNames[(int)c.Metric]);
        Numbers(json, "mu", c.Mu);
        if (c.Kappa.Length > 0)
        {
            Numbers(json, "kappa", c.Kappa);
        }

        if (c.Slopes.Length > 0)
        {
            Numbers(json, "slopes", c.Slopes);
        }

        foreach (var (name, cuts) in new[] { ("lambda", c.Lambda), ("nu", c.Nu) })
        {
            json.WriteStartObject(name);
            Numbers(json, "anchor", cuts.Anchor);
            if (!Array.TrueForAll(cuts.Boundary, boundary => boundary == 1))
            {
                Numbers(json, "boundary", cuts.Boundary);
            }

            Numbers(json, "row", cuts.Row);
            Numbers(json, "value", cuts.Values);
            json.WriteEndObject();
        }

        var hasThresholds = c.Near.Count > 0 || c.Far.Count > 0;
        var isIsometric = c.Metric == NearestMetric.IsometricError;
        var members =
            new[] { ("near", c.Near, hasThresholds), ("far", c.Far, hasThresholds), ("alpha", c.Alpha, isIsometric),
                ("beta", c.Beta, isIsometric) };
        foreach (var (name, pairs, _) in members.Where(m => m.Item3))
        {
            json.WriteStartObject(name);
            Numbers(json, "first", pairs.First);
            Numbers(json, "second", pairs.Second);
            Numbers(json, "value", pairs.Values);
            json.WriteEndObject();
        }
    }

    internal static GramCertificate Read(JsonElement root, string source)
    {
        var start = Start(root, source);
        var hasThresholds = root.TryGetProperty("near", out _) || root.TryGetProperty("far", out _);
        var isIsometric = start.Metric == NearestMetric.IsometricError;
        return start with
        {
            Kappa = root.TryGetProperty("kappa", out _) ? CertificateJson.ReadArray(root, "kappa", source, CertificateJson.Real) : [],
            Lambda = Cuts(root, "lambda", source),
            Nu = Cuts(root, "nu", source),
            Near = Pairs("near", hasThresholds),
            Far = Pairs("far", hasThresholds),
            Alpha = Pairs("alpha", isIsometric),
            Beta = Pairs("beta", isIsometric),
        };

        PairMultipliers Pairs(string name, bool required) =>
            required || root.TryGetProperty(name, out _) ? CertificateJson.ReadPairs(root, name, source) : PairMultipliers.Empty;
    }

    /// <summary>Reads <see cref="SlopesSchema"/>.</summary>
    internal static GramCertificate ReadWithSlopes(JsonElement root, string source) =>
        Read(root, source) with { Slopes = CertificateJson.ReadArray(root, "slopes", source, CertificateJson.Real) };

    /// <summary>Reads <see cref="FirstSchema"/>.</summary>
    internal static GramCertificate ReadFirst(JsonElement root, string source) => Start(root, source) with
    {
        Lambda = CutMultipliers.OfClasses(CertificateJson.ReadPairs(root, "lambda", source)),
        Nu = CutMultipliers.OfClasses(CertificateJson.ReadPairs(root, "nu", source)),
        Alpha = CertificateJson.ReadPairs(root, "alpha", source),
        Beta = CertificateJson.ReadPairs(root, "beta", source),
    };

    private static GramCertificate Start(JsonElement root, string source)
    {
        var metric = Array.IndexOf(MetricNames, CertificateJson.Text(root, "metric", source));
        return metric < 0
            ? throw CertificateJson.Error(source, "has an unknown 'metric'; it must be \"haus\" or \"iso\"")
            : new GramCertificate
            {
                Digest = CertificateJson.Text(root, "digest", source),
                Metric = (NearestMetric)metric,
                Mu = CertificateJson.ReadArray(root, "mu", source, CertificateJson.Real),
            };
    }

    private static CutMultipliers Cuts(JsonElement root, string name, string source)
    {
        var cuts = CertificateJson.Member(root, name, JsonValueKind.Object, source);
        var pairs = new PairMultipliers(
            CertificateJson.ReadArray(cuts, "anchor", source, CertificateJson.Row),
            CertificateJson.ReadArray(cuts, "row", source, CertificateJson.Row),
            CertificateJson.ReadArray(cuts, "value", source, CertificateJson.Real));
        return cuts.TryGetProperty("boundary", out _)
            ? new CutMultipliers(
                pairs.First, CertificateJson.ReadArray(cuts, "boundary", source, CertificateJson.Row), pairs.Second, pairs.Values)
            : CutMultipliers.OfClasses(pairs);
    }

    private static void Numbers(Utf8JsonWriter json, string name, double[] values) =>
        CertificateJson.WriteArray(json, name, values, json.WriteNumberValue);

    private static void Numbers(Utf8JsonWriter json, string name, int[] values) =>
        CertificateJson.WriteArray(json, name, values, json.WriteNumberValue);
}
