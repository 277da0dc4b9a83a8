namespace IsoApprox.Cli.Tests;

/// <summary>The verb refute, and certify with a certificate that carries its points.</summary>
public class RefutationTests
{
    [Fact]
    public void A_found_counterexample_is_certified_alone_and_against_its_points()
    {
        using var folder = new TemporaryFolder();
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, folder.Path);
        var found = Tool.Run(
            "refute", "--points", "15", "--dimension", "5", "--classes", "5", "--climbs", "1", "--steps", "0", "--out", relative, "--json");
        Assert.Equal((1, ""), (found.ExitCode, found.Error));
        var json = found.Json();
        Assert.True(json.GetProperty("refuted").GetBoolean());
        var ratio = json.GetProperty("records")[0].GetProperty("ratio").GetProperty("lower").GetDouble();
        Assert.True(ratio > 2.05);
        Assert.Equal(["best.json", "certificate.json"], folder.Files);
        Assert.Equal(
            [folder["best.json"], folder["certificate.json"]], json.GetProperty("files").EnumerateArray().Select(file => file.GetString()));

        var alone = Tool.Run("certify", folder["certificate.json"], "--json");
        Assert.Equal((0, ""), (alone.ExitCode, alone.Error));
        Assert.Equal("accepted", alone.Json().GetProperty("status").GetString());
        Assert.Equal(ratio, alone.Json().GetProperty("ratio").GetDouble(), 6);
        Assert.Equal(0, Tool.Run("certify", folder["best.json"], folder["certificate.json"]).ExitCode);

        var text = File.ReadAllText(folder["certificate.json"]);
        var level = System.Text.RegularExpressions.Regex.Match(text, "\"t\":\"(\\d+)").Groups[1].Value;
        var lie = folder.Write("lie.json", text.Replace($"\"t\":\"{level}", $"\"t\":\"9{level}", StringComparison.Ordinal));
        Assert.Equal(1, Tool.Run("certify", lie).ExitCode);
    }

    [Fact]
    public void A_certificate_without_points_asks_for_them()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("c.json", "{\"schema\":\"isoapprox/triplet-certificate/1\",\"digest\":\"\",\"triplet\":[0,1,2]}");

        var result = Tool.Run("certify", file);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("give the embedding first", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_sizes_are_one_line()
    {
        var result = Tool.Run("refute", "--points", "5", "--dimension", "4", "--classes", "2");
        Assert.Equal(2, result.ExitCode);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }
}
