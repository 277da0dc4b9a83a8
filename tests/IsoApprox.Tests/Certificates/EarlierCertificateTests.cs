using System.Text;
using System.Text.Json.Nodes;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates;

/// <summary>
/// Certificates that version 0.1.0 wrote, for every set and metric, with margins, with the bounds it proved. Penetration and metric
/// certificates of that version are those of <see cref="BoundCertificates"/>.
/// </summary>
public class EarlierCertificateTests
{
    /// <summary>The check rounds less than that of 0.1.0: by units in the last place, by 8e-4 for points of size 1e-160.</summary>
    private const double Sharper = 1e-3;

    private static readonly JsonNode Corpus =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "certificates-0.1.0.json")))!;

    public static TheoryData<int> Numbers => new(Enumerable.Range(0, Corpus["certificates"]!.AsArray().Count));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Are_accepted_with_no_less_than_the_same_bound(int number)
    {
        var item = Corpus["certificates"]![number]!;
        var verdict = Read(item).Check(Question(item, Value(item, "margin")));
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Lower, Value(item, "lower"), Value(item, "lower") * (1 + Sharper));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Are_written_again_with_the_same_bound(int number)
    {
        var item = Corpus["certificates"]![number]!;
        using var stream = new MemoryStream();
        CertificateJson.Write(Read(item), stream);
        stream.Position = 0;
        var question = Question(item, Value(item, "margin"));
        Assert.Equal(Read(item).Check(question).Lower, CertificateJson.Read(stream).Check(question).Lower);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Are_refused_for_another_margin_set_or_metric(int number)
    {
        var item = Corpus["certificates"]![number]!;
        var (certificate, question) = (Read(item), Question(item, Value(item, "margin")));
        var (f, set) = (question.Points, question.Set);
        IdealSet[] others = [IdealSet.TripletSeparated(7), IdealSet.Sphere(0.1), IdealSet.Contrastive(0.25, 0.75), set.AtLeastWide(3)];
        Assert.All(others, other => Assert.False(certificate.Check(new Problem(f, question.Metric, other, question.Dimension)).Accepted));
        var metric = question.Metric == NearestMetric.HausdorffLike ? NearestMetric.IsometricError : NearestMetric.HausdorffLike;
        Assert.False(certificate.Check(new Problem(f, metric, set, question.Dimension)).Accepted);
    }

    [Fact]
    public void Are_of_all_kinds() => Assert.Equal(
        ["BranchCertificate", "GramCertificate", "TripletCertificate"],
        Corpus["certificates"]!.AsArray().Select(item => Read(item!).GetType().Name).Distinct().Order());

    private static Certificate Read(JsonNode item)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(item["certificate"]!.ToJsonString()));
        return CertificateJson.Read(stream);
    }

    private static Problem Question(JsonNode item, double margin)
    {
        var instance = Corpus["instances"]![Text(item, "instance")]!;
        double[] points = [.. instance["points"]!.AsArray().Select(x => x!.GetValue<double>())];
        int[] classes = [.. instance["classes"]!.AsArray().Select(x => x!.GetValue<int>())];
        var f = Embedding.Create(points, instance["dimension"]!.GetValue<int>(), classes);
        var set = Text(item, "set") switch
        {
            "ladder" => IdealSet.Ladder(Levels(item, f), margin),
            "contrastive" => IdealSet.Contrastive(Value(item, "within"), Value(item, "beyond")),
            "sphere" => IdealSet.Sphere(margin),
            _ => IdealSet.TripletSeparated(margin),
        };
        var metric = Text(item, "metric") == "haus" ? NearestMetric.HausdorffLike : NearestMetric.IsometricError;
        return new Problem(f, metric, set, item["dimension"]!.GetValue<int>() is > 0 and var dimension ? dimension : null);
    }

    private static SimilarityLevels Levels(JsonNode item, Embedding f) =>
        SimilarityLevels.FromGroups(f, [.. f.Classes.ToArray().Select(k => item["groups"]![k]!.GetValue<string>())]);

    private static string Text(JsonNode item, string name) => item[name]!.GetValue<string>();

    private static double Value(JsonNode item, string name) => item[name]!.GetValue<double>();
}
