using System.Text.Json;
using System.Text.RegularExpressions;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Paper;
using IsoApprox.Studies.Tests.Plotting;

namespace IsoApprox.Studies.Tests.Paper;

public sealed class PaperReportTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "isoapprox-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void ReportHoldsFiguresNumbersAndClaims()
    {
        var result = PaperReport.Run(Settings("a", 1));
        var names = Directory.GetFiles(Path.Combine(_folder, "a")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["figure-1.svg", "figure-2.svg", "figure-3.svg", "figure-4.svg", "figure-5.svg", "figure-6.svg", "index.html", "results.json"],
            names);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "a", "results.json")));
        var root = json.RootElement;
        Assert.Equal(
            ["schema", "version", "seed", "seconds", "note", "toy", "collapse", "claims"], root.EnumerateObject().Select(p => p.Name));
        Assert.Contains("unpublished", root.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.True(root.GetProperty("claims").GetArrayLength() > 10);
        foreach (var (name, instance) in new[] { ("toy", result.Toy), ("collapse", result.Collapse) })
        {
            CheckInstance(root.GetProperty(name), instance);
        }

        CheckPage(File.ReadAllText(Path.Combine(_folder, "a", "index.html")), root);
    }

    [Fact]
    public void ToyExampleHasTheRatioOfThePaper()
    {
        var result = PaperReport.Run(Settings("toy", 1) with { Starts = 30 });
        Assert.InRange(result.Toy.Ratio.Upper, 0.5312, 0.5313);
        Assert.InRange(result.Toy.Ratio.Lower, 0.5, result.Toy.Ratio.Upper);
    }

    [Fact]
    public void FiguresDoNotDependOnThreadsOrFolder()
    {
        var first = PaperReport.Run(Settings("one", 1));
        var second = PaperReport.Run(Settings("two", 3));
        for (var k = 0; k < 6; k++)
        {
            Assert.Equal(File.ReadAllBytes(first.Files[k]), File.ReadAllBytes(second.Files[k]));
        }
    }

    [Fact]
    public void CancelledReportSaysSoAndKeepsTrueIntervals()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var result = PaperReport.Run(Settings("cancelled", 1), null, cancelled.Token);
        Assert.Equal(SolveStatus.Cancelled, result.Collapse.HausdorffSolution.Status);
        Assert.True(result.Collapse.HausdorffLike.Lower <= result.Collapse.HausdorffLike.Upper);
        Assert.Contains("cancelled", File.ReadAllText(result.Files[^1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SolveStatus.LocalMinimum)]
    [InlineData(SolveStatus.TimeLimit)]
    [InlineData(SolveStatus.Cancelled)]
    public void OpenSearchesAreNotCalledProved(SolveStatus status)
    {
        var solved = PaperReport.Run(Settings("status", 1)).Toy;
        var text = PaperInstance.Describe(solved.HausdorffSolution with { Status = status }, new Interval(0.09, 0.1));
        Assert.Contains("not proved (relative gap 0.11)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("proved optimal", text, StringComparison.Ordinal);
        var few = solved.HausdorffSolution with { Status = status, LowerSource = "some of the points" };
        text = PaperInstance.Describe(few, new Interval(0.09, 0.1));
        Assert.Contains("proved by branch and bound over directions of some", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PlanarExampleIsMixedAndRepeatable()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var f = PaperInstances.MixedPlanar(20, seed);
            Assert.Equal(f.Coordinates.ToArray(), PaperInstances.MixedPlanar(20, seed).Coordinates.ToArray());
            Assert.True(TripletLoss.HardMined(f).Value >= 0.6 * Diameter.Compute(f).Value);
            Assert.All(f.Coordinates.ToArray(), v => Assert.InRange(v, 0, 1));
        }

        Assert.NotEqual(PaperInstances.MixedPlanar(20, 1).Coordinates.ToArray(), PaperInstances.MixedPlanar(20, 2).Coordinates.ToArray());
    }

    [Fact]
    public void FolderThatIsAFileIsRefusedBeforeAnyWork()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "taken");
        File.WriteAllText(file, "x");
        var error = Assert.Throws<EmbeddingException>(() => PaperReport.Run(new PaperSettings { OutputDirectory = file }));
        Assert.Contains("output folder", error.Message, StringComparison.Ordinal);
        Assert.Throws<EmbeddingException>(() => PaperReport.Run(new PaperSettings { OutputDirectory = " " }));
    }

    private static void CheckInstance(JsonElement json, PaperInstance instance)
    {
        Assert.Equal(instance.Embedding.Count, json.GetProperty("points").GetArrayLength());
        Assert.Equal(instance.Embedding.Count, json.GetProperty("labels").GetArrayLength());
        Assert.Equal(instance.HardLoss.Value, json.GetProperty("hardLoss").GetProperty("value").GetDouble());
        foreach (var name in new[] { "hausdorffLike", "isometric" })
        {
            var solution = json.GetProperty(name);
            var (lower, upper) = (solution.GetProperty("lower").GetDouble(), solution.GetProperty("upper").GetDouble());
            var points = solution.GetProperty("embedding").EnumerateArray()
                .SelectMany(row => row.EnumerateArray().Select(v => v.GetDouble())).ToArray();
            var g = instance.Embedding.WithPoints(points, 2);
            Assert.True(TripletSeparation.IsSatisfied(g));
            var attained = name == "isometric"
                ? IsometricError.Compute(instance.Embedding, g).Value
                : HausdorffLikeDistance.Compute(instance.Embedding, g).Value;
            Assert.True(lower <= attained);
            Assert.True(attained <= upper);
        }
    }

    private static void CheckPage(string page, JsonElement root)
    {
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)="), page);
        Assert.Contains("unpublished", page, StringComparison.Ordinal);
        var figures = Regex.Matches(page, "<svg.*?</svg>", RegexOptions.Singleline);
        Assert.Equal(6, figures.Count);
        Assert.All(figures, figure => new SvgDocument(figure.Value).AssertInside());
        var ids = Regex.Matches(page, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var claims = root.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("id").GetString());
        Assert.All(claims, id => Assert.Contains($"<td>{id}</td>", page, StringComparison.Ordinal));
    }

    private PaperSettings Settings(string folder, int threads) =>
        new() { OutputDirectory = Path.Combine(_folder, folder), Starts = 2, CollapsePoints = 8, Threads = threads };
}
