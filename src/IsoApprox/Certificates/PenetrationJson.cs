using System.Text.Json;

namespace IsoApprox.Certificates;

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
            json.WriteEndObject();
        }

        json.WriteEndArray();
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
        [.. CertificateJson.Member(root, "leaves", JsonValueKind.Array, source).EnumerateArray().Select((leaf, l) => ReadLeaf(leaf, l, source))];

    private static PenetrationLeaf ReadLeaf(JsonElement leaf, int number, string source) => leaf.ValueKind == JsonValueKind.Object
        ? new PenetrationLeaf(
            CertificateJson.ReadArray(leaf, "above", source, CertificateJson.Row),
            CertificateJson.ReadArray(leaf, "lambda", source, CertificateJson.Real),
            CertificateJson.ReadArray(leaf, "below", source, CertificateJson.Row),
            CertificateJson.ReadArray(leaf, "mu", source, CertificateJson.Real))
        : throw CertificateJson.Error(source, $"'leaves'[{number}] is not an object");
}
