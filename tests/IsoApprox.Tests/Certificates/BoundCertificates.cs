using System.Text;
using System.Text.Json.Nodes;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

/// <summary>Penetration, line, subset, branch, metric and thickness certificates in a file that the independent script reads too.</summary>
public class BoundCertificates
{
    internal const int Count = 16;

    [Fact]
    public void ThisLibraryProvesThem()
    {
        var items = Read();
        Assert.Equal(Count, items.Count);
        foreach (var item in items)
        {
            var rows = item!["points"]!.AsArray().Select(r => r!.AsArray().Select(x => x!.GetValue<double>()).ToArray()).ToArray();
            var labels = item["labels"]!.AsArray().Select(x => x!.GetValue<int>()).ToArray();
            var f = Embedding.Create(rows.SelectMany(r => r).ToArray(), rows[0].Length, labels);
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(item["certificate"]!.ToJsonString()));
            var certificate = CertificateJson.Read(stream);
            var verdicts = certificate is ThicknessBound thickness
                ? [thickness.CheckPoints(f)]
                : Enum.GetValues<NearestMetric>().Select(metric => certificate.Check(Problem.TripletSeparated(f, metric, 0, f.Dimension)))
                    .ToArray();
            Assert.Contains(verdicts, v => v.Accepted && v.Lower >= item["bound"]!.GetValue<double>() * (1 - 1e-12));
        }
    }

    internal static JsonArray Read() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "bound-certificates.json")))!.AsArray();
}
