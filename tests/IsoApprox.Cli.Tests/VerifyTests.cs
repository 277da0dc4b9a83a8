using System.Text.Json;

namespace IsoApprox.Cli.Tests;

/// <summary>The verb verify.</summary>
public class VerifyTests
{
    private static readonly string[] Verdicts = ["Holds", "Violated", "Vacuous", "Undecided"];

    [Fact]
    public void Json_has_the_published_fields_and_the_exit_code_says_violated()
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
        Assert.Equal(claims.Any(claim => claim.GetProperty("verdict").GetString() == "Violated") ? 1 : 0, result.ExitCode);
    }

    [Fact]
    public void Table_of_the_iris_data_lists_every_claim()
    {
        using var folder = new TemporaryFolder();
        var table = Tool.Run("verify", Samples.Iris, "--label-column", "species", "--starts", "2", "--out", folder["result.json"]);
        Assert.Empty(table.Error);
        Assert.DoesNotContain("Infinity", table.Output, StringComparison.Ordinal);
        Assert.InRange(table.ExitCode, 0, 1);
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
