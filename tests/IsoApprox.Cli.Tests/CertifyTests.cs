using System.Text.Json.Nodes;

namespace IsoApprox.Cli.Tests;

/// <summary>The verb certify on certificates that nearest wrote, and on lies.</summary>
public class CertifyTests
{
    [Theory]
    [InlineData("haus", "0")]
    [InlineData("iso", "0")]
    [InlineData("iso", "0.05")]
    public void Certificate_of_a_run_is_accepted_with_the_bound_the_run_printed(string metric, string margin)
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        var nearest = Tool.Run("nearest", f, "--metric", metric, "--margin", margin, "--certificate", folder["c.json"], "--json");
        Assert.Equal((0, ""), (nearest.ExitCode, nearest.Error));
        var certify = Tool.Run("certify", f, folder["c.json"], "--margin", margin, "--json");
        Assert.Equal((0, ""), (certify.ExitCode, certify.Error));
        var json = certify.Json();
        Assert.True(json.GetProperty("accepted").GetBoolean());
        Assert.Equal(metric, json.GetProperty("metric").GetString());
        var lower = json.GetProperty("lower").GetDouble();
        Assert.Equal(nearest.Json().GetProperty("certificate").GetProperty("lower").GetDouble(), lower);
        Assert.InRange(lower, double.Epsilon, nearest.Json().GetProperty("upper").GetDouble());
        Assert.Equal(["c.json", "f.csv"], folder.Files);
    }

    [Fact]
    public void A_certificate_whose_name_ends_with_gz_is_compressed_and_read_under_any_name()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write(
            "f.csv", "x,y,label\n-1.18,-1.15,a\n0.67,-2.29,b\n-0.14,-2.26,a\n1.10,0.20,b\n1.36,-0.50,a\n0.40,-0.29,b\n");
        var (plain, packed) = (folder["c.json"], folder["c.json.gz"]);
        foreach (var path in new[] { plain, packed })
        {
            var nearest = Tool.Run("nearest", f, "--prove", "--gap", "1e-3", "--certificate", path, "--json");
            Assert.Equal((0, ""), (nearest.ExitCode, nearest.Error));
        }

        var bytes = File.ReadAllBytes(packed);
        Assert.Equal([0x1f, 0x8b], bytes[..2]);
        Assert.True(2 * bytes.Length < new FileInfo(plain).Length, $"{bytes.Length} bytes of {new FileInfo(plain).Length}");
        File.WriteAllBytes(folder["other.json"], bytes);
        Assert.Equal(
            Tool.Run("certify", f, plain, "--json").Json().GetProperty("lower").GetDouble(),
            Tool.Run("certify", f, folder["other.json"], "--json").Json().GetProperty("lower").GetDouble());
        File.WriteAllBytes(packed, bytes[..(bytes.Length / 2)]);
        var torn = Tool.Run("certify", f, packed, "--json");
        Assert.Equal((2, 1), (torn.ExitCode, torn.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains("c.json.gz", torn.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nearest", Samples.Separated)]
    [InlineData("measure", "x,y,label\n0,0,a\n1,1,a\n2,2,b\n")]
    public void Without_a_certificate_nothing_older_is_left_in_its_place(string verb, string points)
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", points);
        foreach (var older in new[] { true, false })
        {
            if (older)
            {
                folder.Write("c.json", "of an earlier run");
            }

            var run = Tool.Run(verb, f, "--certificate", folder["c.json"], "--json");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            var json = run.Json();
            Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("certificate").ValueKind);
            var note = json.GetProperty("notes").EnumerateArray()
                .Single(n => n.GetString()!.StartsWith("certificate", StringComparison.Ordinal)).GetString();
            Assert.Contains(older ? "c.json was removed" : "no file was written", note, StringComparison.Ordinal);
            Assert.Equal(["f.csv"], folder.Files);
        }
    }

    [Fact]
    public void Certificate_of_other_points_or_another_margin_is_rejected()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Assert.Equal(0, Tool.Run("nearest", f, "--certificate", folder["c.json"], "--json").ExitCode);
        var other = folder.Write("g.csv", Samples.Planar.Replace("0.10", "0.11", StringComparison.Ordinal));
        AssertRejected(Tool.Run("certify", other, folder["c.json"], "--json"));
        AssertRejected(Tool.Run("certify", f, folder["c.json"], "--margin", "0.1", "--json"));
        var table = Tool.Run("certify", other, folder["c.json"]);
        Assert.Equal((1, ""), (table.ExitCode, table.Error));
        Assert.Contains("rejected", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tampered_certificate_is_rejected()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Assert.Equal(0, Tool.Run("nearest", f, "--certificate", folder["c.json"], "--json").ExitCode);
        var certificate = JsonNode.Parse(File.ReadAllText(folder["c.json"]))!.AsObject();
        certificate["triplet"] = new JsonArray(0, 2, 1);
        AssertRejected(Tool.Run("certify", f, folder.Write("c.json", certificate.ToJsonString()), "--json"));
    }

    private static void AssertRejected(ToolResult result)
    {
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.False(json.GetProperty("accepted").GetBoolean());
        Assert.Equal("rejected", json.GetProperty("status").GetString());
        Assert.NotEmpty(json.GetProperty("reason").GetString()!);
    }
}
