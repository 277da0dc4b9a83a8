using System.Globalization;
using System.Text.Json;
using IsoApprox.Arithmetic;
using IsoApprox.Cli.Output;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Health;

namespace IsoApprox.Cli.Commands;

/// <summary>The health of an embedding as tables.</summary>
internal static class HealthReport
{
    /// <summary>The table of the measures, and that of the claims where there are any.</summary>
    internal static void Write(Report report, string heading, EmbeddingHealth health, double hardness)
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
}
