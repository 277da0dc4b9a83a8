using System.Text.Json;
using IsoApprox.Certificates.Penetration;

namespace IsoApprox.Certificates.Files;

/// <summary>JSON of a <see cref="PenetrationCertificate"/>.</summary>
internal static class PenetrationJson
{
    internal static void Write(Utf8JsonWriter json, PenetrationCertificate certificate)
    {
        CertificateJson.WriteArray(json, "classes", [certificate.FirstClass, certificate.SecondClass], json.WriteNumberValue);
        json.WriteNumber("depth", certificate.Depth);
        CertificateJson.WriteArray(json, "tree", certificate.Tree, json.WriteNumberValue);
        WriteLeaves(json, certificate.Leaves);
    }

    internal static void WriteLeaves(Utf8JsonWriter json, PenetrationLeaf[] leaves)
    {
        json.WriteStartArray("leaves");
        foreach (var leaf in leaves)
        {
            json.WriteStartObject();
            CertificateJson.WriteArray(json, "above", leaf.Above, json.WriteNumberValue);
            CertificateJson.WriteArray(json, "lambda", leaf.AboveWeights, json.WriteNumberValue);
            CertificateJson.WriteArray(json, "below", leaf.Below, json.WriteNumberValue);
            CertificateJson.WriteArray(json, "mu", leaf.BelowWeights, json.WriteNumberValue);
            if (leaf.Extent is { } extent)
            {
                WriteExtent(json, extent);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExtent(Utf8JsonWriter json, PenetrationExtent extent)
    {
        json.WriteStartObject("extent");
        json.WriteNumber("of", extent.OfSecond ? 1 : 0);
        CertificateJson.WriteArray(json, "points", extent.Points, json.WriteNumberValue);
        CertificateJson.WriteArray(json, "weights", extent.Weights, json.WriteNumberValue);
        json.WriteNumber("sine", extent.Sine);
        json.WriteNumber("cosine", extent.Cosine);
        json.WriteEndObject();
    }

    internal static PenetrationCertificate Read(JsonElement root, string source)
    {
        var classes = CertificateJson.ReadArray(root, "classes", source, CertificateJson.Row);
        if (classes.Length != 2)
        {
            throw CertificateJson.Error(source, $"'classes' has {classes.Length} entries, expected 2");
        }

        return new PenetrationCertificate
        {
            Digest = CertificateJson.Text(root, "digest", source),
            FirstClass = classes[0],
            SecondClass = classes[1],
            Depth = CertificateJson.Real(CertificateJson.Member(root, "depth", JsonValueKind.Number, source))
                ?? throw CertificateJson.Error(source, "'depth' is not a finite number"),
            Tree = CertificateJson.ReadArray(root, "tree", source, CertificateJson.Row),
            Leaves = ReadLeaves(root, source),
        };
    }

    internal static PenetrationLeaf[] ReadLeaves(JsonElement root, string source) =>
        [.. CertificateJson.Member(root, "leaves", JsonValueKind.Array, source).EnumerateArray()
            .Select((leaf, l) => ReadLeaf(leaf, l, source))];

    private static PenetrationLeaf ReadLeaf(JsonElement leaf, int number, string source) => leaf.ValueKind == JsonValueKind.Object
        ? new PenetrationLeaf(
            CertificateJson.ReadArray(leaf, "above", source, CertificateJson.Row),
            CertificateJson.ReadArray(leaf, "lambda", source, CertificateJson.Real),
            CertificateJson.ReadArray(leaf, "below", source, CertificateJson.Row),
            CertificateJson.ReadArray(leaf, "mu", source, CertificateJson.Real))
        {
            Extent = leaf.TryGetProperty("extent", out _) ? ReadExtent(
                CertificateJson.Member(leaf, "extent", JsonValueKind.Object, source), source) : null,
        }
        : throw CertificateJson.Error(source, $"'leaves'[{number}] is not an object");

    private static PenetrationExtent ReadExtent(JsonElement extent, string source)
    {
        double Number(string name) => CertificateJson.Real(CertificateJson.Member(extent, name, JsonValueKind.Number, source))
            ?? throw CertificateJson.Error(source, $"'{name}' of an extent is not a finite number");
        var of = Number("of");
        return of is 0 or 1
            ? new PenetrationExtent(
                of == 1,
                CertificateJson.ReadArray(extent, "points", source, CertificateJson.Row),
                CertificateJson.ReadArray(extent, "weights", source, CertificateJson.Real),
                Number("sine"),
                Number("cosine"))
            : throw CertificateJson.Error(source, "'of' of an extent is neither 0 nor 1");
    }
}
