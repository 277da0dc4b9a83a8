using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>results.json. Field names are stable; numbers round-trip; an infinite end of an interval is null; rows are 0-based.</summary>
internal static class PaperJson
{
    /// <summary>Value of the field "schema".</summary>
    public const string Schema = "isoapprox-paper-1";

    /// <summary>The JSON text.</summary>
    public static string ToJson(PaperResult result)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", SoftwareVersion.Text);
            json.WriteNumber("seed", result.Settings.Seed);
            json.WriteNumber("seconds", result.Seconds);
            json.WriteString("note", PaperHtml.OriginNote);
            json.WriteStartObject("toy");
            WriteInstance(json, result.Toy);
            json.WriteEndObject();
            json.WriteStartObject("collapse");
            WriteInstance(json, result.Collapse);
            WriteClaims(json, result.Collapse);
            json.WriteEndObject();
            WriteClaims(json, result.Toy);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteInstance(Utf8JsonWriter json, PaperInstance instance)
    {
        WriteRows(json, "points", instance.Embedding);
        json.WriteStartArray("labels");
        foreach (var k in instance.Embedding.Classes)
        {
            json.WriteStringValue(instance.Embedding.ClassNames[k]);
        }

        json.WriteEndArray();
        WriteInterval(json, "diameter", instance.Report.Inputs.Diameter);
        WriteInterval(json, "thickness", instance.Report.Inputs.Thickness);
        json.WriteStartObject("hardLoss");
        json.WriteNumber("value", instance.HardLoss.Value);
        WriteEnds(json, instance.Report.Inputs.HardLoss);
        if (instance.HardLoss.Triplet is { } t)
        {
            json.WriteStartObject("triplet");
            json.WriteNumber("anchor", t.Anchor);
            json.WriteNumber("positive", t.Positive);
            json.WriteNumber("negative", t.Negative);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("triplet");
        }

        json.WriteEndObject();
        json.WriteNumber("batchHardLoss", instance.Report.Inputs.BatchHardLoss);
        WriteSolution(json, "hausdorffLike", instance, instance.HausdorffSolution, instance.HausdorffLike);
        WriteSolution(json, "isometric", instance, instance.IsometricSolution, instance.IsometricError);
        WriteInterval(json, "ratio", instance.Ratio);
    }

    private static void WriteSolution(Utf8JsonWriter json, string name, PaperInstance instance, NearestSolution solution, Interval value)
    {
        json.WriteStartObject(name);
        WriteEnds(json, value);
        json.WriteNumber("gap", value.Upper > 0 ? Math.Max(0, (value.Upper - value.Lower) / value.Upper) : 0);
        json.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(solution.Status.ToString()));
        json.WriteNumber("starts", solution.Starts);
        json.WriteNumber("seconds", solution.Seconds);
        WriteNumber(json, "diameterRatio", instance.DiameterRatio(solution) ?? double.NaN);
        WriteRows(json, "embedding", solution.Nearest);
        json.WriteEndObject();
    }

    private static void WriteClaims(Utf8JsonWriter json, PaperInstance instance)
    {
        json.WriteStartArray("claims");
        foreach (var claim in instance.Report.Claims)
        {
            json.WriteStartObject();
            json.WriteString("id", claim.Id);
            json.WriteString("statement", claim.Statement);
            WriteInterval(json, "left", claim.Left);
            WriteInterval(json, "right", claim.Right);
            json.WriteString("verdict", claim.Verdict.ToString());
            json.WriteString("standing", JsonNamingPolicy.CamelCase.ConvertName(claim.Standing.ToString()));
            json.WriteString("note", claim.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRows(Utf8JsonWriter json, string name, Embedding embedding)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < embedding.Count; i++)
        {
            json.WriteStartArray();
            foreach (var value in embedding[i])
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteInterval(Utf8JsonWriter json, string name, Interval value)
    {
        json.WriteStartObject(name);
        WriteEnds(json, value);
        json.WriteEndObject();
    }

    private static void WriteEnds(Utf8JsonWriter json, Interval value)
    {
        WriteNumber(json, "lower", value.Lower);
        WriteNumber(json, "upper", value.Upper);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
