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

    /// <summary>The rows of an embedding with or without levels.</summary>
    internal static string[] Ids(HealthSettings settings) =>
        [.. Common, .. settings.Levels is null ? Array.Empty<string>() : [Ladder]];

    private static readonly string[] Common =
    [
        "batch-all-loss", "batch-all-active-loss", "semi-hard-loss", "easy-positive-loss", "easy-positive-semi-hard-loss", "pair-loss",
        "infonce-loss", "scl-loss", "hscl-loss",
    ];

    /// <summary>Fills the rows.</summary>
    internal static void Fill(HealthTable table, Embedding f, HealthSettings settings, CancellationToken cancellation)
    {
        var rows = BalancedSample.Rows(f, settings.Seed, LargestWork, settings.PairLimit);
        int? sample = rows.Length < f.Count ? rows.Length : null;
        var some = sample is null ? f : f.Rows(rows);
        var (lengths, margin, toUnit) = Scaled(some, settings.Margin);
        var found = new Result[Common.Length + 1];

        // In the order of Common: of lengths, of squares, without unit.
        Action[] work =
        [
            () => (found[0], found[1]) = BatchAll(lengths, margin),
            () => found[2] = Mined(MinedTripletLoss.SemiHard(margin), lengths),
            () => found[3] = Mined(MinedTripletLoss.EasyPositive(margin), lengths),
            () => found[4] = Mined(MinedTripletLoss.EasyPositive(margin, NegativeMining.SemiHard), lengths),
            () => found[5] = Of(
                new PairContrastiveLoss(margin * margin, PairDistance.SquaredEuclidean, PairPenalty.Identity), lengths,
                "there is one point") with { Power = 2 },
            () => found[6] = Of(
                new InfoNceLoss(settings.Temperature, Similarity.Cosine), some.WithPoints(ScaledPoints.AsTheyAre(some), some.Dimension),
                NoTriplet) with { Power = 0 },
            () => found[7] = Of(new ContrastiveLoss(), some, NoTriplet) with { Power = 0 },
            () => found[8] = Of(new ContrastiveLoss { Hardness = settings.Hardness }, some, NoTriplet) with { Power = 0 },
            () => found[9] = settings.Levels is { } levels ? LadderOf(f, rows, levels, lengths, margin) : default,
        ];
        Parallel.ForEach(work, new ParallelOptions { CancellationToken = cancellation }, action => action());
        var ids = Ids(settings);
        for (var k = 0; k < ids.Length; k++)
        {
            var (value, reason, power) = found[k];
            table.SetUnless(reason, ids[k], () => toUnit(value, power), sample);
        }
    }

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

    private static (Result All, Result Active) BatchAll(Embedding f, double margin)
    {
        var counts = TripletLoss.Counts(f, margin);
        var reason = counts.Triplets == 0 ? NoTriplet : null;
        return (new(counts.MeanLoss, reason), new(counts.MeanActiveLoss, reason));
    }

    private static Result Mined(MinedTripletLoss loss, Embedding f)
    {
        var result = loss.Evaluate(f);
        return new(
            result.Value,
            result.Terms > 0 ? null : result.SkippedAnchors == f.Count ? NoTriplet : "no negative is farther than the positive");
    }

    private static Result Of(IEmbeddingLoss loss, Embedding f, string without)
    {
        var result = loss.Evaluate(f);
        return new(result.Value, result.Terms == 0 ? without : null);
    }

    private static Result LadderOf(Embedding f, int[] rows, SimilarityLevels levels, Embedding lengths, double margin)
    {
        var loss = new LadderLoss(
            new LevelsOfRows(levels, [.. rows.Select(i => f.Classes[i])]), [.. Enumerable.Repeat(margin, levels.Count - 1)]);
        return Of(loss, lengths, "no point sees two levels");
    }

    /// <summary>A value in the unit of the points to the given power, or why there is none.</summary>
    private readonly record struct Result(double Value, string? Reason, int Power = 1);

    /// <summary>Levels by the classes that the rows had before a batch was taken.</summary>
    private sealed class LevelsOfRows(SimilarityLevels levels, int[] classes) : IRelevanceLevels
    {
        public int Count => levels.Count;

        public int Level(Embedding f, int anchor, int other) => levels[classes[anchor], classes[other]];
    }
}
