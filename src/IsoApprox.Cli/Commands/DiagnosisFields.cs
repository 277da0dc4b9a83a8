using System.Text.Json;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.Diagnosing;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Cli.Commands;

/// <summary>A diagnosis as fields of the JSON result.</summary>
internal static class DiagnosisFields
{
    /// <summary>Fills the result.</summary>
    internal static void Fill(VerbRun run, Diagnosis diagnosis)
    {
        run.Result["verdict"] = VerdictName(diagnosis.Verdict);
        run.Result["sentence"] = diagnosis.Sentence;
        run.Result["cause"] = diagnosis.Cause;
        run.Result["advice"] = new JsonArray([.. diagnosis.Advice.Select(line => (JsonNode)line)]);
        run.Result["batches"] = new JsonArray(
            [.. diagnosis.Batches.Select(batch => Prediction(run, "batches", batch.Prediction, batch.Verdict, batch.Points))]);
        run.Result["interventions"] = new JsonArray([.. diagnosis.Interventions.Select(i => Change(run, i))]);
        run.Result["suspects"] = new JsonArray([.. diagnosis.Suspects.Select(Suspect)]);
    }

    private static JsonNode Change(VerbRun run, Intervention intervention)
    {
        var node = Prediction(run, intervention.Name, intervention.Prediction, intervention.Verdict, intervention.Points);
        node["name"] = intervention.Name;
        node["change"] = intervention.Change;
        node["gain"] = intervention.Gain;
        return node;
    }

    private static JsonObject Prediction(VerbRun run, string field, CollapsePrediction prediction, CollapseVerdict verdict, Embedding f)
    {
        var (state, solution, measures) = (prediction.State, prediction.Solution, prediction.Measures);
        return new JsonObject
        {
            ["points"] = f.Count,
            ["dimension"] = f.Dimension,
            ["classes"] = f.ClassCount,
            ["verdict"] = VerdictName(verdict),
            ["loss"] = run.Result.Number($"{field}.loss", state.Loss),
            ["diameter"] = run.Result.Number($"{field}.diameter", state.Diameter),
            ["lossOverDiameter"] = run.Result.Number($"{field}.lossOverDiameter", state.LossOverDiameter),
            ["activeAnchors"] = state.ActiveAnchors,
            ["violatedTriplets"] = state.ViolatedTriplets,
            ["enclosingRadius"] = run.Result.Number($"{field}.enclosingRadius", state.EnclosingRadius),
            ["largestClassRadius"] = run.Result.Number($"{field}.largestClassRadius", state.LargestClassRadius),
            ["rank"] = state.Rank,
            ["spareDimensions"] = state.HasSpareDimensions(f),
            ["hausdorff"] = new JsonObject
            {
                ["lower"] = solution.Lower,
                ["upper"] = solution.Upper,
                ["status"] = NearestCommand.StatusName(solution.Status),
            },
            ["canonical"] = prediction.IsCanonical,
            ["diameterRatio"] = Ratio(run, field, "diameterRatio", measures.Diameter),
            ["rmsRatio"] = Ratio(run, field, "rmsRatio", measures.RmsRadius),
            ["betweenRatio"] = Ratio(run, field, "betweenRatio", measures.BetweenClassSpread),
            ["withinRatio"] = Ratio(run, field, "withinRatio", measures.WithinClassSpread),
            ["effectiveRankRatio"] = Ratio(run, field, "effectiveRankRatio", measures.EffectiveRank),
        };
    }

    private static JsonNode? Ratio(VerbRun run, string field, string name, CollapseRatio ratio)
    {
        if (ratio.Value is { } value)
        {
            return JsonValue.Create(value);
        }

        run.Result.Note($"{field}.{name} is null: {ratio.Reason}");
        return null;
    }

    private static JsonNode Suspect(LabelSuspect suspect) => new JsonObject
    {
        ["row"] = suspect.Row,
        ["class"] = suspect.Class,
        ["displacement"] = suspect.Displacement,
        ["multiplier"] = suspect.Multiplier,
        ["neighbours"] = suspect.Neighbours,
        ["suggested"] = suspect.Suggested,
        ["nearest"] = new JsonArray(
            [.. suspect.Nearest.Select(
                near => (JsonNode)new JsonObject { ["row"] = near.Row, ["class"] = near.Class, ["distance"] = near.Distance })]),
    };

    /// <summary>The verdict as it stands in JSON.</summary>
    internal static string VerdictName(CollapseVerdict verdict) => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString());
}
