using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Formats;
using IsoApprox.Studies.Collapse;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Margins;

/// <summary>What the study left.</summary>
/// <param name="Rows">The finished runs in the order of the grid.</param>
/// <param name="Total">Runs of the grid.</param>
/// <param name="Computed">Runs that this call computed.</param>
/// <param name="Files">Written files.</param>
/// <param name="Repairs">What was wrong with the row files.</param>
public sealed record MarginStudyResult(IReadOnlyList<MarginRow> Rows, int Total, int Computed, IReadOnlyList<string> Files,
    RowRepairs Repairs);

/// <summary>
/// d_haus, d_iso, L and the collapse of f* as functions of the margin, and the same with floors that keep collapsed embeddings out. Finished runs are kept in
/// rows.jsonl and not computed again.
/// </summary>
public static class MarginStudy
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

    /// <summary>Runs what is missing and writes the figures.</summary>
    /// <param name="settings">The grid and the folder.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Stops the runs.</param>
    /// <exception cref="EmbeddingException">The folder cannot be written.</exception>
    public static MarginStudyResult Run(MarginSettings settings, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Seeds, 1);
        SafeFile.CreateFolder(settings.OutputDirectory);
        var tasks = Embeddings(settings).SelectMany(instance => Tasks(instance, settings)).ToList();
        var file = RowFile<MarginRow>.OpenFolder(settings.OutputDirectory, settings.Shard, row => row.Id, MarginRow.DefectOf);
        var sweep = Sweep.Run(tasks, file, settings.Shard, settings.Jobs, progress, cancellation);
        var files = new List<string>(File.Exists(file.Path) ? [file.Path] : []);
        if (settings.Shard == Shard.Whole)
        {
            files.AddRange(MarginReport.Write(settings.OutputDirectory, sweep.Rows, sweep.Total));
        }

        return new MarginStudyResult(sweep.Rows, sweep.Total, sweep.Computed, files, sweep.Repairs);
    }

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
        foreach (var seed in Enumerable.Range(settings.Seed, settings.Seeds))
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
        return DataSample.Fits(data, points, classes, dimension)
            ? DataSample.Draw(new Random(seed), data, points, classes, dimension)
            : throw new EmbeddingException($"the data has no {classes} classes of {(points + classes - 1) / classes} points; leave it out or give more points");
    }
}
