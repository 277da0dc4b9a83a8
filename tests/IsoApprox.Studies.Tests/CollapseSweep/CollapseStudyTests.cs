using IsoApprox.Embeddings;
using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Rows;
using IsoApprox.Studies.Tests.Plotting;

namespace IsoApprox.Studies.Tests.CollapseSweep;

/// <summary>The collapse study on tiny grids: rows, bounds, parts, figures, findings.</summary>
public sealed class CollapseStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    private CollapseSettings Tiny => new()
    {
        OutputDirectory = _folder,
        Models = [PointModel.Parse("gaussian"), PointModel.Parse("mixture:2")],
        Points = [4, 8],
        Dimensions = [1, 2, 8],
        Plans = [ClassPlan.Parse("2"), ClassPlan.Parse("x2")],
        LabelNoise = [0, 0.5],
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_hold_what_they_must_and_figures_stay_on_the_page()
    {
        var result = new CollapseStudy().Run(Tiny);

        // x2 of 4 points are 2 classes: another plan, other points. Noise belongs to the mixture alone.
        Assert.Equal(2 * 3 * 2 * 3, result.Total);
        Assert.Equal((result.Total, result.Total, result.Total), (result.Finished, result.Computed, result.Rows.Count));
        Assert.All(result.Rows, row =>
        {
            Assert.True(0 <= row.Lower && row.Lower <= row.Upper && row.Upper <= row.EnclosingRadius * (1 + 1e-12));
            Assert.True(row.Loss / 4 <= row.Upper * (1 + 1e-12) && row.Lower <= row.Diameter);
            Assert.Equal(row.RmsRatio is null, row.Kind == CollapseKind.Undefined);
            Assert.InRange(row.ViolatedTriplets, 0, 1);
            Assert.Equal(row.Points, row.Classes * row.ClassSize);
        });
        var figures = result.Files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)).ToArray();
        Assert.Equal(6 + 4 + 2, figures.Length);
        Assert.All(figures, file =>
        {
            var document = new SvgDocument(File.ReadAllText(file));
            document.AssertInside();
            document.AssertTitled();
        });
        Assert.DoesNotContain("href=\"http", File.ReadAllText(Path.Combine(_folder, "index.html")), StringComparison.Ordinal);
        Assert.Equal(["all", "converged", "gaussian", "mixture:2"], CollapseFindings.Of(result.Rows).Groups.Select(group => group.Key));
        Assert.All(
            CollapseFindings.Of(result.Rows).Groups.SelectMany(group => group.Value),
            finding => Assert.True(finding.Rho is null or (>= -1.0000001 and <= 1.0000001)));
        Assert.Equal(0, new CollapseStudy().Run(Tiny).Computed);
    }

    [Fact]
    public void Parts_and_the_whole_agree_whatever_the_number_of_jobs()
    {
        var settings = Tiny with { LabelNoise = [0], Dimensions = [1, 2] };
        var whole = new CollapseStudy().Run(settings with { Jobs = 1 });
        Directory.CreateDirectory(Path.Combine(_folder, "parts"));
        settings = settings with { OutputDirectory = Path.Combine(_folder, "parts"), Jobs = 3 };
        for (var i = 1; i <= 3; i++)
        {
            var part = new CollapseStudy().Run(settings with { Shard = new Shard(i, 3) });
            Assert.DoesNotContain(part.Files, file => file.EndsWith(".svg", StringComparison.Ordinal));
        }

        var together = new CollapseStudy().Run(settings);
        Assert.Equal(0, together.Computed);
        Assert.Equal(whole.Rows.Select(row => row with { Seconds = 0 }), together.Rows.Select(row => row with { Seconds = 0 }));
    }

    [Fact]
    public void Bounds_of_the_bands_are_ordered()
    {
        var settings = new CollapseSettings
        {
            OutputDirectory = _folder,
            Models = [PointModel.Parse("sphere")],
            Points = [14],
            Dimensions = [2, 3],
            Plans = [ClassPlan.Parse("2")],
            WithBounds = true,
        };
        var result = new CollapseStudy().Run(settings);
        Assert.All(result.Rows, row =>
        {
            Assert.True(row.LiftedLower <= row.Upper && row.PenetrationLower <= row.Upper);
            Assert.True(Math.Max(row.LiftedLower!.Value, row.PenetrationLower!.Value) <= row.Lower * (1 + 1e-2));

            // With spare dimensions d_haus is at most 0.7072 R, so no bound that holds in every dimension can be above.
            Assert.True(row.LiftedLower <= EmbeddingState.SpareFactor(2) * row.EnclosingRadius * (1 + 1e-9));
        });
        Assert.Contains(result.Files, file => Path.GetFileName(file) == "bands.svg");
        var bands = new SvgDocument(File.ReadAllText(Path.Combine(_folder, "bands.svg")));
        bands.AssertInside();
        bands.AssertTitled();
        Assert.Empty(CollapseFindings.Of(result.Rows).Groups);
    }

    [Fact]
    public void Separated_points_do_not_collapse_and_one_dimension_of_random_labels_does()
    {
        var separated = CollapsePrediction.Compute(Draw("mixture:50", 12, 8), new());
        Assert.Equal(
            (1.0, CollapseKind.None, true), (separated.Measures.RmsRadius.Value!.Value, separated.Measures.Kind, separated.IsCanonical));

        // On a line the classes alternate: any two of them must come together.
        var points =
            Embedding.Create([.. Enumerable.Range(0, 20).Select(i => (double)i)], 1, [.. Enumerable.Range(0, 20).Select(i => i % 2)]);
        var collapsed = CollapsePrediction.Compute(points, CollapsePrediction.Effort(points));
        Assert.True(collapsed.Measures.RmsRadius.Value < 0.2);
        Assert.True(collapsed.Solution.Lower > 0.85 * collapsed.State.EnclosingRadius);
    }

    [Fact]
    public void Empty_grid_and_missing_data_are_refused()
    {
        Assert.Contains("grid is empty", Refused(Tiny with { Points = [3], Plans = [ClassPlan.Parse("2")] }), StringComparison.Ordinal);
        Assert.Contains("file", Refused(Tiny with { Models = [new PointModel(PointKind.Data)] }), StringComparison.Ordinal);
    }

    private static Embedding Draw(string model, int points, int dimension) =>
        new CollapseCell(PointModel.Parse(model), points, dimension, ClassPlan.Parse("2"), 0, 1, false, null).Draw(null);

    private static string Refused(CollapseSettings settings) =>
        Assert.Throws<EmbeddingException>(() => new CollapseStudy().Run(settings)).Message;
}
