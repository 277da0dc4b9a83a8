using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Native;

/// <summary>The fields of "anchors": for each row its hardest positive and its hardest negative.</summary>
internal static class AnchorsJson
{
    /// <summary>Mines all anchors; both fields are null when the stop came before.</summary>
    internal static void Write(ResultWriter result, Embedding f, StopFlag stop) => result.Step(
        ["farthestPositive", "nearestNegative"],
        stop,
        () => AnchorDistances.Compute(f, null, stop.Token),
        anchors =>
        {
            Side(result, "farthestPositive", anchors.FarthestPositive, anchors.FarthestPositiveDistance);
            if (f.ClassCount > 1)
            {
                Side(result, "nearestNegative", anchors.NearestNegative, anchors.NearestNegativeDistance);
                return;
            }

            result.Json.WriteNull("nearestNegative");
            result.Note("nearestNegative is null: there is one class");
        });

    private static void Side(ResultWriter result, string name, int[] rows, double[] distances)
    {
        result.Json.WriteStartObject(name);
        result.Json.WriteStartArray("row");
        Array.ForEach(rows, result.Json.WriteNumberValue);
        result.Json.WriteEndArray();
        result.Json.WriteStartArray("distance");
        foreach (var distance in distances)
        {
            if (double.IsFinite(distance))
            {
                result.Json.WriteNumberValue(distance);
            }
            else
            {
                result.Json.WriteNullValue();
            }
        }

        result.Json.WriteEndArray();
        if (distances.Count(distance => !double.IsFinite(distance)) is > 0 and var count)
        {
            result.Note($"{name}.distance: {count} are not finite");
        }

        result.Json.WriteEndObject();
    }
}
