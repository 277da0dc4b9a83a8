using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Reports;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.MarginSweep;

/// <summary>
/// d_haus, d_iso, L and the collapse of f* as functions of the margin, and the same with floors that keep collapsed embeddings out.
/// </summary>
public sealed class MarginStudy() : Study<MarginSettings, MarginRow>("margin", MarginRowJson.Format)
{
    private const int SampleClasses = 4;
    private const int SamplePoints = 24;
    private const int SampleDimension = 8;

    private static readonly (PointModel Model, int Points, int Dimension, int Classes)[] Instances =
    [
        (new PointModel(PointKind.Gaussian), 10, 2, 2),
        (new PointModel(PointKind.Sphere), 24, 2, 2),
        (new PointModel(PointKind.Gaussian), 16, 4, 4),
        (new PointModel(PointKind.Gaussian), 20, 24, 4),
        (new PointModel(PointKind.Mixture, 1), 24, 6, 4),
    ];

    internal override IReadOnlyList<IStudyTask<MarginRow>> Tasks(MarginSettings settings) =>
        [.. Embeddings(settings).SelectMany(instance => Tasks(instance, settings))];

    internal override void Draw(StudyReport report, IReadOnlyList<MarginRow> rows, int total)
    {
        var page = report.Begin("margin", "The nearest Triplet-Separated embedding with a margin or a floor");
        page.Paragraph(
            string.Create(CultureInfo.InvariantCulture, $"{rows.Count} of {total} runs. Definitions and reading: docs/training.md."));
        foreach (var (name, svg) in rows.Count == 0 ? [] : MarginFigures.Draw(rows))
        {
            report.Figure(name, svg);
        }

        page.Table(Table(rows));
    }

    internal override StudySummary Summarise(IReadOnlyList<MarginRow> rows) => new([Table(rows)], []);

    private static IEnumerable<MarginTask> Tasks((string Model, Embedding F, int Seed) instance, MarginSettings settings)
    {
        var digest = DataDigest.Of(instance.F);
        (MarginKind Kind, double Level)[] levels =
        [
            .. settings.Margins.Select(level => (MarginKind.Margin, level)),
            .. settings.Floors.Select(level => (MarginKind.Scale, level)),
            .. settings.Floors.Where(_ => instance.F.Dimension < instance.F.Count).Select(level => (MarginKind.Thickness, level)),
            .. settings.Floors.Select(level => (MarginKind.AnchorRadius, level / 2)),
        ];
        return levels.Select(level => new MarginTask(instance.Model, digest, instance.F, instance.Seed, level.Kind, level.Level));
    }

    private static IEnumerable<(string Model, Embedding F, int Seed)> Embeddings(MarginSettings settings)
    {
        foreach (var seed in settings.SeedRange)
        {
            foreach (var (model, points, dimension, classes) in settings.Quick ? Instances[..1] : Instances)
            {
                var labels = Enumerable.Range(0, points).Select(i => i % classes).ToArray();
                yield return (model.ToString(), Embedding.Create(model.Draw(new Random(seed), labels, dimension), dimension, labels), seed);
            }

            if (settings.Data is { } data)
            {
                yield return ("data:" + settings.DataName, Sample(data, seed), seed);
            }
        }
    }

    private static Embedding Sample(Embedding data, int seed)
    {
        var classes = Math.Min(SampleClasses, data.ClassCount);
        var (points, dimension) = (Math.Min(SamplePoints, data.Count), Math.Min(SampleDimension, data.Dimension));
        var size = (points + classes - 1) / classes;
        return DataSample.Fits(data, points, classes, dimension)
            ? DataSample.Draw(new Random(seed), data, points, classes, dimension)
            : throw new EmbeddingException($"the data has no {classes} classes of {size} points; leave it out or give more points");
    }

    private static StudyTable Table(IReadOnlyList<MarginRow> rows) => new(
        "Lengths over diam(f), measures of f* over those of f",
        [
            "points", "N", "n", "c", "seed", "asked", "level", "L/D", "d_haus/D", "proved from", "d_iso/D", "proved from", "diameter",
            "rms", "between", "within", "collapse",
        ],
        [.. rows.Select(Cells)]);

    private static string[] Cells(MarginRow row)
    {
        var (d, hausdorff, isometric, ratios) = (row.Diameter, row.Hausdorff, row.Isometric, row.Ratios);
        return
        [
            row.Model, Number(row.Points), Number(row.Dimension), Number(row.Classes), Number(row.Seed), row.Kind.ToString(),
            Number(row.Level), Number(row.Loss / d), Number(hausdorff.Upper / d), Number(hausdorff.Lower / d), Number(isometric?.Upper / d),
            Number(isometric?.Lower / d), Number(ratios.Diameter), Number(ratios.Rms), Number(ratios.Between), Number(ratios.Within),
            ratios.Kind.ToString(),
        ];
    }

    private static string Number(double? value) => StudyTable.Number(value);
}
