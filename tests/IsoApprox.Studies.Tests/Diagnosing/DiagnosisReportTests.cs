using System.Globalization;
using System.Text.RegularExpressions;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Diagnosing;
using IsoApprox.Studies.Tests.Plotting;

namespace IsoApprox.Studies.Tests.Diagnosing;

/// <summary>index.html of a diagnosis: the diagnosis' own numbers, escaped texts, figures that fit.</summary>
public sealed partial class DiagnosisReportTests : IDisposable
{
    private static readonly DiagnosisSettings Quick = new() { TimeLimit = null, Threads = 2 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("isoapprox-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Numbers_are_those_of_the_diagnosis_at_full_precision()
    {
        var f = Mixed(24, 2, ["a", "b", "c"]);
        var diagnosis = Diagnose.Run(f, Quick with { BatchPoints = 12, Batches = 2 });
        var numbers = Numbers(Write(f, diagnosis));
        var lines = DiagnosisLine.All(diagnosis);
        Assert.True(lines.Count > diagnosis.Batches.Count);
        Assert.All(lines, line =>
        {
            var (state, solution, measures) = (line.Prediction.State, line.Prediction.Solution, line.Prediction.Measures);
            double?[] values =
            [
                state.Loss, state.Diameter, state.LossOverDiameter, state.ActiveAnchors, state.ViolatedTriplets, state.EnclosingRadius,
                state.LargestClassRadius, solution.Lower, solution.Upper, measures.Diameter.Value, measures.RmsRadius.Value,
                measures.BetweenClassSpread.Value, measures.WithinClassSpread.Value, measures.EffectiveRank.Value,
            ];
            Assert.All(values.OfType<double>(), value => Assert.Contains(value, numbers));
        });
        Assert.All(diagnosis.Interventions, i => Assert.Contains(i.Gain, numbers));
    }

    [Fact]
    public void Bounds_in_words_are_rounded_outwards()
    {
        var f = Mixed(24, 2, ["a", "b"]);
        var diagnosis = Diagnose.Run(f, Quick);
        var cells = DataElement().Matches(Write(f, diagnosis))
            .Select(m => (Value: Parse(m.Groups["value"].Value), Text: m.Groups["text"].Value)).ToArray();
        var solution = diagnosis.Batches[0].Prediction.Solution;
        Assert.True(Parse(cells.First(c => c.Value.Equals(solution.Lower)).Text) <= solution.Lower);
        Assert.True(Parse(cells.First(c => c.Value.Equals(solution.Upper)).Text) >= solution.Upper);
    }

    [Fact]
    public void Names_of_labels_and_files_are_text_not_html()
    {
        string[] names = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a&b"];
        var f = Mixed(30, 3, names);
        var points = f.Coordinates.ToArray();
        for (var i = 0; i < f.Count; i++)
        {
            points[i * f.Dimension] += 50 * f.Classes[i];
        }

        // Row 0 lies in the second cloud, so its label is suspect, and the page names its neighbours.
        points[0] += 50;
        var clouds = f.WithPoints(points, f.Dimension);
        var diagnosis = Diagnose.Run(clouds, Quick);
        Assert.Equal([0], diagnosis.Suspects.Select(s => s.Row));
        var html = Write(clouds, diagnosis, "<b>x</b>.csv");
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;x&lt;/b&gt;.csv", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_fit_and_are_written_beside_the_page()
    {
        var f = Mixed(40, 4, ["a", "b", "c", "d"]);
        var diagnosis = Diagnose.Run(f, Quick with { BatchPoints = 16, Batches = 3 });
        var html = Write(f, diagnosis);
        Assert.Equal(
            ["displacements.svg", "distance.svg", "index.html", "interventions.svg", "ratios.svg"],
            _folder.GetFiles().Select(file => file.Name).Order());
        Assert.All(_folder.GetFiles("*.svg"), file =>
        {
            var svg = File.ReadAllText(file.FullName);
            Assert.Contains(svg, html, StringComparison.Ordinal);
            var document = new SvgDocument(svg);
            document.AssertInside();
            document.AssertTitled();
        });
    }

    [Fact]
    public void Degenerate_embeddings_get_a_page_without_nan()
    {
        foreach (var f in new[]
        {
            Embedding.Create([1, 2], 2, [0]),
            Embedding.Create([1, 2, 3], 1, [0, 0, 0]),
            Embedding.Create(new double[8], 2, [0, 1, 0, 1]),
            Embedding.Create([0, 1, 2, 3], 1, [0, 1, 2, 3]),
            Embedding.Create([0, 0, 5, 5], 1, [0, 0, 1, 1]),
            Embedding.Create([0, 1e-90, 2e-90, 3e-90], 1, [0, 1, 0, 1]),
            Embedding.Create([0, 1e90, 2e90, 3e90], 1, [0, 1, 0, 1]),
        })
        {
            var html = Write(f, Diagnose.Run(f, Quick));
            Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
            Assert.All(_folder.GetFiles("*.svg"), file => new SvgDocument(File.ReadAllText(file.FullName)).AssertInside());
        }
    }

    [Fact]
    public void A_file_in_the_way_of_the_folder_is_refused()
    {
        var file = Path.Combine(_folder.FullName, "taken");
        File.WriteAllText(file, "mine");
        Assert.Contains(
            "cannot be created", Assert.Throws<EmbeddingException>(() => DiagnosisReport.Prepare(file)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    private string Write(Embedding f, Diagnosis diagnosis, string name = "x.csv")
    {
        foreach (var old in _folder.GetFiles())
        {
            old.Delete();
        }

        var files = DiagnosisReport.Write(
            diagnosis,
            new()
            {
                OutputDirectory = _folder.FullName,
                Input = name,
                Embedding = f,
                Diagnosis = Quick,
                Status = "complete",
                Notes = ["a < b"]
            });
        Assert.Equal(files.Order(), _folder.GetFiles().Select(file => file.FullName).Order());
        return File.ReadAllText(files[^1]);
    }

    private static HashSet<double> Numbers(string html) => [.. DataElement().Matches(html).Select(m => Parse(m.Groups["value"].Value))];

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Embedding Mixed(int count, int dimension, string[] names)
    {
        var random = new Random(11);
        return Embedding.Create(
            [.. Enumerable.Range(0, count * dimension).Select(_ => random.NextDouble())], dimension,
            [.. Enumerable.Range(0, count).Select(i => names[i % names.Length])]);
    }

    [GeneratedRegex("<data value=\"(?<value>[^\"]*)\">(?<text>[^<]*)")]
    private static partial Regex DataElement();
}
