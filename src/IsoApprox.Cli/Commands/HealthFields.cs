using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsoApprox.Arithmetic;
using IsoApprox.Cli.Output;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Health;

namespace IsoApprox.Cli.Commands;

/// <summary>The health of an embedding as fields and as tables.</summary>
internal static class HealthFields
{
    /// <summary>Sets measures, claims and leftOut.</summary>
    internal static void Write(ResultDocument result, EmbeddingHealth health)
    {
        var measures = new JsonArray();
        foreach (var m in health.Measures)
        {
            measures.Add((JsonNode)new JsonObject
            {
                ["id"] = m.Id,
                ["value"] = m.Value,
                ["lower"] = m.Lower,
                ["upper"] = m.Upper,
                ["reason"] = m.Reason,
                ["sample"] = m.Sample,
                ["definition"] = m.Definition.Formula,
                ["source"] = m.Definition.Source,
            });
        }

        var claims = new JsonArray();
        foreach (var c in health.Claims)
        {
            claims.Add((JsonNode)new JsonObject
            {
                ["id"] = c.Id,
                ["statement"] = c.Statement,
                ["verdict"] = Verdict(c.Verdict),
                ["left"] = Ends(c.Left),
                ["right"] = Ends(c.Right),
                ["note"] = c.Note,
                ["sample"] = health.ClaimSample,
            });
        }

        result["measures"] = measures;
        result["claims"] = claims;
        result["leftOut"] = new JsonArray([.. health.LeftOut.Select(d => JsonValue.Create(d.Id))]);
    }

    /// <summary>The table of the measures, and that of the claims where there are any.</summary>
    internal static void Report(Report report, string heading, EmbeddingHealth health, double hardness)
    {
        report.Table(
            heading,
            ["measure", "value", "definition"],
            health.Measures.Select(m => new[] { m.Id, Value(m), $"{m.Definition.Formula} ({m.Definition.Source})" }));
        if (health.Claims.Count > 0)
        {
            report.Table(
                string.Create(CultureInfo.InvariantCulture, $"Theorems of arXiv 2311.05139, InfoNCE, one negative, beta = {hardness:R}"),
                ["claim", "statement", "verdict", "left", "right", "note"],
                health.Claims.Select(c => new[] { c.Id, c.Statement, Verdict(c.Verdict), Text(c.Left), Text(c.Right), c.Note }));
        }
    }

    private static string Value(HealthMeasure m) => m switch
    {
        { Lower: { } lower, Upper: { } upper } => NumberText.Interval(lower, upper),
        { Value: { } value } => NumberText.Of(value),
        _ => $"none: {m.Reason}",
    };

    private static string Verdict(ContrastiveVerdict verdict) => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString());

    private static string Text(Interval? interval) => interval is { } i ? NumberText.Interval(i.Lower, i.Upper) : "";

    /// <summary>Both ends; one that is infinite is null.</summary>
    private static JsonObject? Ends(Interval? interval) => interval is { } i
        ? new JsonObject { ["lower"] = Finite(i.Lower), ["upper"] = Finite(i.Upper) }
        : null;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
