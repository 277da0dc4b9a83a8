using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Diagnosing;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Paper;
using IsoApprox.Studies.Watching;

namespace IsoApprox.Studies.Tests.Reports;

/// <summary>Pages as a browser lays them out: no console message, no page wider than a telephone, no text outside its figure.</summary>
public sealed class PagesInABrowserTests : IDisposable
{
    private static readonly string[] Names = ["<script>alert(1)</script>", "a&\"b\"", new string('m', 90)];

    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public void Pages_fit_and_are_silent()
    {
        PaperReport.Run(new PaperSettings { OutputDirectory = Under("paper"), Starts = 2, CollapsePoints = 8, ProveNodes = 1 });
        Collapse();
        Diagnosis();
        Watched();
        Assert.Empty(Browser.Open(Page("paper"), Page("collapse"), Page("diagnose"), Page("watch")));
    }

    /// <summary>The measuring finds what it is for.</summary>
    [BrowserFact]
    public void Faults_of_a_page_are_found()
    {
        const string Svg =
            "<svg viewBox=\"0 0 100 50\" width=\"100\" height=\"50\" id=\"s\"><text x=\"90\" y=\"20\">far too long</text></svg>";
        var found = Browser.Open(
            ("wide", "<p style=\"width:600px\">wide</p>"), ("text", Svg), ("script", "<p>p</p><script>console.error('told')</script>"),
            ("good", "<p>good</p>"));
        Assert.Contains("wide at 400 px: the page is 608 px wide", found);
        Assert.Contains("text at 1200 px: a text of s is outside: far too long", found);
        Assert.Contains(found, line => line.Contains("told", StringComparison.Ordinal));
        Assert.DoesNotContain(found, line => line.StartsWith("good", StringComparison.Ordinal));
    }

    private void Collapse() => new CollapseStudy().Run(new CollapseSettings
    {
        OutputDirectory = Under("collapse"),
        Models = [PointModel.Parse("gaussian")],
        Points = [4, 8],
        Dimensions = [1, 2],
        Plans = [ClassPlan.Parse("2")],
    });

    private void Diagnosis()
    {
        var settings = new DiagnosisSettings { TimeLimit = null, BatchPoints = 12, Batches = 2 };
        var f = Mixed(24, 1);
        DiagnosisReport.Write(
            Diagnose.Run(f, settings),
            new()
            {
                OutputDirectory = Under("diagnose"),
                Input = new string('x', 120) + ".csv",
                Embedding = f,
                Diagnosis = settings,
                Status = "complete",
            });
    }

    private void Watched()
    {
        for (var step = 0; step < 3; step++)
        {
            EmbeddingWriter.Write(Path.Combine(Under("watch"), $"step_{step:D6}.npz"), Mixed(12, 1.0 / (1 + (100 * step))));
        }

        Watch.Run(new WatchSettings { Folder = Under("watch"), Margin = 0.2, Once = true });
    }

    private static Embedding Mixed(int count, double size)
    {
        var random = new Random(11);
        return Embedding.Create(
            [.. Enumerable.Range(0, count * 2).Select(_ => size * random.NextDouble())], 2,
            [.. Enumerable.Range(0, count).Select(i => Names[i % Names.Length])]);
    }

    private string Under(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    private (string Name, string Html) Page(string name) => (name, File.ReadAllText(Path.Combine(_folder, name, "index.html")));
}
