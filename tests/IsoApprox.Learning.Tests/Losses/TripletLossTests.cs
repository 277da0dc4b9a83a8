using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;
using IsoApprox.Measures;

namespace IsoApprox.Learning.Tests.Losses;

/// <summary>
/// Mined triplet losses: agreement with the measures of the core, the policy for anchors without partners, zero exactly where it should be.
/// </summary>
public class TripletLossTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    public void Values_agree_with_the_measures(double margin)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var f = Clouds.Gaussian(seed, 8 + (3 * seed), 1 + (seed % 6), 2 + (seed % 3));
            Assert.Equal(
                TripletLoss.HardMined(f, TripletDistance.Euclidean, margin).Value, new HardestTripletLoss(margin).Evaluate(f).Value);
            AssertBatchHard(TripletLoss.BatchHard(f, margin), MinedTripletLoss.BatchHard(margin).Evaluate(f));
            AssertBatchHard(
                TripletLoss.BatchHard(f, margin, TripletDistance.SquaredEuclidean),
                (MinedTripletLoss.BatchHard(margin) with { Distance = PairDistance.SquaredEuclidean }).Evaluate(f));
            var counts = TripletLoss.Counts(f, margin);
            var all = MinedTripletLoss.BatchAll(margin).Evaluate(f);
            var active = MinedTripletLoss.BatchAll(margin, TermMean.ActiveTerms).Evaluate(f);
            Assert.Equal((counts.Triplets, counts.Violated), (all.Terms, all.Active));
            Assert.Equal(counts.MeanLoss, all.Value, Tolerances.Rounding);
            Assert.Equal(counts.MeanActiveLoss, active.Value, Tolerances.Rounding);
            Assert.Equal(TripletLoss.HardMined(f, TripletDistance.Euclidean, margin).Value, all.Witness!.Value.Value, Tolerances.Rounding);
        }
    }

    [Theory]
    [InlineData(PositiveMining.Hardest, NegativeMining.Hardest, 0.5, 0, 2, 3, 2.5)]
    [InlineData(PositiveMining.Easiest, NegativeMining.Hardest, 1.5, 0, 1, 3, 0.5)]
    [InlineData(PositiveMining.Hardest, NegativeMining.SemiHard, 2.5, 1, 2, 4, 1.5)]
    [InlineData(PositiveMining.Easiest, NegativeMining.SemiHard, 1.5, 0, 1, 3, 0.5)]
    public void Mined_triplet_is_what_the_rule_says(
        PositiveMining positives, NegativeMining negatives, double margin, int anchor, int positive, int negative, double value)
    {
        // On a line: class 0 at 0, 1 and 4; negatives, alone in their classes, at -2, -3 and -6. The hardest positive of the point 1 is at
        // distance 3, where a negative ties with it: the semi-hard negative is the next one, at distance 4.
        var f = Embedding.Create([0, 0, 1, 0, 4, 0, -2, 0, -3, 0, -6, 0], 2, [0, 0, 0, 1, 2, 3]);
        var loss = new MinedTripletLoss { Positives = positives, Negatives = negatives, Margin = margin };
        var slopes = loss.EvaluateWithGradient(f).Gradient;
        Assert.All(slopes, g => Assert.True(double.IsFinite(g)));
        Assert.Equal(3, loss.Evaluate(f).SkippedAnchors);
        var witness = loss.Evaluate(f).Witness!.Value;
        Assert.Equal(new LossTerm(anchor, positive, negative, value), witness);
    }

    [Fact]
    public void Semi_hard_witness_is_farther_than_its_positive()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var f = Clouds.Gaussian(seed, 20, 3, 3);
            var naive = (Sum: 0.0, Terms: 0);
            for (var a = 0; a < f.Count; a++)
            {
                foreach (var p in f.Members(f.Classes[a]))
                {
                    var anchor = a;
                    var positive = Distance(f, a, p);
                    var farther =
                        Enumerable.Range(0, f.Count).Where(n => f.Classes[n] != f.Classes[anchor]).Select(n => Distance(f, anchor, n))
                        .Where(d => d > positive).ToArray();
                    if (p != a && farther.Length > 0)
                    {
                        naive = (naive.Sum + Math.Max(0, positive + 0.3 - farther.Min()), naive.Terms + 1);
                    }
                }
            }

            var result = MinedTripletLoss.SemiHard(0.3).Evaluate(f);
            Assert.Equal(naive.Terms, result.Terms);
            Assert.Equal(naive.Sum / naive.Terms, result.Value, Tolerances.Rounding);
            Assert.True(result.Witness!.Value.Value < 0.3);
        }
    }

    [Fact]
    public void Anchors_without_partners_are_skipped_and_counted()
    {
        var oneClass = Embedding.Create([1, 2, 3], 1, [5, 5, 5]);
        var singletons = Embedding.Create([1, 2, 3], 1, [0, 1, 2]);
        var mixed = Embedding.Create([0, 3, 1], 1, [0, 0, 1]);
        MinedTripletLoss[] losses =
            [MinedTripletLoss.BatchHard(1), MinedTripletLoss.BatchAll(1), MinedTripletLoss.SemiHard(1), MinedTripletLoss.EasyPositive(1)];
        foreach (var loss in losses)
        {
            Assert.Equal(new LossResult(0, 0, 0, 3, null), loss.Evaluate(oneClass));
            Assert.Equal(new LossResult(0, 0, 0, 3, null), loss.Evaluate(singletons));
            Assert.Equal(1, loss.Evaluate(mixed).SkippedAnchors);
        }

        // Anchor 0: 3 - 1 + 1 = 3; anchor 1: 3 - 2 + 1 = 2; anchor 2 has no positive.
        Assert.Equal(new LossResult(2.5, 2, 2, 1, new LossTerm(0, 1, 2, 3)), MinedTripletLoss.BatchHard(1).Evaluate(mixed));
    }

    [Fact]
    public void Loss_is_zero_exactly_when_the_margin_is_kept()
    {
        // Two classes on a line, diameter 1, gap 2.
        var f = Embedding.Create([0, 1, 3, 4], 1, [0, 0, 1, 1]);
        foreach (var loss in new[] { MinedTripletLoss.BatchHard(1), MinedTripletLoss.BatchAll(1), MinedTripletLoss.EasyPositive(1) })
        {
            var (result, gradient) = loss.EvaluateWithGradient(f);
            Assert.Equal(0, result.Value);
            Assert.All(gradient, g => Assert.Equal(0, g));
            Assert.True((loss with { Margin = 1 + 1e-9 }).Evaluate(f).Value > 0);
            Assert.True((loss with { Penalty = TripletPenalty.Softplus }).Evaluate(f).Value > 0);
        }

        var soft = MinedTripletLoss.BatchHard(0) with { Penalty = TripletPenalty.Softplus };
        Assert.Equal(Math.Log(2), soft.Evaluate(f.WithPoints(new double[4], 1)).Value, 15);
    }

    [Fact]
    public void Selectively_contrastive_pushes_the_nearer_negative_only()
    {
        // Unit vectors at 0, 60 and 30 degrees: the negative is nearer than the positive for both anchors of class 0.
        var f = Embedding.Create([1, 0, 0.5, Math.Sqrt(0.75), Math.Sqrt(0.75), 0.5], 2, [0, 0, 1]);
        var (result, gradient) = MinedTripletLoss.SelectivelyContrastive(0.5).EvaluateWithGradient(f);
        Assert.Equal(0.5 * Math.Sqrt(0.75), result.Value, Tolerances.Rounding);
        Assert.Equal((2, 1), (result.Terms, result.SkippedAnchors));

        // Descent turns anchor 0 clockwise, away from the negative.
        Assert.True(gradient[1] > 0);
        Assert.Throws<InvalidOperationException>(
            () => (MinedTripletLoss.SelectivelyContrastive() with { Distance = PairDistance.Euclidean }).Evaluate(f));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Bad_margins_are_refused(double margin)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MinedTripletLoss.BatchHard(margin));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairContrastiveLoss(margin));
        Assert.Throws<ArgumentException>(() => new LadderLoss(new ClassLevels(), [margin]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfoNceLoss(margin));
    }

    private static void AssertBatchHard(BatchHardLoss expected, LossResult actual)
    {
        Assert.Equal(expected.Value, actual.Value, Tolerances.Rounding);
        Assert.Equal((expected.Anchors, expected.Active), (actual.Terms, actual.Active));
    }

    private static double Distance(Embedding f, int i, int j) => Arithmetic.PairwiseDistances.Distance(f[i], f[j]);
}
