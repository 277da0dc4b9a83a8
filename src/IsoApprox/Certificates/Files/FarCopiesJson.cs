using System.Text.Json;
using IsoApprox.Certificates.FarCopies;

namespace IsoApprox.Certificates.Files;

/// <summary>The JSON form of <see cref="FarCopiesCertificate"/> (docs/certificates.md).</summary>
internal static class FarCopiesJson
{
    /// <summary>"schema".</summary>
    internal const string Schema = "isoapprox/far-copies-certificate/1";

    internal static void Write(Utf8JsonWriter json, FarCopiesCertificate certificate)
    {
        SelfContainedJson.WriteInstance(json, certificate.Instance);
        json.WriteStartArray("copies");
        foreach (var copy in certificate.Copies)
        {
            json.WriteStartObject();
            CertificateJson.WriteArray(json, "rows", [.. copy.Rows], json.WriteNumberValue);
            json.WriteString("width_sum", copy.WidthSum.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        SelfContainedJson.WriteWeights(json, "pairs", certificate.Pairs.Select(p => (new[] { p.First, p.Second }, p.Weight)));
        CertificateJson.WriteArray(json, "frame", [.. certificate.Frame], json.WriteNumberValue);
        json.WriteString("t", certificate.Level.ToString());
    }

    internal static FarCopiesCertificate Read(JsonElement root, string source)
    {
        var instance = SelfContainedJson.ReadInstance(root, source);
        return new FarCopiesCertificate
        {
            Digest = SelfContainedJson.OptionalText(root, "digest", source) ?? instance.Digest,
            Instance = instance,
            Copies = [.. SelfContainedJson.Items(root, "copies", source).Select((copy, c) => ReadCopy(copy, $"{source}: 'copies'[{c}]"))],
            Pairs = SelfContainedJson.Weights(root, "pairs", 2, source, (r, v) => new CopyPair(r[0], r[1], v)),
            Frame = CertificateJson.ReadArray(root, "frame", source, CertificateJson.Row),
            Level = SelfContainedJson.Rational(root, "t", source),
        };
    }

    private static FarCopy ReadCopy(JsonElement copy, string source) => copy.ValueKind == JsonValueKind.Object
        ? new FarCopy(
            CertificateJson.ReadArray(copy, "rows", source, CertificateJson.Row), SelfContainedJson.Rational(copy, "width_sum", source))
        : throw CertificateJson.Error(source, "is not an object");
}
