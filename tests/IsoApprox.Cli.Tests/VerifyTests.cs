using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>The verb verify.</summary>
public class VerifyTests
{
    private static readonly string[] Verdicts = ["Holds", "Violated", "Vacuous", "Undecided"];

    [Fact]
    public void Json_has_the_published_fields_and_only_strict_runs_fail_by_what_the_paper_says_wrong()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run("verify", folder.Write("f.csv", Samples.Planar), "--json");
        Assert.Empty(result.Error);
        var claims = result.Json().GetProperty("claims").EnumerateArray().ToList();
        Assert.NotEmpty(claims);
        foreach (var claim in claims)
        {
            Assert.NotEmpty(claim.GetProperty("id").GetString()!);
            Assert.NotEmpty(claim.GetProperty("statement").GetString()!);
            Assert.Contains(claim.GetProperty("verdict").GetString(), Verdicts);
            Assert.Equal(JsonValueKind.String, claim.GetProperty("note").ValueKind);
            AssertOrdered(claim.GetProperty("left"));
            AssertOrdered(claim.GetProperty("right"));
        }

        Assert.Equal(claims.Count, claims.Select(claim => claim.GetProperty("id").GetString()).Distinct().Count());
        var violated = claims.Where(claim => claim.GetProperty("verdict").GetString() == "Violated").ToList();
        Assert.Contains(violated, claim => claim.GetProperty("id").GetString() == "lemma1-printed");
        Assert.All(violated, claim => Assert.NotEqual("proved", claim.GetProperty("standing").GetString()));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, Tool.Run("verify", folder["f.csv"], "--strict", "--json").ExitCode);
    }

    [Fact]
    public void What_is_proved_is_never_undecided()
    {
        // d_iso = L/2 here, an equality that no interval decides; and nothing is proved about d_iso in a rank-limited plane.
        using var folder = new TemporaryFolder();
        var result = Tool.Run("verify", folder.Write("f.csv", Samples.Planar), "--json");
        var claims = result.Json().GetProperty("claims").EnumerateArray().ToList();
        Assert.DoesNotContain(
            claims, c => c.GetProperty("standing").GetString() == "proved" && c.GetProperty("verdict").GetString() == "Undecided");
        var equality = claims.Single(c => c.GetProperty("id").GetString() == "thm3-lower");
        Assert.Equal(("Holds", true), (equality.GetProperty("verdict").GetString(), equality.GetProperty("byProof").GetBoolean()));
        Assert.StartsWith(
            "by proof; the intervals alone do not decide", equality.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_of_the_iris_data_lists_every_claim()
    {
        using var folder = new TemporaryFolder();
        var table = Tool.Run("verify", Samples.Iris, "--label-column", "species", "--starts", "2", "--out", folder["result.json"]);
        Assert.Empty(table.Error);
        Assert.DoesNotContain("Infinity", table.Output, StringComparison.Ordinal);
        Assert.Equal(0, table.ExitCode);
        using var result = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        var ids = result.RootElement.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("id").GetString()!).ToList();
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains(id, table.Output, StringComparison.Ordinal));
    }

    private static void AssertOrdered(JsonElement sides)
    {
        var (lower, upper) = (sides.GetProperty("lower"), sides.GetProperty("upper"));
        if (lower.ValueKind == JsonValueKind.Number && upper.ValueKind == JsonValueKind.Number)
        {
            Assert.True(lower.GetDouble() <= upper.GetDouble());
        }
    }
}
