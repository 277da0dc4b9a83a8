using System.Text.Json;
using System.Text.Json.Nodes;
using IsoApprox.Arithmetic;

namespace IsoApprox.Learning.Health;

/// <summary>
/// The health of an embedding as JSON: the fields that the command line, C and Python give. Numbers round-trip; what is undefined or
/// infinite is null.
/// </summary>
public static class HealthJson
{
    /// <summary>
    /// <c>measures[]{id, value, lower, upper, reason, sample, definition, source}</c>,
    /// <c>claims[]{id, statement, verdict, left{lower, upper}, right{lower, upper}, note, sample}</c> and <c>leftOut[]</c>, ids.
    /// </summary>
    /// <param name="health">What was measured.</param>
    public static JsonObject Of(EmbeddingHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return new JsonObject
        {
            ["measures"] = new JsonArray([.. health.Measures.Select(Of)]),
            ["claims"] = new JsonArray([.. health.Claims.Select(c => (JsonNode)new JsonObject
            {
                ["id"] = c.Id,
                ["statement"] = c.Statement,
                ["verdict"] = JsonNamingPolicy.CamelCase.ConvertName(c.Verdict.ToString()),
                ["left"] = Ends(c.Left),
                ["right"] = Ends(c.Right),
                ["note"] = c.Note,
                ["sample"] = health.ClaimSample,
            })]),
            ["leftOut"] = new JsonArray([.. health.LeftOut.Select(d => JsonValue.Create(d.Id))]),
        };
    }

    private static JsonNode Of(HealthMeasure m) => new JsonObject
    {
        ["id"] = m.Id,
        ["value"] = m.Value,
        ["lower"] = m.Lower,
        ["upper"] = m.Upper,
        ["reason"] = m.Reason,
        ["sample"] = m.Sample,
        ["definition"] = m.Definition.Formula,
        ["source"] = m.Definition.Source,
    };

    /// <summary>Both ends; one that is infinite is null.</summary>
    private static JsonObject? Ends(Interval? interval) => interval is { } i
        ? new JsonObject { ["lower"] = Finite(i.Lower), ["upper"] = Finite(i.Upper) }
        : null;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
