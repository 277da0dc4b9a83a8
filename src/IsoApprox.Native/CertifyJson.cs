using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Thickness;

namespace IsoApprox.Native;

/// <summary>The fields of "certify".</summary>
internal static class CertifyJson
{
    /// <summary>Writes the verdict.</summary>
    internal static void Write(ResultWriter result, Certificate certificate, CertificateCheck check)
    {
        var json = result.Json;
        json.WriteBoolean("accepted", check.Verdict.Accepted);
        json.WriteString("metric", Name(certificate, check.Metric));
        json.WriteNumber("dimension", check.Dimension);
        if (check.Verdict.Accepted)
        {
            result.Number("lower", check.Verdict.Lower);
        }
        else
        {
            json.WriteNull("lower");
        }

        json.WriteString("reason", check.Verdict.Reason);
        json.WriteString("digest", certificate.Digest);
    }

    private static string? Name(Certificate certificate, NearestMetric? metric) => metric switch
    {
        NearestMetric.HausdorffLike => "haus",
        NearestMetric.IsometricError => "iso",
        _ => certificate is ThicknessBound ? "thickness" : null,
    };
}
