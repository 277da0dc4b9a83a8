using System.Text.Json;
using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;
using IsoApprox.Separation;

namespace IsoApprox.Certificates;

/// <summary>Certificates as JSON text; the format is described in docs/certificates.md. Doubles round-trip.</summary>
public static class CertificateJson
{
    /// <summary>"schema" of a <see cref="GramCertificate"/>.</summary>
    public const string GramSchema = "isoapprox/gram-certificate/1";

    /// <summary>"schema" of a <see cref="TripletCertificate"/>.</summary>
    public const string TripletSchema = "isoapprox/triplet-certificate/1";

    /// <summary>"schema" of a <see cref="BranchCertificate"/>.</summary>
    public const string BranchSchema = "isoapprox/branch-certificate/1";

    /// <summary>"schema" of a <see cref="PenetrationCertificate"/>.</summary>
    public const string PenetrationSchema = "isoapprox/penetration-certificate/1";

    /// <summary>"schema" of a <see cref="MetricCertificate"/>.</summary>
    public const string MetricSchema = "isoapprox/metric-certificate/1";

    /// <summary>"schema" of a <see cref="DirectionCertificate"/>.</summary>
    public const string DirectionSchema = DirectionJson.Schema;

    /// <summary>"schema" of a <see cref="ConstraintCertificate"/>.</summary>
    public const string ConstraintSchema = ConstraintJson.Schema;

    private const int LargestFile = 1 << 29;
    private static readonly string[] MetricNames = ["haus", "iso"];

    /// <summary>Writes a certificate of any kind.</summary>
    /// <param name="certificate">The certificate; its numbers must be finite.</param>
    /// <param name="stream">Receives UTF-8 text.</param>
    public static void Write(Certificate certificate, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        switch (certificate)
        {
            case GramCertificate gram:
                json.WriteString("schema", GramSchema);
                json.WriteString("metric", MetricNames[(int)gram.Metric]);
                json.WriteString("digest", gram.Digest);
                WriteArray(json, "mu", gram.Mu, json.WriteNumberValue);
                WritePairs(json, "lambda", gram.Lambda);
                WritePairs(json, "nu", gram.Nu);
                WritePairs(json, "alpha", gram.Alpha);
                WritePairs(json, "beta", gram.Beta);
                break;
            case TripletCertificate triplet:
                json.WriteString("schema", TripletSchema);
                json.WriteString("digest", triplet.Digest);
                WriteArray(json, "triplet", [triplet.Triplet.Anchor, triplet.Triplet.Positive, triplet.Triplet.Negative], json.WriteNumberValue);
                break;
            case BranchCertificate branch:
                json.WriteString("schema", BranchSchema);
                json.WriteString("digest", branch.Digest);
                BranchJson.Write(json, branch);
                break;
            case PenetrationCertificate penetration:
                json.WriteString("schema", PenetrationSchema);
                json.WriteString("digest", penetration.Digest);
                PenetrationJson.Write(json, penetration);
                break;
            case DirectionCertificate direction:
                json.WriteString("schema", DirectionSchema);
                json.WriteString("digest", direction.Digest);
                DirectionJson.Write(json, direction);
                break;
            case MetricCertificate metric:
                json.WriteString("schema", MetricSchema);
                json.WriteString("digest", metric.Digest);
                json.WriteNumber("level", metric.Level);
                WriteArray(json, "rows", metric.Rows, json.WriteNumberValue);
                break;
            case ConstraintCertificate constraint:
                ConstraintJson.Write(json, constraint);
                break;
            case ThicknessBound thickness:
                ThicknessJson.Write(json, thickness);
                break;
            case SelfContainedCertificate own:
                SelfContainedJson.Write(json, own);
                break;
            default:
                throw new ArgumentException($"no JSON format for {certificate.GetType().Name}", nameof(certificate));
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a certificate of any kind by its "schema"; an object without one is read as a rank certificate. Unknown members are ignored.</summary>
    /// <param name="stream">UTF-8 text, at most 512 MB.</param>
    /// <param name="source">Name used in messages, for example the file name.</param>
    /// <exception cref="EmbeddingException">Not such a certificate; the message is one line.</exception>
    public static Certificate Read(Stream stream, string source = "certificate")
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var document = JsonDocument.Parse(ReadAll(stream, source), new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (SelfContainedJson.TryRead(root, source) is { } own)
            {
                return own;
            }

            var schema = root.ValueKind == JsonValueKind.Object ? Text(root, "schema", source) : throw Error(source, "is not a JSON object");
            return schema switch
            {
                GramSchema => ReadGram(root, source),
                TripletSchema => ReadTriplet(root, source),
                BranchSchema => BranchJson.Read(root, source),
                PenetrationSchema => PenetrationJson.Read(root, source),
                DirectionSchema => DirectionJson.Read(root, source),
                MetricSchema => ReadMetric(root, source),
                ConstraintSchema => ConstraintJson.Read(root, source),
                ThicknessJson.CovarianceSchema => ThicknessJson.Read(root, false, source),
                ThicknessJson.BranchSchema => ThicknessJson.Read(root, true, source),
                _ => throw Error(source,
                    $"has the schema '{Shorten(schema)}'; this program reads {GramSchema}, {TripletSchema}, {BranchSchema}, {PenetrationSchema}, "
                    + $"{DirectionSchema}, {MetricSchema}, "
                    + $"{ThicknessJson.CovarianceSchema}, {ThicknessJson.BranchSchema}, "
                    + $"{ConstraintSchema}, {SelfContainedJson.RankSchema} and {SelfContainedJson.ChainSchema}"),
            };
        }
        catch (InvalidOperationException exception)
        {
            throw new EmbeddingException($"{source}: holds text that is not valid UTF-8; write the certificate again", exception);
        }
        catch (JsonException exception)
        {
            throw new EmbeddingException(
                $"{source}: is not valid JSON (line {(exception.LineNumber ?? 0) + 1}, byte {exception.BytePositionInLine}); write it again",
                exception);
        }
    }

    private static GramCertificate ReadGram(JsonElement root, string source)
    {
        var metric = Array.IndexOf(MetricNames, Text(root, "metric", source));
        if (metric < 0)
        {
            throw Error(source, "has an unknown 'metric'; it must be \"haus\" or \"iso\"");
        }

        return new GramCertificate
        {
            Digest = Text(root, "digest", source),
            Metric = (NearestMetric)metric,
            Mu = ReadArray(root, "mu", source, Real),
            Lambda = ReadPairs(root, "lambda", source),
            Nu = ReadPairs(root, "nu", source),
            Alpha = ReadPairs(root, "alpha", source),
            Beta = ReadPairs(root, "beta", source),
        };
    }

    private static MetricCertificate ReadMetric(JsonElement root, string source) => new()
    {
        Digest = Text(root, "digest", source),
        Level = Real(Member(root, "level", JsonValueKind.Number, source)) ?? throw Error(source, "'level' is not a finite number"),
        Rows = ReadArray(root, "rows", source, Real),
    };

    private static TripletCertificate ReadTriplet(JsonElement root, string source)
    {
        var rows = ReadArray(root, "triplet", source, Row);
        return rows.Length == 3
            ? new TripletCertificate { Digest = Text(root, "digest", source), Triplet = new Triplet(rows[0], rows[1], rows[2]) }
            : throw Error(source, $"'triplet' has {rows.Length} entries, expected 3");
    }

    internal static PairMultipliers ReadPairs(JsonElement root, string name, string source)
    {
        var pairs = Member(root, name, JsonValueKind.Object, source);
        return new PairMultipliers(ReadArray(pairs, "first", source, Row), ReadArray(pairs, "second", source, Row), ReadArray(pairs, "value", source, Real));
    }

    internal static T[] ReadArray<T>(JsonElement parent, string name, string source, Func<JsonElement, T?> convert)
        where T : struct
    {
        var array = Member(parent, name, JsonValueKind.Array, source);
        var result = new T[array.GetArrayLength()];
        var e = 0;
        foreach (var item in array.EnumerateArray())
        {
            result[e] = item.ValueKind == JsonValueKind.Number && convert(item) is { } value
                ? value
                : throw Error(source, $"'{name}'[{e}] is not a {(typeof(T) == typeof(int) ? "row number" : "finite number")}");
            e++;
        }

        return result;
    }

    internal static double? Real(JsonElement item) => item.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    internal static int? Row(JsonElement item) => item.TryGetInt32(out var value) ? value : null;

    internal static string Text(JsonElement parent, string name, string source) =>
        Member(parent, name, JsonValueKind.String, source).GetString() ?? string.Empty;

    internal static JsonElement Member(JsonElement parent, string name, JsonValueKind kind, string source) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw Error(source, $"needs a member '{name}' of kind {kind}");

    internal static EmbeddingException Error(string source, string message) => new($"{source}: {message}");

    private static string Shorten(string text) => new([.. text.Take(60).Where(c => !char.IsControl(c))]);

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string source)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > LargestFile)
            {
                throw Error(source, $"is larger than {LargestFile} bytes; this program reads no larger certificate");
            }
        }

        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    private static void WritePairs(Utf8JsonWriter json, string name, PairMultipliers pairs)
    {
        json.WriteStartObject(name);
        WriteArray(json, "first", pairs.First, json.WriteNumberValue);
        WriteArray(json, "second", pairs.Second, json.WriteNumberValue);
        WriteArray(json, "value", pairs.Values, json.WriteNumberValue);
        json.WriteEndObject();
    }

    internal static void WriteArray<T>(Utf8JsonWriter json, string name, T[] values, Action<T> write)
    {
        json.WriteStartArray(name);
        Array.ForEach(values, write);
        json.WriteEndArray();
    }
}
