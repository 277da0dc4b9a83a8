using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Native;

/// <summary>The fields of "nearest", without the embedding.</summary>
internal static class NearestJson
{
    /// <summary>Writes the solution.</summary>
    internal static void Write(ResultWriter result, NearestSolution solution)
    {
        var json = result.Json;
        json.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(solution.Status.ToString()));
        json.WriteNumber("seed", solution.Seed);
        json.WriteNumber("seconds", solution.Seconds);
        json.WriteString("metric", solution.Metric == NearestMetric.HausdorffLike ? "haus" : "iso");
        json.WriteString("set", solution.Set.Name);
        json.WriteNumber("dimension", solution.Dimension);
        json.WriteNumber("margin", solution.Margin);
        result.Number("lower", solution.Lower);
        result.Number("upper", solution.Upper);
        result.Number("gap", solution.Gap);
        json.WriteString("lowerSource", solution.LowerSource);
        json.WriteString("upperSource", solution.UpperSource);
        json.WriteString("explanation", solution.Explanation);
        json.WriteBoolean("freeDimension", solution.IsFree);
        json.WriteNumber("starts", solution.Starts);
        json.WriteNumber("evaluations", solution.Evaluations);
    }

    /// <summary>The certificate as UTF-8.</summary>
    internal static ReadOnlySpan<byte> Of(Certificate certificate)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(certificate, stream);
        return stream.ToArray();
    }
}
