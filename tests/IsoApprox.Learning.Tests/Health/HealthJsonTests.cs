using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Health;

namespace IsoApprox.Learning.Tests.Health;

public class HealthJsonTests
{
    [Fact]
    public void Rows_are_those_that_were_measured_in_their_order()
    {
        var f = Embedding.Create([0, 0, 1, 0.5, 3, 2, 1, 1], 2, [0, 0, 1, 1]);
        var health = EmbeddingHealth.Measure(f);
        var json = HealthJson.Of(health);
        Assert.Equal(["measures", "claims", "leftOut"], json.Select(field => field.Key));
        var rows = json["measures"]!.AsArray();
        Assert.Equal(health.Measures.Select(m => m.Id), rows.Select(row => (string)row!["id"]!));
        Assert.Equal(health.Measures.Select(m => m.Value), rows.Select(row => (double?)row!["value"]));
        Assert.Equal(health.Measures.Select(m => m.Reason), rows.Select(row => (string?)row!["reason"]));
        Assert.Equal(health.LeftOut.Select(d => d.Id), json["leftOut"]!.AsArray().Select(id => (string)id!));
        Assert.NotEmpty(json["claims"]!.AsArray());
    }

    [Fact]
    public void Infinite_and_missing_ends_are_null()
    {
        var claim = new ContrastiveClaimResult(
            "c", "left <= right", new Interval(1.5, double.PositiveInfinity), null, ContrastiveVerdict.Undecided, "");
        var json = HealthJson.Of(new EmbeddingHealth([], []) { Claims = [claim], ClaimSample = 7 });
        Assert.Equal(
            """{"id":"c","statement":"left \u003C= right","verdict":"undecided","left":{"lower":1.5,"upper":null},"right":null,"""
                + "\"note\":\"\",\"sample\":7}",
            json["claims"]![0]!.ToJsonString());
    }
}
