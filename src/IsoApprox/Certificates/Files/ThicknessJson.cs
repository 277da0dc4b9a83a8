using System.Text.Json;
using IsoApprox.Certificates.Thickness;

namespace IsoApprox.Certificates.Files;

/// <summary>JSON of a <see cref="ThicknessBound"/>, one schema for each kind of proof.</summary>
internal static class ThicknessJson
{
    internal static CertificateFormat[] Formats { get; } =
    [
        Of<ThicknessCertificate>("isoapprox/thickness-certificate/1", WriteCovariance, ReadCovariance),
        Of<ThicknessBranchCertificate>("isoapprox/thickness-branch-certificate/1", WriteBranch, ReadBranch),
    ];

    private static CertificateFormat Of<T>(string schema, Action<Utf8JsonWriter, T> write, Func<JsonElement, string, T> read)
        where T : IThicknessCertificate => new(
            [(schema, (root, source) =>
                new ThicknessBound { Digest = CertificateJson.Text(root, "digest", source), Proof = read(root, source) })],
            c => c is ThicknessBound { Proof: T },
            (json, c) => write(json, (T)((ThicknessBound)c).Proof));

    private static void WriteBranch(Utf8JsonWriter json, ThicknessBranchCertificate branch)
    {
        json.WriteNumber("level", branch.Level);
        CertificateJson.WriteArray(json, "tree", branch.Tree, json.WriteNumberValue);
        PenetrationJson.WriteLeaves(json, branch.Leaves);
    }

    private static void WriteCovariance(Utf8JsonWriter json, ThicknessCertificate covariance)
    {
        CertificateJson.WriteArray(json, "weights", covariance.Weights, json.WriteNumberValue);
        CertificateJson.WriteArray(json, "basis", covariance.Basis, json.WriteNumberValue);
        if (covariance.Exponent != 0)
        {
            json.WriteNumber("exponent", covariance.Exponent);
        }
    }

    private static ThicknessBranchCertificate ReadBranch(JsonElement root, string source) => new(
        CertificateJson.Real(CertificateJson.Member(root, "level", JsonValueKind.Number, source))
            ?? throw CertificateJson.Error(source, "'level' is not a finite number"),
        CertificateJson.ReadArray(root, "tree", source, CertificateJson.Row),
        PenetrationJson.ReadLeaves(root, source));

    private static ThicknessCertificate ReadCovariance(JsonElement root, string source) => new(
        CertificateJson.ReadArray(root, "weights", source, CertificateJson.Real),
        CertificateJson.ReadArray(root, "basis", source, CertificateJson.Real))
    {
        Exponent = root.TryGetProperty("exponent", out _)
            ? CertificateJson.Row(CertificateJson.Member(root, "exponent", JsonValueKind.Number, source))
                ?? throw CertificateJson.Error(source, "'exponent' is not an integer")
            : 0,
    };
}
