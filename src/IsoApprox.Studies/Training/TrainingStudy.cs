using IsoApprox.Embeddings.Formats;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Training;

/// <summary>What the study left.</summary>
/// <param name="Rows">The finished cells in the order of the grid.</param>
/// <param name="Total">Cells of the grid.</param>
/// <param name="Computed">Cells that this call computed.</param>
/// <param name="Findings">Rank correlations of prediction and training.</param>
/// <param name="Files">Written files.</param>
/// <param name="Repairs">What was wrong with the row files.</param>
public sealed record TrainingStudyResult(
    IReadOnlyList<TrainingRow> Rows, int Total, int Computed, IReadOnlyList<TrainingFinding> Findings, IReadOnlyList<string> Files,
    RowRepairs Repairs);

/// <summary>
/// Does training collapse where the nearest Triplet-Separated embedding says so? Free embeddings and a small network, trained with triplet losses over data,
/// batch sizes and dimensions. Finished cells are kept in rows.jsonl and not computed again.
/// </summary>
public static class TrainingStudy
{
    /// <summary>A step of Adam moves a coordinate by about the rate; a network moves its outputs by many weights at once.</summary>
    private const double FreeRateFactor = 10;

    private const int Classes = 64;
    private const int Members = 8;
    private const int BatchMembers = 4;
    private const int QuestionClasses = 240;
    private const int QuestionDimension = 16;
    private const double QuestionSeparation = 1.1;
    private const int MiningBatch = 48;
    private static readonly int[] MiningDimensions = [2, 8];
    private static readonly int[] QuestionBatchClasses = [27, 240];

    /// <summary>Runs what is missing and writes the figures.</summary>
    /// <param name="settings">The grid and the folder.</param>
    /// <param name="progress">Told after every cell.</param>
    /// <param name="cancellation">Stops between steps of the runs.</param>
    /// <exception cref="IsoApprox.Embeddings.EmbeddingException">The folder cannot be written.</exception>
    public static TrainingStudyResult Run(TrainingStudySettings settings, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Seeds, 1);
        SafeFile.CreateFolder(settings.OutputDirectory);
        var tasks = Tasks(settings.Quick ? Quick(settings) : settings).OrderBy(task => task.Cost).ToList();
        var file = RowFile<TrainingRow>.OpenFolder(settings.OutputDirectory, settings.Shard, row => row.Id, TrainingRow.DefectOf);
        var sweep = Sweep.Run(tasks, file, settings.Shard, settings.Jobs, progress, cancellation);
        var findings = TrainingFinding.Of(sweep.Rows);
        var files = new List<string>(File.Exists(file.Path) ? [file.Path] : []);
        if (settings.Shard == Shard.Whole)
        {
            files.AddRange(TrainingReport.Write(settings.OutputDirectory, sweep.Rows, sweep.Total, findings));
        }

        return new TrainingStudyResult(sweep.Rows, sweep.Total, sweep.Computed, findings, files, sweep.Repairs);
    }

    private static TrainingStudySettings Quick(TrainingStudySettings settings) => settings with
    {
        Separations = [0, 2],
        BatchSizes = [16, 32],
        Dimensions = [2, 8],
        Steps = Math.Min(settings.Steps, 64),
        WithQuestion = false,
    };

    private static IEnumerable<TrainingTask> Tasks(TrainingStudySettings settings)
    {
        var sources = new List<TrainingSource> { TrainingSource.Free(Classes, Members) };
        sources.AddRange(settings.Separations.Select(delta => TrainingSource.Mixture(delta, Classes, Members)));
        if (settings.Data is { } data)
        {
            sources.Add(TrainingSource.Given(data, settings.DataName));
        }

        var seeds = Enumerable.Range(settings.Seed, settings.Seeds).ToArray();
        foreach (var source in sources)
        {
            foreach (var size in settings.BatchSizes)
            {
                var classes = Math.Clamp(size / BatchMembers, 1, source.Items.ClassCount);
                foreach (var dimension in settings.Dimensions)
                {
                    foreach (var seed in seeds)
                    {
                        var rate = settings.Rate * (source.ModelName == TrainingSource.FreeName ? FreeRateFactor : 1);
                        yield return new TrainingTask(
                            "grid", source, classes, Math.Max(2, size / classes), dimension, settings.Methods, settings.Margin, rate, settings.Steps, seed);
                    }
                }
            }
        }

        foreach (var task in settings.WithQuestion ? Question(settings, seeds).Concat(Mining(settings, sources, seeds)) : [])
        {
            yield return task;
        }
    }

    private static IEnumerable<TrainingTask> Question(TrainingStudySettings settings, int[] seeds)
    {
        var source = TrainingSource.Mixture(QuestionSeparation, QuestionClasses, Members);
        return from classes in QuestionBatchClasses
               from seed in seeds
               select new TrainingTask(
                   "question", source, classes, BatchMembers, QuestionDimension, [TrainingMethod.BatchHard], settings.Margin, settings.Rate, 3 * settings.Steps, seed);
    }

    private static IEnumerable<TrainingTask> Mining(TrainingStudySettings settings, List<TrainingSource> sources, int[] seeds) =>
        from source in sources
        where source.ModelName != TrainingSource.FreeName
        from dimension in MiningDimensions
        from seed in seeds
        let classes = Math.Min(MiningBatch / BatchMembers, source.Items.ClassCount)
        select new TrainingTask(
            "mining", source, classes, MiningBatch / classes, dimension, [TrainingMethod.BatchHard, TrainingMethod.BatchAll, TrainingMethod.Multipliers],
            settings.Margin, settings.Rate, settings.Steps, seed);
}
