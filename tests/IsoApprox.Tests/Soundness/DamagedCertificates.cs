using System.Text;
using System.Text.Json.Nodes;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Tests.Certificates;

namespace IsoApprox.Tests.Soundness;

/// <summary>Certificates from the shipped file whose numbers were made extreme.</summary>
internal static class DamagedCertificates
{
    private static readonly JsonArray Bounds = BoundCertificates.Read();

    /// <summary>A certificate that is right, from the shipped file, with one number in ten made extreme, and its points, some of them made
    /// extreme too.</summary>
    internal static (Certificate? Certificate, Embedding Points) Create(Random random)
    {
        var item = Bounds[random.Next(Bounds.Count)]!;
        var rows = item["points"]!.AsArray().Select(r => r!.AsArray().Select(x => x!.GetValue<double>()).ToArray()).ToArray();
        var scale = random.Next(3) == 0 ? Math.ScaleB(1, random.Next(-1074, 1000)) : 1;
        var points =
            rows.SelectMany(r => r).Select(x => random.Next(20) == 0 ? ExtremeCertificates.Number(random, finite: true) : scale * x)
            .Select(x => double.IsFinite(x) ? x : 0).ToArray();
        var f = Embedding.Create(points, rows[0].Length, item["labels"]!.AsArray().Select(x => x!.GetValue<int>()).ToArray());
        var json = item["certificate"]!.DeepClone();
        Damage(json, random);
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString()));
            return (CertificateJson.Read(stream), f);
        }
        catch (EmbeddingException)
        {
            return (null, f);
        }
    }

    /// <summary>Makes one number of <paramref name="oneIn"/> in the lists extreme or a small integer, and sometimes the level.</summary>
    internal static void Damage(JsonNode? node, Random random, int oneIn = 30)
    {
        foreach (var array in Arrays(node).ToArray())
        {
            for (var k = 0; k < array.Count; k++)
            {
                if (array[k] is JsonValue && random.Next(oneIn) == 0)
                {
                    array[k] = JsonValue.Create(
                        random.Next(3) == 0 ? random.Next(-3, 4) : ExtremeCertificates.Number(random, finite: true));
                }
            }
        }

        if (node is JsonObject members && members.ContainsKey("level") && random.Next(2) == 0)
        {
            members["level"] = JsonValue.Create(ExtremeCertificates.Number(random, finite: true));
        }
    }

    private static IEnumerable<JsonArray> Arrays(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Arrays).Prepend(array),
        JsonObject members => members.SelectMany(p => Arrays(p.Value)),
        _ => [],
    };
}
