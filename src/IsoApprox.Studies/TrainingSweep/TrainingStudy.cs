using System.Text.Json.Nodes;
using IsoApprox.Studies.Reports;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>
/// Does training collapse where the nearest Triplet-Separated embedding says so? Free embeddings and a small network, trained with triplet
/// losses over data, batch sizes and dimensions.
/// </summary>
public sealed class TrainingStudy() : Study<TrainingStudySettings, TrainingRow>("training", TrainingRowJson.Format)
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

    internal override IReadOnlyList<IStudyTask<TrainingRow>> Tasks(TrainingStudySettings settings) =>
        [.. Grid(settings.Quick ? Quick(settings) : settings).OrderBy(task => task.Cost)];

    internal override void Draw(StudyReport report, IReadOnlyList<TrainingRow> rows, int total) =>
        TrainingReport.Draw(report, rows, total, TrainingFinding.Of(rows));

    internal override StudySummary Summarise(IReadOnlyList<TrainingRow> rows)
    {
        var (findings, grid) = (TrainingFinding.Of(rows), rows.Where(row => row.Group == "grid").ToArray());
        return new StudySummary(
            [TrainingTables.Outcomes(grid), .. TrainedPhaseFigure.HasShape(grid)
                ? [TrainingTables.Phases(grid)]
                : Array.Empty<StudyTable>(),
                TrainingTables.Findings(findings)],
            [("correlations", new JsonArray([.. findings.Select(Correlation)]))]);
    }

    private static JsonNode Correlation(TrainingFinding finding) => new JsonObject
    {
        ["model"] = finding.Model,
        ["method"] = finding.Method.ToString(),
        ["measure"] = finding.Measure,
        ["predictor"] = finding.Predictor,
        ["runs"] = finding.Runs,
        ["rho"] = finding.Rho,
    };

    private static TrainingStudySettings Quick(TrainingStudySettings settings) => settings with
    {
        Separations = [0, 2],
        BatchSizes = [16, 32],
        Dimensions = [2, 8],
        Steps = Math.Min(settings.Steps, 64),
        WithQuestion = false,
    };

    private static IEnumerable<TrainingTask> Grid(TrainingStudySettings settings)
    {
        var sources = new List<TrainingSource> { TrainingSource.Free(Classes, Members) };
        sources.AddRange(settings.Separations.Select(delta => TrainingSource.Mixture(delta, Classes, Members)));
        if (settings.Data is { } data)
        {
            sources.Add(TrainingSource.Given(data, settings.DataName));
        }

        var seeds = settings.SeedRange.ToArray();
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
                            "grid", source, classes, Math.Max(2, size / classes), dimension, settings.Methods, settings.Margin, rate,
                            settings.Steps, seed);
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
                   "question", source, classes, BatchMembers, QuestionDimension, [TrainingMethod.BatchHard], settings.Margin, settings.Rate,
                   3 * settings.Steps, seed);
    }

    private static IEnumerable<TrainingTask> Mining(TrainingStudySettings settings, List<TrainingSource> sources, int[] seeds) =>
        from source in sources
        where source.ModelName != TrainingSource.FreeName
        from dimension in MiningDimensions
        from seed in seeds
        let classes = Math.Min(MiningBatch / BatchMembers, source.Items.ClassCount)
        select new TrainingTask(
            "mining", source, classes, MiningBatch / classes, dimension,
            [TrainingMethod.BatchHard, TrainingMethod.BatchAll, TrainingMethod.UniformRandom, TrainingMethod.Multipliers], settings.Margin,
            settings.Rate, settings.Steps, seed);
}
