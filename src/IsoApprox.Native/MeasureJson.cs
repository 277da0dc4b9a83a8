using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Native;

/// <summary>The fields of "measure".</summary>
internal static class MeasureJson
{
    /// <summary>Measures the embedding; a field that the stop came before is null.</summary>
    internal static void Write(ResultWriter result, Embedding f, double margin, ThicknessSettings? thickness, StopFlag stop)
    {
        var json = result.Json;
        json.WriteNumber("points", f.Count);
        json.WriteNumber("dimension", f.Dimension);
        json.WriteNumber("classes", f.ClassCount);
        json.WriteNumber("margin", margin);
        result.Step("rank", stop, () => AffineRank.Rank(f), rank => json.WriteNumber("rank", rank));
        result.Step("duplicates", stop, () => Duplicates.Count(f), count => json.WriteNumber("duplicates", count));
        result.Step("diameter", stop, () => Diameter.Compute(f, null, stop.Token), diameter => result.Pair("diameter", diameter));
        if (thickness is not null)
        {
            result.Step("thickness", stop, () => ThicknessSolver.Compute(f, thickness, stop.Token), width => Thickness(result, width));
        }

        result.Step(
            "hardLoss",
            stop,
            () => TripletLoss.HardMined(f, TripletDistance.Euclidean, margin, null, stop.Token),
            loss => HardLoss(result, loss));
        result.Step(
            "batchHardLoss",
            stop,
            () => TripletLoss.BatchHard(f, margin, TripletDistance.Euclidean, null, stop.Token),
            loss => result.Number("batchHardLoss", loss.Value));
        result.Step(
            "tripletSeparated",
            stop,
            () => TripletSeparation.IsSatisfied(f, margin, null, stop.Token),
            separated => json.WriteBoolean("tripletSeparated", separated));
        result.Step("enclosingRadius", stop, () => EnclosingBall.Compute(f), ball => result.Number("enclosingRadius", ball.Radius));
        result.Step(
            "classRadius", stop, () => EnclosingBall.PerClass(f), balls => result.Numbers("classRadius", [.. balls.Select(b => b.Radius)]));
    }

    private static void HardLoss(ResultWriter result, HardMinedLoss loss)
    {
        var json = result.Json;
        json.WriteStartObject("hardLoss");
        result.Number("value", loss.Value);
        if (loss.Triplet is { } triplet)
        {
            json.WriteStartObject("triplet");
            json.WriteNumber("anchor", triplet.Anchor);
            json.WriteNumber("positive", triplet.Positive);
            json.WriteNumber("negative", triplet.Negative);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("triplet");
            result.Note("hardLoss.triplet is null: no point has a negative");
        }

        json.WriteEndObject();
    }

    private static void Thickness(ResultWriter result, ThicknessInterval width)
    {
        result.Json.WriteStartObject("thickness");
        result.Number("lower", width.Lower);
        result.Number("upper", width.Upper);
        result.Numbers("direction", width.Direction);
        result.Json.WriteString("method", width.Method);
        result.Json.WriteEndObject();
    }
}
