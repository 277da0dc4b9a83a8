using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>The batch with one thing changed at a time: what makes the predicted collapse go away is its cause.</summary>
internal static class Interventions
{
    /// <summary>Nothing new is started after this share of the time limit.</summary>
    private const double LastStart = 0.9;

    private const double Share = 0.15;

    private const int Fraction = 4;

    private sealed record Plan(string Name, string Change, Func<Embedding?> Build);

    internal static IReadOnlyList<Intervention> Run(
        BatchDiagnosis batch,
        IReadOnlyList<LabelSuspect> suspects,
        int seed,
        List<string> skipped,
        IProgress<string>? progress,
        CancellationToken cancellation,
        Budget budget,
        Func<Embedding, TimeSpan?, CollapsePrediction> predict)
    {
        var done = new List<Intervention>();
        if (batch.Verdict == CollapseVerdict.Separated)
        {
            return done;
        }

        var before = Diagnose.Kept(batch.Prediction.Measures);
        foreach (var plan in Plans(batch, suspects, seed))
        {
            if (cancellation.IsCancellationRequested || budget.IsSpent(LastStart))
            {
                skipped.Add(plan.Change);
                continue;
            }

            if (plan.Build() is { } points)
            {
                progress?.Report(plan.Change);
                var prediction = predict(points, budget.Part(Share));
                var gain = Diagnose.Kept(prediction.Measures) - before;
                done.Add(new Intervention(plan.Name, plan.Change, points, prediction, Diagnose.VerdictOf(prediction), gain));
            }
        }

        return done;
    }

    private static IEnumerable<Plan> Plans(BatchDiagnosis batch, IReadOnlyList<LabelSuspect> suspects, int seed)
    {
        var f = batch.Points;
        var random = new Random(seed);
        if (suspects.Count > 0)
        {
            var rows = suspects.Select(s => s.Row).ToHashSet();
            yield return new Plan(
                "withoutSuspects",
                suspects.Count == 1
                    ? "without the point whose label looks wrong"
                    : Text($"without the {suspects.Count} points whose labels look wrong"),
                () => Part(f, [.. Enumerable.Range(0, f.Count).Where(i => !rows.Contains(batch.Rows[i]))]));
        }

        var fewer = Math.Max(2 * f.ClassCount, f.Count / Fraction);
        if (fewer < f.Count)
        {
            yield return new Plan(
                "fewerPoints", Text($"{fewer} points instead of {f.Count}, the same classes"),
                () => Part(f, BatchDraw.Draw(random, f, f.ClassCount, fewer)));
        }

        if (f.ClassCount >= 4)
        {
            var classes = f.ClassCount / 2;
            yield return new Plan(
                "fewerClasses",
                Text($"{classes} classes instead of {f.ClassCount}, as many points of each"),
                () => Part(f, BatchDraw.Draw(random, f, classes, f.Count)));
        }

        var spare = batch.Prediction.State.Rank + f.ClassCount - 1;
        if (f.ClassCount >= 2 && spare > f.Dimension)
        {
            yield return new Plan("spareDimensions", Text($"{spare} dimensions instead of {f.Dimension}"), () => Padded(f, spare));
        }
    }

    private static Embedding? Part(Embedding f, int[] rows) => rows.Length > 0 && rows.Length < f.Count ? f.Rows(rows) : null;

    private static Embedding Padded(Embedding f, int dimension)
    {
        var points = new double[f.Count * dimension];
        for (var i = 0; i < f.Count; i++)
        {
            f[i].CopyTo(points.AsSpan(i * dimension));
        }

        return f.WithPoints(points, dimension);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
