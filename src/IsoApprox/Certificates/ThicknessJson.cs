using System.Text.Json;

namespace IsoApprox.Certificates;

/// <summary>JSON of a <see cref="ThicknessBound"/>, one schema for each kind of proof.</summary>
internal static class ThicknessJson
{
    internal const string CovarianceSchema = "isoapprox/thickness-certificate/1";

    internal const string BranchSchema = "isoapprox/thickness-branch-certificate/1";

    internal static void Write(Utf8JsonWriter json, ThicknessBound bound)
    {
        json.WriteString("schema", bound.Proof is ThicknessBranchCertificate ? BranchSchema : CovarianceSchema);
        json.WriteString("digest", bound.Digest);
        switch (bound.Proof)
        {
            case ThicknessBranchCertificate branch:
                json.WriteNumber("level", branch.Level);
                CertificateJson.WriteArray(json, "tree", branch.Tree, json.WriteNumberValue);
                PenetrationJson.WriteLeaves(json, branch.Leaves);
                break;
            case ThicknessCertificate covariance:
                CertificateJson.WriteArray(json, "weights", covariance.Weights, json.WriteNumberValue);
                CertificateJson.WriteArray(json, "basis", covariance.Basis, json.WriteNumberValue);
                if (covariance.Exponent != 0)
                {
                    json.WriteNumber("exponent", covariance.Exponent);
                }

                break;
            default:
                throw new ArgumentException($"no JSON format for {bound.Proof?.GetType().Name ?? "a missing proof"}", nameof(bound));
        }
    }

    internal static ThicknessBound Read(JsonElement root, bool isBranch, string source) => new()
    {
        Digest = CertificateJson.Text(root, "digest", source),
        Proof = isBranch
            ? new ThicknessBranchCertificate(
                CertificateJson.Real(CertificateJson.Member(root, "level", JsonValueKind.Number, source))
                    ?? throw CertificateJson.Error(source, "'level' is not a finite number"),
                CertificateJson.ReadArray(root, "tree", source, CertificateJson.Row),
                PenetrationJson.ReadLeaves(root, source))
            : new ThicknessCertificate(
                CertificateJson.ReadArray(root, "weights", source, CertificateJson.Real),
                CertificateJson.ReadArray(root, "basis", source, CertificateJson.Real))
            {
                Exponent = root.TryGetProperty("exponent", out _)
                    ? CertificateJson.Row(CertificateJson.Member(root, "exponent", JsonValueKind.Number, source))
                        ?? throw CertificateJson.Error(source, "'exponent' is not an integer")
                    : 0,
            },
    };
}
