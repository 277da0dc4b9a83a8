using System.Text.Json;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Gram;
using IsoApprox.Certificates.Line;
using IsoApprox.Certificates.Metric;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Certificates.Subset;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Sets;

namespace IsoApprox.Certificates.Files;

/// <summary>Certificates as JSON text; the format is described in docs/certificates.md. Doubles round-trip.</summary>
public static class CertificateJson
{
    private const int LargestFile = 1 << 29;
    private const int MaxDepth = 8;

    private static readonly CertificateFormat[] Formats =
    [
        CertificateFormat.Of<GramCertificate>(GramJson.SlopesSchema, GramJson.Write, GramJson.ReadWithSlopes) with
        {
            Holds = c => c is GramCertificate { Slopes.Length: > 0 },
        },
        CertificateFormat.Of<GramCertificate>(
            GramJson.Schema, GramJson.Write, GramJson.Read, (GramJson.FirstSchema, GramJson.ReadFirst),
            (GramJson.ConstraintSchema, GramJson.Read)),
        SinceFirst<TripletCertificate>("triplet", WriteTriplet, ReadTriplet),
        CertificateFormat.Of<BranchCertificate>(BranchJson.AnglesSchema, BranchJson.Write, BranchJson.ReadWithAngles) with
        {
            Holds = c => c is BranchCertificate { Reach: not null },
        },
        SinceFirst<BranchCertificate>("branch", BranchJson.Write, BranchJson.Read),
        CertificateFormat.Of<PenetrationCertificate>(
            "isoapprox/penetration-certificate/3", PenetrationJson.Write, PenetrationJson.Read,
            ("isoapprox/penetration-certificate/2", PenetrationJson.Read), ("isoapprox/penetration-certificate/1", PenetrationJson.Read)),
        CertificateFormat.Of<SubsetCertificate>("isoapprox/subset-certificate/1", WriteSubset, ReadSubset),
        CertificateFormat.Of<LineCertificate>("isoapprox/line-certificate/1", (json, c) => json.WriteNumber("level", c.Level), ReadLine),
        CertificateFormat.Of<DirectionCertificate>(DirectionJson.SlopesSchema, DirectionJson.Write, DirectionJson.ReadWithSlopes) with
        {
            Holds = c => c is DirectionCertificate direction && DirectionJson.HasSlopes(direction),
        },
        CertificateFormat.Of<DirectionCertificate>(DirectionJson.Schema, DirectionJson.Write, DirectionJson.Read),
        SinceFirst<MetricCertificate>("metric", WriteMetric, ReadMetric),
        .. ThicknessJson.Formats,
        .. SelfContainedJson.Formats,
    ];

    /// <summary>Writes a certificate of any kind.</summary>
    /// <param name="certificate">The certificate; its numbers must be finite.</param>
    /// <param name="stream">Receives UTF-8 text.</param>
    /// <param name="compress">True: the text is compressed by gzip.</param>
    public static void Write(Certificate certificate, Stream stream, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (compress)
        {
            GzipText.Write(stream, packed => Write(certificate, packed));
            return;
        }

        using var json = new Utf8JsonWriter(stream);
        Write(json, certificate);
    }

    private static void Write(Utf8JsonWriter json, Certificate certificate)
    {
        var format = Array.Find(Formats, f => f.Holds(certificate))
            ?? throw new ArgumentException($"no JSON format for {certificate.GetType().Name}", nameof(certificate));
        json.WriteStartObject();
        json.WriteString("schema", format.Schemas[0].Name);
        json.WriteString("digest", certificate.Digest);
        format.Write(json, certificate);
        json.WriteEndObject();
    }

    /// <summary>
    /// Reads a certificate of any kind by its "schema"; an object without one is read as a rank certificate. Unknown members are ignored.
    /// </summary>
    /// <param name="stream">UTF-8 text, at most 512 MB, plain or compressed by gzip.</param>
    /// <param name="source">Name used in messages, for example the file name.</param>
    /// <exception cref="EmbeddingException">Not such a certificate; the message is one line.</exception>
    public static Certificate Read(Stream stream, string source = "certificate")
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var plain = GzipText.Open(stream);
            var text = JsonText.ReadAll(plain, LargestFile, MaxDepth, source);
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return ReadAny(document.RootElement, source);
        }
        catch (InvalidOperationException exception)
        {
            throw new EmbeddingException($"{source}: holds text that is not valid UTF-8; write the certificate again", exception);
        }
        catch (JsonException exception)
        {
            throw new EmbeddingException(
                $"{source}: is not valid JSON (line {(exception.LineNumber ?? 0) + 1}, byte {exception.BytePositionInLine}); write it "
                    + $"again",
                exception);
        }
    }

    private static Certificate ReadAny(JsonElement root, string source)
    {
        var schema = root.ValueKind != JsonValueKind.Object ? throw Error(source, "is not a JSON object")
            : SelfContainedJson.IsUnnamed(root) ? SelfContainedJson.RankSchema : Text(root, "schema", source);
        var known = Formats.SelectMany(f => f.Schemas).ToArray();
        var found = Array.FindIndex(known, s => s.Name == schema);
        var names = string.Join(", ", known[..^1].Select(s => s.Name));
        return found >= 0 ? known[found].Read(root, source)
            : throw Error(source, $"has the schema '{Shorten(schema)}'; this program reads {names} and {known[^1].Name}");
    }

    /// <summary>A kind whose members are those of its first version: only the digest of the problem is another one.</summary>
    private static CertificateFormat SinceFirst<T>(string name, Action<Utf8JsonWriter, T> write, Func<JsonElement, string, T> read)
        where T : Certificate =>
        CertificateFormat.Of($"isoapprox/{name}-certificate/2", write, read, ($"isoapprox/{name}-certificate/1", read));

    private static void WriteTriplet(Utf8JsonWriter json, TripletCertificate c) =>
        WriteArray(json, "triplet", [c.Triplet.Anchor, c.Triplet.Positive, c.Triplet.Negative], json.WriteNumberValue);

    private static void WriteMetric(Utf8JsonWriter json, MetricCertificate c)
    {
        json.WriteNumber("level", c.Level);
        WriteArray(json, "rows", c.Rows, json.WriteNumberValue);
    }

    private static MetricCertificate ReadMetric(JsonElement root, string source) => new()
    {
        Digest = Text(root, "digest", source),
        Level = ReadLevel(root, source),
        Rows = ReadArray(root, "rows", source, Real),
    };

    private static void WriteSubset(Utf8JsonWriter json, SubsetCertificate c)
    {
        WriteArray(json, "rows", c.Rows, json.WriteNumberValue);
        json.WritePropertyName("inner");
        Write(json, c.Inner);
    }

    private static SubsetCertificate ReadSubset(JsonElement root, string source) => new()
    {
        Digest = Text(root, "digest", source),
        Rows = ReadArray(root, "rows", source, Row),
        Inner = ReadAny(Member(root, "inner", JsonValueKind.Object, source), source),
    };

    private static LineCertificate ReadLine(JsonElement root, string source) =>
        new() { Digest = Text(root, "digest", source), Level = ReadLevel(root, source) };

    private static double ReadLevel(JsonElement root, string source) =>
        Real(Member(root, "level", JsonValueKind.Number, source)) ?? throw Error(source, "'level' is not a finite number");

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
        return new PairMultipliers(
            ReadArray(pairs, "first", source, Row), ReadArray(pairs, "second", source, Row), ReadArray(pairs, "value", source, Real));
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
        parent.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw Error(source, $"needs a member '{name}' of kind {kind}");

    internal static EmbeddingException Error(string source, string message) => new($"{source}: {message}");

    private static string Shorten(string text) => new([.. text.Take(60).Where(c => !char.IsControl(c))]);

    internal static void WriteArray<T>(Utf8JsonWriter json, string name, T[] values, Action<T> write)
    {
        json.WriteStartArray(name);
        Array.ForEach(values, write);
        json.WriteEndArray();
    }
}
