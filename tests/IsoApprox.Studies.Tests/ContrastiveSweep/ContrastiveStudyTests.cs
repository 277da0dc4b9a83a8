using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.ContrastiveSweep;
using IsoApprox.Studies.Rows;
using IsoApprox.Studies.Tests.Plotting;

namespace IsoApprox.Studies.Tests.ContrastiveSweep;

/// <summary>The contrastive study in its quick form: rows, resumption, cancellation, figures.</summary>
public sealed class ContrastiveStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    private string RowsPath => Path.Combine(_folder, RowFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Finished_runs_are_kept_and_missing_ones_computed_again()
    {
        var first = new ContrastiveStudy().Run(Settings(5));
        Assert.Equal((12, 12, 12), (first.Total, first.Computed, first.Rows.Count));
        Assert.All(first.Rows, row => Assert.Equal((TrainingStatus.Completed, row.Epochs), (row.Status, row.Curve[^1].Epoch)));
        Assert.Equal(0, new ContrastiveStudy().Run(Settings(5)).Computed);

        // A process killed while it wrote leaves part of a line.
        var lines = File.ReadAllLines(RowsPath);
        File.WriteAllText(RowsPath, string.Join('\n', lines[..^1]) + "\n" + lines[^1][..40]);
        var again = new ContrastiveStudy().Run(Settings(5) with { Jobs = 1 });
        Assert.Equal((1, 12), (again.Computed, again.Rows.Count));
        Assert.Equal(first.Rows.Select(Measured), again.Rows.Select(Measured));
        Assert.Equal(12, File.ReadAllLines(RowsPath).Length);

        // Other settings are other runs.
        Assert.Equal(6, new ContrastiveStudy().Run(Settings(5) with { Data = Clouds(), DataName = "cloud" }).Computed);
    }

    [Fact]
    public void Cancelled_study_keeps_and_draws_what_is_finished()
    {
        using var source = new CancellationTokenSource();
        var result = new ContrastiveStudy().Run(Settings(2) with { Jobs = 1 }, new Stop(source, 2), source.Token);
        Assert.Equal((12, 2, 2), (result.Total, result.Computed, result.Rows.Count));
        Assert.Equal(2, File.ReadAllLines(RowsPath).Length);
        Assert.Contains(result.Files, file => file.EndsWith("free-spectra.svg", StringComparison.Ordinal));
        Assert.Contains("2 of 12 runs", File.ReadAllText(Path.Combine(_folder, "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_show_every_run_inside_the_page()
    {
        var result = new ContrastiveStudy().Run(Settings(0) with { Data = Clouds(), DataName = "cloud" });
        var figures = result.Files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)).ToArray();
        Assert.Equal(12, figures.Length);
        foreach (var figure in figures)
        {
            var document = new SvgDocument(File.ReadAllText(figure));
            document.AssertInside();
            document.AssertTitled();
            Assert.Equal(6, document.All("polyline").Count());
        }

        var page = File.ReadAllText(Path.Combine(_folder, "index.html"));
        Assert.All(result.Summary.Tables.Single().Rows, row => Assert.Contains(row[8], page, StringComparison.Ordinal));
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hard_negatives_on_the_sphere_bring_free_embeddings_near_the_frame()
    {
        var rows = new ContrastiveStudy().Run(
            Settings(5)).Rows.Where(row => row.Data == "free" && row.Normalisation == Normalisation.UnitSphere).ToArray();
        Assert.Equal([NegativeSource.OtherClasses, NegativeSource.AllPoints], rows.Select(row => row.Negatives));
        Assert.True(rows[0].Curve[^1].EqualInnerProduct < 0.01);
        Assert.True(rows[1].Curve[^1].EqualInnerProduct > 0.3);
    }

    [Fact]
    public void Batch_size_rate_and_hardening_name_the_runs_and_change_them()
    {
        var (data, plain) = (Clouds(), Settings(2) with { Data = Clouds(), DataName = "cloud" });
        var first = new ContrastiveStudy().Run(plain);
        var other = new ContrastiveStudy().Run(plain with { BatchSize = 16, Rate = 0.003, Hardening = Hardening.Logistic });
        Assert.Equal(18, other.Computed);
        Assert.Empty(first.Rows.Select(row => row.Id).Intersect(other.Rows.Select(row => row.Id)));
        Assert.All(other.Rows, row => Assert.Equal((16, 0.003, Hardening.Logistic), (row.BatchSize, row.Rate, row.Hardening)));
        Assert.All(first.Rows.Where(row => row.Data == "free"), row => Assert.Equal((200, 0.01), (row.BatchSize, row.Rate)));

        // 60 given points in three classes of 20: four of each are held out.
        Assert.All(first.Rows.Where(row => row.Data == "cloud"), row => Assert.Equal((data.Count - 12, 48), (row.Points, row.BatchSize)));
        Assert.All(first.Rows.Concat(other.Rows), row => Assert.Equal(row.Data == "free", row.CentreAccuracy is null));
        Assert.All(
            first.Rows.Where(row => row.Data == "mixture"),
            row => Assert.InRange(Math.Min(row.CentreAccuracy!.Value, row.ProbeAccuracy!.Value), 0.5, 1));
        Assert.Contains(other.Rows, row => first.Rows.Any(r => r.Data == "mixture" && row.Data == "mixture"
            && r.Curve[^1].Loss != row.Curve[^1].Loss));
    }

    [Fact]
    public void Held_out_items_are_classified_by_what_was_trained_on()
    {
        // Two classes on a line with a point of each on the wrong side of the middle of the means, and an outlier that moves the probe.
        var trained = Embedding.Create([0, 1, 9, 10], 1, [0, 0, 1, 1]);
        var heldOut = Embedding.Create([4, 6, 4, 100], 1, ["0", "1", "1", "1"]);
        Assert.Equal((0.75, 0.75), HeldOutAccuracy.Of(trained, heldOut));

        // A class whose mean lies between those of the others, where a linear probe without squares is right only by its bias.
        var line = Embedding.Create([-1.1, -0.9, 0.1, -0.1, 0.9, 1.1], 1, [0, 0, 1, 1, 2, 2]);
        var (centres, probe) = HeldOutAccuracy.Of(line, line);
        Assert.Equal(1, centres);
        Assert.Equal(2 / 3.0, probe!.Value, 0.01);

        // Coincident outputs: the first class for all.
        var point = Embedding.Create([3, 3, 3, 3], 1, [0, 0, 1, 1]);
        Assert.Equal((0.5, 0.5), HeldOutAccuracy.Of(point, point));
    }

    [Fact]
    public void Rows_of_another_kind_are_ignored()
    {
        File.WriteAllText(RowsPath, "{\"id\":\"x\"}\nnot json\n\n[1]\nnull\n");
        var file = RowFile<ContrastiveRow>.OpenFolder(_folder, Shard.Whole, ContrastiveRowJson.Format, row => row.Id);
        Assert.Null(file.Find("x"));
        Assert.Equal(4, file.Repairs.Dropped);

        // A folder has the name of the row file.
        var taken = Directory.CreateDirectory(Path.Combine(_folder, "taken", RowFile.Name)).Parent!.FullName;
        Assert.Throws<EmbeddingException>(
            () => RowFile<ContrastiveRow>.OpenFolder(taken, Shard.Whole, ContrastiveRowJson.Format, r => r.Id));
    }

    private static string Measured(ContrastiveRow row) =>
        row.Id + string.Join(',', row.SingularValues.Select(s => s.ToString("R"))) + string.Join(';', row.Curve);

    private static Embedding Clouds()
    {
        var random = new Random(3);
        return Embedding.Create(
            [.. Enumerable.Range(0, 120).Select(i => random.NextDouble() + (i / 40))], 2, [.. Enumerable.Range(0, 60).Select(i => i / 20)]);
    }

    private ContrastiveSettings Settings(double beta) => new() { OutputDirectory = _folder, Hardness = [beta], Quick = true };

    private sealed class Stop(CancellationTokenSource source, int after) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value)
        {
            if (value.Finished == after)
            {
                source.Cancel();
            }
        }
    }
}
