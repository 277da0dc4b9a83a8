using IsoApprox.Learning.Training;
using IsoApprox.Studies.Rows;
using IsoApprox.Studies.Tests.Plotting;
using IsoApprox.Studies.TrainingSweep;

namespace IsoApprox.Studies.Tests.TrainingSweep;

/// <summary>The training study on a small grid.</summary>
public sealed class TrainingStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_resume_and_figures_lie_inside_the_page()
    {
        var first = new TrainingStudy().Run(Settings());
        Assert.Equal((2, 2, 2), (first.Total, first.Computed, first.Rows.Count));
        Assert.Equal(0, new TrainingStudy().Run(Settings()).Computed);
        foreach (var row in first.Rows)
        {
            Assert.Equal((16, 4), (row.BatchSize, row.BatchClasses));
            Assert.InRange(row.Prediction!.Ratios.Rms!.Value, 0, 2);
            Assert.True(row.Prediction.Lower <= row.Prediction.Upper);
            Assert.True(row.Prediction.IsCanonical);
            Assert.Equal([TrainingMethod.BatchHard, TrainingMethod.Multipliers], row.Runs.Select(run => run.Method));
            Assert.All(row.Runs, run => Assert.Equal((TrainingStatus.Completed, 1.0), (run.Status, run.Curve[0].Rms)));
        }

        foreach (var figure in first.Files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var document = new SvgDocument(File.ReadAllText(figure));
            document.AssertInside();
            document.AssertTitled();
        }

        Assert.Contains("2 of 2 cells", File.ReadAllText(Path.Combine(_folder, "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_hard_shrinks_a_network_on_random_labels_and_the_slope_says_so()
    {
        var row = new TrainingStudy().Run(
            Settings() with { Steps = 160, Methods = [TrainingMethod.BatchHard] }).Rows.Single(r => r.Model == "network");
        Assert.True(row.State.ContractionSlope > 0.5);
        Assert.True(row.Runs[0].Ratios.Rms < 0.6);
        Assert.True(row.Runs[0].IsStuck);
    }

    [Fact]
    public void A_shard_computes_its_part_without_figures()
    {
        var parts = Enumerable.Range(1, 2).Select(i => new TrainingStudy().Run(Settings() with { Shard = new Shard(i, 2), Steps = 8 }))
            .ToArray();
        Assert.Equal(2, parts.Sum(part => part.Computed));
        Assert.All(parts, part => Assert.DoesNotContain(part.Files, file => file.EndsWith(".svg", StringComparison.Ordinal)));
    }

    [Fact]
    public void Phase_diagrams_have_a_cell_for_every_batch_size_and_dimension()
    {
        var settings =
            (Settings() with { Steps = 8, Seeds = 2 }).AsPhase() with { Separations = [0], BatchSizes = [8, 16], Dimensions = [2, 3] };
        var result = new TrainingStudy().Run(settings);
        Assert.Equal(2 * 2 * 2 * 2, result.Total);
        var table = result.Summary.Tables.Single(t => t.Title.StartsWith("Collapse by batch size", StringComparison.Ordinal));
        Assert.Equal(8, table.Rows.Count);
        Assert.All(table.Rows, row => Assert.Equal("2", row[4]));
        foreach (var name in new[] { "training-phase-diameter", "training-phase-within" })
        {
            var document =
                new SvgDocument(File.ReadAllText(result.Files.Single(file => file.EndsWith(name + ".svg", StringComparison.Ordinal))));
            document.AssertInside();

            // Four cells in each of two data sets, predicted and trained: every number stands in its panel.
            Assert.Equal(16, document.All("text").Count(text => decimal.TryParse(text.Value, out _) && text.Value.Contains('.')
                && text.Attribute("font-size")?.Value == "8"));
        }

        // One batch size or dimension has no diagram.
        var flat = new TrainingStudy().Run(settings with { Dimensions = [2] });
        Assert.DoesNotContain(flat.Files, file => file.Contains("phase", StringComparison.Ordinal));
    }

    private TrainingStudySettings Settings() => new()
    {
        OutputDirectory = _folder,
        Separations = [0],
        BatchSizes = [16],
        Dimensions = [4],
        Methods = [TrainingMethod.BatchHard, TrainingMethod.Multipliers],
        Steps = 32,
        WithQuestion = false,
        Jobs = 1,
    };
}
