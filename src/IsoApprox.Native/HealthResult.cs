using IsoApprox.Embeddings;
using IsoApprox.Learning.Health;

namespace IsoApprox.Native;

/// <summary>The fields of "health".</summary>
internal static class HealthResult
{
    /// <summary>Measures the embedding; a row that the stop came before is null and says so.</summary>
    internal static void Write(ResultWriter result, Embedding f, HealthSettings settings, StopFlag stop)
    {
        var json = result.Json;
        json.WriteNumber("points", f.Count);
        json.WriteNumber("dimension", f.Dimension);
        result.Count("classes", settings.HasLabels ? f.ClassCount : null);
        json.WriteBoolean("labelled", settings.HasLabels);
        result.Count("levels", settings.Levels?.Count);
        json.WriteNumber("margin", settings.Margin);
        json.WriteNumber("beta", settings.Hardness);
        json.WriteNumber("temperature", settings.Temperature);
        json.WriteNumber("pairLimit", settings.PairLimit);
        json.WriteNumber("seed", settings.Seed);
        var health = EmbeddingHealth.Measure(f, settings, null, stop.Token);
        if (stop.Token.IsCancellationRequested)
        {
            result.Note($"{stop.Reason}: measures and claims that were not finished by then are missing");
        }

        foreach (var (name, value) in HealthJson.Of(health))
        {
            json.WritePropertyName(name);
            value!.WriteTo(json);
        }
    }
}
