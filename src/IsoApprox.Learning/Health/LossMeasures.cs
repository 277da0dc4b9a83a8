using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Learning.Health;

/// <summary>
/// The losses of this library on the points, or on a batch of them (<see cref="BalancedSample"/>). Losses of distances are taken of the
/// points times a power of two, with the margin, and scaled back: they neither overflow nor underflow. Those of inner products are taken
/// as they are.
/// </summary>
internal static class LossMeasures
{
    internal const string Ladder = "ladder-loss";

    /// <summary>Largest N^2 (n + m): about a second for the slowest.</summary>
    private const double LargestWork = 5e7;

    /// <summary>Exponent of the largest margin in the unit of the points.</summary>
    private const int LargestMargin = 450;

    private const string NoTriplet = "no point has both a positive and a negative";

    private static readonly Loss[] All =
    [
        new("batch-all-loss", 1, b => new(b.Counts.MeanLoss, b.Counts.Triplets == 0 ? NoTriplet : null)),
        new("batch-all-active-loss", 1, b => new(b.Counts.MeanActiveLoss, b.Counts.Triplets == 0 ? NoTriplet : null)),
        new("semi-hard-loss", 1, b => Mined(MinedTripletLoss.SemiHard(b.Margin), b)),
        new("easy-positive-loss", 1, b => Mined(MinedTripletLoss.EasyPositive(b.Margin), b)),
        new("easy-positive-semi-hard-loss", 1, b => Mined(MinedTripletLoss.EasyPositive(b.Margin, NegativeMining.SemiHard), b)),
        new(
            "pair-loss", 2,
            b => Of(
                new PairContrastiveLoss(b.Margin * b.Margin, PairDistance.SquaredEuclidean, PairPenalty.Identity), b.Lengths,
                "there is one point")),
        new(
            "infonce-loss", 0,
            b => Of(
                new InfoNceLoss(b.Settings.Temperature, Similarity.Cosine),
                b.Points.WithPoints(ScaledPoints.AsTheyAre(b.Points), b.Points.Dimension), NoTriplet)),
        new("scl-loss", 0, b => Of(new ContrastiveLoss(), b.Points, NoTriplet)),
        new("hscl-loss", 0, b => Of(new ContrastiveLoss { Hardness = b.Settings.Hardness }, b.Points, NoTriplet)),
        new(Ladder, 1, b => LadderOf(b, b.Settings.Levels!)),
    ];

    /// <summary>The rows of an embedding with or without levels.</summary>
    internal static string[] Ids(HealthSettings settings) => [.. Of(settings).Select(loss => loss.Id)];

    /// <summary>Fills the rows.</summary>
    internal static void Fill(HealthTable table, Embedding f, HealthSettings settings, CancellationToken cancellation)
    {
        var rows = BalancedSample.Rows(f, settings.Seed, LargestWork, settings.PairLimit);
        int? sample = rows.Length < f.Count ? rows.Length : null;
        var some = sample is null ? f : f.Rows(rows);
        var (lengths, margin, toUnit) = Scaled(some, settings.Margin);
        var batch = new Batch(
            some, [.. rows.Select(i => f.Classes[i])], lengths, margin, TripletLoss.Counts(lengths, margin, null, cancellation), settings);
        var losses = Of(settings);
        var found = new Result[losses.Length];
        Parallel.For(
            0, losses.Length, new ParallelOptions { CancellationToken = cancellation }, k => found[k] = losses[k].Evaluate(batch));
        for (var k = 0; k < losses.Length; k++)
        {
            var (value, power) = (found[k].Value, losses[k].Power);
            table.SetUnless(found[k].Reason, losses[k].Id, () => toUnit(value, power), sample);
        }
    }

    private static Loss[] Of(HealthSettings settings) => settings.Levels is null ? [.. All.Where(loss => loss.Id != Ladder)] : All;

    /// <summary>
    /// The points up to a translation in a unit near the largest coordinate, the margin in it, and the unit. A margin beside which the
    /// points are nothing is 2^450 of theirs, and the unit what makes it the margin: terms are the margin or nothing then.
    /// </summary>
    private static (Embedding Points, double Margin, Func<double, int, double> ToUnit) Scaled(Embedding f, double margin)
    {
        var points = f.WithPoints(ScaledPoints.UpToTranslation(f, out var exponent), f.Dimension);
        return margin > 0 && Math.ILogB(margin) - exponent > LargestMargin
            ? (points, Math.ScaleB(1, LargestMargin),
                (value, power) => Math.ScaleB(value, -LargestMargin * power) * Math.Pow(margin, power))
            : (points, Math.ScaleB(margin, -exponent), (value, power) => Math.ScaleB(value, exponent * power));
    }

    private static Result Mined(MinedTripletLoss loss, Batch batch)
    {
        var result = loss.Evaluate(batch.Lengths);
        return new(
            result.Value,
            result.Terms > 0 ? null
                : result.SkippedAnchors == batch.Lengths.Count ? NoTriplet : "no negative is farther than the positive");
    }

    private static Result Of(IEmbeddingLoss loss, Embedding f, string without)
    {
        var result = loss.Evaluate(f);
        return new(result.Value, result.Terms == 0 ? without : null);
    }

    private static Result LadderOf(Batch batch, SimilarityLevels levels)
    {
        var margins = Enumerable.Repeat(batch.Margin, levels.Count - 1);
        return Of(new LadderLoss(new LevelsOfRows(levels, batch.Classes), [.. margins]), batch.Lengths, "no point sees two levels");
    }

    /// <summary>A row.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Power">Its unit is that of the points to this power.</param>
    /// <param name="Evaluate">The loss of a batch.</param>
    private sealed record Loss(string Id, int Power, Func<Batch, Result> Evaluate);

    /// <summary>What the losses are taken of.</summary>
    /// <param name="Points">The points as they are.</param>
    /// <param name="Classes">The classes that they have among all points.</param>
    /// <param name="Lengths">The points in the unit of <see cref="Scaled"/>.</param>
    /// <param name="Margin">The margin in that unit.</param>
    /// <param name="Counts">Their triplets.</param>
    /// <param name="Settings">Temperature, hardness, levels.</param>
    private sealed record Batch(
        Embedding Points, int[] Classes, Embedding Lengths, double Margin, TripletCounts Counts, HealthSettings Settings);

    /// <summary>A value, or why there is none.</summary>
    private readonly record struct Result(double Value, string? Reason);

    /// <summary>Levels by the classes that the rows had before a batch was taken.</summary>
    private sealed class LevelsOfRows(SimilarityLevels levels, int[] classes) : IRelevanceLevels
    {
        public int Count => levels.Count;

        public int Level(Embedding f, int anchor, int other) => levels[classes[anchor], classes[other]];
    }
}
