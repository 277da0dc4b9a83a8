using System.Diagnostics;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>
/// Predicts whether triplet training with hard negatives collapses an embedding, finds the cause by changing one thing at a time, and gives
/// advice.
/// </summary>
public static class Diagnose
{
    /// <summary>Sets above this are diagnosed by batches of this size when no batch is asked for.</summary>
    public const int LargestBatch = 2000;

    /// <summary>Share of the time for the first batch; the rest is for further batches and interventions.</summary>
    private const double FirstShare = 0.55;

    /// <summary>Runs the diagnosis.</summary>
    /// <param name="f">The embedding: outputs of the network before (or during) training, with labels.</param>
    /// <param name="settings">Batch shape, limits.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops; what is finished is used.</param>
    /// <exception cref="EmbeddingException">The batch shape does not fit the embedding.</exception>
    public static Diagnosis Run(
        Embedding f, DiagnosisSettings settings, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        RequireShape(f, settings);
        var clock = Stopwatch.StartNew();
        var budget = new Budget(settings.TimeLimit, clock);
        var draws = Batches(f, settings);
        var (batches, skipped) = (new List<BatchDiagnosis>(), new List<string>());
        foreach (var (rows, k) in draws.Select((rows, k) => (rows, k)))
        {
            if (k > 0 && (cancellation.IsCancellationRequested || budget.IsSpent(FirstShare)))
            {
                skipped.Add($"{draws.Count - k} of {draws.Count} batches");
                break;
            }

            progress?.Report(
                draws.Count > 1 ? $"batch {k + 1} of {draws.Count}" : $"nearest Triplet-Separated embedding of {rows.Length} points");
            var points = rows.Length == f.Count ? f : f.Rows(rows);
            var prediction = Predict(points, settings, budget.Part(FirstShare / draws.Count), cancellation);
            batches.Add(new BatchDiagnosis(rows, points, prediction, VerdictOf(prediction)));
        }

        IReadOnlyList<LabelSuspect> suspects = batches[0].Verdict == CollapseVerdict.Undecided ? [] : LabelSuspects.Find(batches[0]);
        var interventions = Interventions.Run(
            batches[0], suspects, settings.Seed, skipped, progress, cancellation, budget,
            (points, limit) => Predict(points, settings, limit, cancellation));
        return DiagnosisText.Summarise(batches, interventions, suspects, skipped);
    }

    /// <summary>
    /// The smaller of the diameter ratio and the root mean square ratio, at most 1: the share of the extent that f* keeps. 1 when nothing
    /// can collapse.
    /// </summary>
    /// <param name="measures">Of f* against f.</param>
    public static double Kept(CollapseMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return Math.Min(1, Math.Min(measures.Diameter.Value ?? 1, measures.RmsRadius.Value ?? 1));
    }

    /// <summary>The verdict on one batch; thresholds 0.1 (collapse) and 0.5 (partial).</summary>
    internal static CollapseVerdict VerdictOf(CollapsePrediction prediction)
    {
        var measures = prediction.Measures;
        return prediction.Solution.Status == SolveStatus.AlreadySeparated ? CollapseVerdict.Separated
            : IsCutShort(prediction.Solution) ? CollapseVerdict.Undecided
            : measures.Kind == CollapseKind.Total ? CollapseVerdict.TotalCollapse
            : measures.Kind == CollapseKind.Class ? CollapseVerdict.ClassCollapse
            : Kept(measures) < CollapsePrediction.Half ? CollapseVerdict.PartialCollapse
            : measures.WithinClassSpread.Value < CollapsePrediction.Half ? CollapseVerdict.ClassesContract
            : CollapseVerdict.NoCollapse;
    }

    /// <summary>
    /// True when the limit came before any start improved on a candidate by construction, such as each class at one point: that one's
    /// collapse is not that of f*.
    /// </summary>
    private static bool IsCutShort(NearestSolution solution) => solution.Status is SolveStatus.TimeLimit or SolveStatus.Cancelled
        && solution.Gap > 0.01 && !solution.UpperSource.StartsWith("start ", StringComparison.Ordinal);

    private static CollapsePrediction Predict(
        Embedding points, DiagnosisSettings settings, TimeSpan? limit, CancellationToken cancellation) =>
        CollapsePrediction.Compute(
            points, CollapsePrediction.Effort(points) with { Seed = settings.Seed, Threads = settings.Threads, TimeLimit = limit }, null,
            cancellation);

    /// <summary>
    /// Refuses a batch shape that does not fit; <see cref="Run"/> does so too, this is for asking before anything else is done.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="settings">Batch shape.</param>
    /// <exception cref="EmbeddingException">More classes or points than there are.</exception>
    public static void RequireShape(Embedding f, DiagnosisSettings settings)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.BatchClasses > f.ClassCount)
        {
            throw new EmbeddingException($"batch of {settings.BatchClasses} classes: there are {f.ClassCount}; give at most that many");
        }

        if (settings.BatchPoints > f.Count)
        {
            throw new EmbeddingException($"batch of {settings.BatchPoints} points: there are {f.Count}; give at most that many");
        }
    }

    private static List<int[]> Batches(Embedding f, DiagnosisSettings settings)
    {
        var (classes, points) = (settings.BatchClasses ?? f.ClassCount, settings.BatchPoints ?? Math.Min(f.Count, LargestBatch));
        if (classes == f.ClassCount && points == f.Count)
        {
            return [[.. Enumerable.Range(0, f.Count)]];
        }

        var random = new Random(settings.Seed);
        return [.. Enumerable.Range(0, Math.Max(1, settings.Batches)).Select(_ => BatchDraw.Draw(random, f, classes, points))];
    }
}

/// <summary>Shares of a time limit.</summary>
/// <param name="Limit">The whole; null for no limit.</param>
/// <param name="Clock">Runs since the start.</param>
internal sealed record Budget(TimeSpan? Limit, Stopwatch Clock)
{
    /// <summary>A share of the whole, at most what is left, never nothing: a search needs a moment to find anything.</summary>
    internal TimeSpan? Part(double share) =>
        Limit is { } limit
            ? TimeSpan.FromSeconds(Math.Max(0.05, Math.Min(share * limit.TotalSeconds, (limit - Clock.Elapsed).TotalSeconds)))
            : null;

    /// <summary>True when this share of the limit has passed.</summary>
    internal bool IsSpent(double share) => Limit is { } limit && Clock.Elapsed >= share * limit;
}
