using System.Text;
using System.Text.Json.Nodes;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Tests.Soundness;

/// <summary>Certificates as files that somebody changed.</summary>
internal static class CertificateDamage
{
    internal static JsonObject ToJson(Certificate certificate)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(certificate, stream);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    /// <summary>The verdict on a file; a refusal to read it is a rejection.</summary>
    internal static CertificateVerdict Check(JsonNode json, Problem problem)
    {
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString()));
            return CertificateJson.Read(stream).Check(problem);
        }
        catch (EmbeddingException exception)
        {
            return CertificateVerdict.Reject(exception.Message);
        }
    }

    /// <summary>One version per member with that member damaged beyond use: none may be accepted.</summary>
    internal static IEnumerable<(string Member, JsonObject Json)> EachMemberSpoiled(Certificate certificate)
    {
        var original = ToJson(certificate);
        foreach (var member in original.Select(p => p.Key).ToArray())
        {
            var removed = original.DeepClone().AsObject();
            removed.Remove(member);
            yield return ($"{member} removed", removed);
            var replaced = original.DeepClone().AsObject();
            replaced[member] = JsonValue.Create("spoiled");
            yield return ($"{member} replaced", replaced);
        }

        foreach (var array in Arrays(original).Where(a => a.Count > 0).Select(a => a.GetPath()).ToArray())
        {
            // A proof by cases may hold without one of its balls or with fewer points fixed, and rows of leaves may be idle: those are left
            // to the random changes, judged by their bound.
            if (array is "$.balls" or "$.gauge" || array.Contains("nodes", StringComparison.Ordinal)
                || array.Contains("leaves", StringComparison.Ordinal))
            {
                continue;
            }

            var shorter = original.DeepClone().AsObject();
            At(shorter, array).RemoveAt(0);
            yield return ($"{array} shortened", shorter);
            var text = original.DeepClone().AsObject();
            At(text, array)[0] = JsonValue.Create("1");
            yield return ($"{array} with a text", text);
        }
    }

    /// <summary>
    /// One number anywhere in the file changed at random. The result may be a certificate again, so only its bound can be judged.
    /// </summary>
    internal static JsonObject OneNumberChanged(Certificate certificate, Random rng)
    {
        var json = ToJson(certificate);
        var places = Arrays(json)
            .SelectMany(a => Enumerable.Range(0, a.Count).Where(k => a[k] is JsonValue).Select(k => (Array: a, Index: k))).ToArray();
        if (places.Length > 0)
        {
            var (array, index) = places[rng.Next(places.Length)];
            var value = array[index]!.GetValue<double>();
            array[index] = JsonValue.Create(rng.Next(8) switch
            {
                0 => 0,
                1 => -value,
                2 => value + 1,
                3 => 2 * value,
                4 => 1e300,
                5 => Math.BitIncrement(value),
                6 => value * (1 + (0.1 * (rng.NextDouble() - 0.5))),
                _ => rng.Next(10),
            });
        }

        return json;
    }

    private static JsonArray At(JsonObject root, string path)
    {
        JsonNode node = root;
        foreach (var part in path[2..].Split('.', '['))
        {
            node = part.EndsWith(']') ? node[int.Parse(part[..^1], System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!;
        }

        return node.AsArray();
    }

    private static IEnumerable<JsonArray> Arrays(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Arrays).Prepend(array),
        JsonObject members => members.SelectMany(p => Arrays(p.Value)),
        _ => [],
    };
}
