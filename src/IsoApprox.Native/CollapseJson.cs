using System.Text.Json;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Native;

/// <summary>The fields of "collapse"; the ratios are named as in diagnose.</summary>
internal static class CollapseJson
{
    private static readonly (string Ratio, string Measure, Func<CollapseMeasures, CollapseRatio> Of)[] Ratios =
    [
        ("diameterRatio", "diameter", m => m.Diameter), ("rmsRatio", "rmsRadius", m => m.RmsRadius),
        ("betweenRatio", "betweenClassSpread", m => m.BetweenClassSpread), ("withinRatio", "withinClassSpread", m => m.WithinClassSpread),
        ("effectiveRankRatio", "effectiveRank", m => m.EffectiveRank),
    ];

    /// <summary>Compares both embeddings; what the stop came before is null.</summary>
    internal static void Write(ResultWriter result, Embedding f, Embedding g, ThicknessSettings? thickness, StopFlag stop)
    {
        string[] names = ["kind", .. Ratios.Select(ratio => ratio.Ratio), "before", "after"];
        result.Step(names, stop, () => CollapseMeasures.Compute(f, g, null, stop.Token), measures => Write(result, measures));
        if (thickness is not null)
        {
            result.Step(
                ["thicknessRatio"],
                stop,
                () => ThicknessRatio.Of(
                    ThicknessSolver.Compute(f, thickness, stop.Token), ThicknessSolver.Compute(g, thickness, stop.Token)),
                ratio => Write(result, ratio));
        }
    }

    private static void Write(ResultWriter result, CollapseMeasures measures)
    {
        result.Json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(measures.Kind.ToString()));
        foreach (var (name, _, of) in Ratios)
        {
            var ratio = of(measures);
            if (ratio.Value is { } value)
            {
                result.Json.WriteNumber(name, value);
            }
            else
            {
                result.Json.WriteNull(name);
                result.Note($"{name} is null: {ratio.Reason}");
            }
        }

        Side(result, "before", measures, ratio => ratio.Before);
        Side(result, "after", measures, ratio => ratio.After);
    }

    private static void Side(ResultWriter result, string name, CollapseMeasures measures, Func<CollapseRatio, double> side)
    {
        result.Json.WriteStartObject(name);
        foreach (var (_, measure, of) in Ratios)
        {
            result.Number(measure, side(of(measures)));
        }

        result.Json.WriteEndObject();
    }

    private static void Write(ResultWriter result, ThicknessRatio ratio)
    {
        if (ratio.Value is not { } value)
        {
            result.Json.WriteNull("thicknessRatio");
            result.Note($"thicknessRatio is null: {ratio.Reason}");
            return;
        }

        result.Json.WriteStartObject("thicknessRatio");
        result.Number("lower", value.Lower);
        result.Number("upper", value.Upper);
        result.Json.WriteEndObject();
    }
}
