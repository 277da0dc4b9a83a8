using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Native;

/// <summary>The fields of "distance".</summary>
internal static class DistanceJson
{
    /// <summary>Measures both distances; a field that the stop came before is null, and so is d_haus where the spaces differ.</summary>
    internal static void Write(ResultWriter result, Embedding f, Embedding g, StopFlag stop)
    {
        var json = result.Json;
        result.Step(
            "isometricError", stop, () => IsometricError.Compute(f, g, null, stop.Token), iso => result.Pair("isometricError", iso));
        if (f.Dimension != g.Dimension)
        {
            json.WriteNull("hausdorffLike");
            json.WriteNull("hausdorff");
            result.Note(
                $"hausdorffLike and hausdorff are null: the embeddings have {f.Dimension} and {g.Dimension} coordinates, "
                    + "and d_haus needs one space");
            return;
        }

        result.Step("hausdorffLike", stop, () => HausdorffLikeDistance.Compute(f, g, null, stop.Token), hausdorff =>
        {
            json.WritePropertyName("hausdorffLike");
            Side(result, f, hausdorff.Class, hausdorff.Witness);
            json.WriteStartArray("hausdorff");
            for (var k = 0; k < f.ClassCount; k++)
            {
                Side(result, f, k, hausdorff.PerClass[k]);
            }

            json.WriteEndArray();
        });
    }

    private static void Side(ResultWriter result, Embedding f, int k, DirectedDistance side)
    {
        var json = result.Json;
        json.WriteStartObject();
        result.Number("value", side.Value);
        json.WriteString("class", f.ClassNames[k]);
        json.WriteNumber("from", side.From);
        json.WriteNumber("to", side.To);
        json.WriteString("fromEmbedding", side.FromFirst ? "F" : "G");
        json.WriteEndObject();
    }
}
