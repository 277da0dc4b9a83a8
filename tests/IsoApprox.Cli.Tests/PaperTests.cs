namespace IsoApprox.Cli.Tests;

/// <summary>The verb paper.</summary>
public class PaperTests
{
    [Fact]
    public void Report_has_six_figures_numbers_and_a_page()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run("paper", "--out", folder["report"], "--starts", "2", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var json = result.Json();
        Assert.Equal("complete", json.GetProperty("status").GetString());
        string[] expected =
            ["figure-1.svg", "figure-2.svg", "figure-3.svg", "figure-4.svg", "figure-5.svg", "figure-6.svg", "index.html", "results.json"];
        Assert.Equal(expected, Directory.GetFiles(folder["report"]).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(json.GetProperty("files").EnumerateArray(), file => Assert.True(new FileInfo(file.GetString()!).Length > 0));
        Assert.Equal(
            (5, 20),
            (json.GetProperty("toy").GetProperty("points").GetInt32(), json.GetProperty("planar").GetProperty("points").GetInt32()));
        foreach (var name in new[] { "toy", "planar" })
        {
            var ratio = json.GetProperty(name).GetProperty("ratio");
            Assert.True(ratio.GetProperty("lower").GetDouble() <= ratio.GetProperty("upper").GetDouble());
            Assert.Equal("Holds", json.GetProperty(name).GetProperty("verdicts").GetProperty("elementary-diameter").GetString());
        }
    }

    [Fact]
    public void File_in_place_of_the_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("report", "mine");
        Tool.AssertRefused(Tool.Run("paper", "--out", file), "--out", "this is a file");
        Assert.Equal("mine", File.ReadAllText(file));
    }
}
