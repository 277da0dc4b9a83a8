using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Losses;

/// <summary>Pair contrastive, ladder and InfoNCE: values by hand, zero exactly where they should be.</summary>
public class PairAndLadderTests
{
    private static readonly Dictionary<string, string> Groups = new() { ["0"] = "a", ["1"] = "a", ["2"] = "b" };

    [Fact]
    public void Pair_contrastive_value_by_hand()
    {
        // Distances 1 (positive), 2 and 3 (negative), margin 2.5: (1/2 + 0.25/2 + 0)/3.
        var f = Embedding.Create([0, 1, 3], 1, [0, 0, 1]);
        var result = new PairContrastiveLoss(2.5).Evaluate(f);
        Assert.Equal(0.625 / 3, result.Value, Tolerances.Rounding);
        Assert.Equal((3, 2, new LossTerm(0, 1, null, 0.5)), (result.Terms, result.Active, result.Witness!.Value));
    }

    [Fact]
    public void Pair_contrastive_is_zero_exactly_at_collapsed_classes_beyond_the_margin()
    {
        var f = Embedding.Create([0, 0, 2, 2], 1, [0, 0, 1, 1]);
        Assert.Equal(0, new PairContrastiveLoss(2).Evaluate(f).Value);
        Assert.True(new PairContrastiveLoss(2.001).Evaluate(f).Value > 0);
        Assert.True(new PairContrastiveLoss(2).Evaluate(Embedding.Create([0, 1e-6, 2, 2], 1, [0, 0, 1, 1])).Value > 0);
    }

    [Fact]
    public void Ladder_loss_with_two_levels_is_a_triplet_loss()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            // Classes of equal size: the mean over anchors of means is the mean over triplets.
            var f = Clouds.Gaussian(seed, 12, 3, 4, smallest: 3);
            Assert.Equal(
                MinedTripletLoss.BatchAll(0.4).Evaluate(f).Value, new LadderLoss(new ClassLevels(), [0.4]).Evaluate(f).Value,
                Tolerances.Rounding);
            var hard = new LadderLoss(new ClassLevels(), [0.4]) { HardContrastive = true };
            Assert.Equal(MinedTripletLoss.BatchHard(0.4).Evaluate(f).Value, hard.Evaluate(f).Value, Tolerances.Rounding);
        }
    }

    [Fact]
    public void Ladder_loss_value_by_hand()
    {
        // Classes 0 = {0, 1} and 1 = {3} form a group, class 2 = {10}; margins 1.5 (class) and 4 (group).
        var f = Embedding.Create([0, 1, 3, 10], 1, [0, 0, 1, 2]);
        var loss = new LadderLoss(new GroupLevels(Groups), [1.5, 4]) { HardContrastive = true };

        // Anchor 0: 1 + 1.5 - 3 < 0 and 3 + 4 - 10 < 0. Anchor 1: 1 + 1.5 - 2 = 0.5 and 2 + 4 - 9 < 0.
        // Anchor 2: no positive; 3 + 4 - 7 = 0. Anchor 3: everything is of the farthest level, skipped.
        var result = loss.Evaluate(f);
        Assert.Equal(0.5 / 3, result.Value, Tolerances.Rounding);
        Assert.Equal((5, 1, 1, new LossTerm(1, 0, 2, 0.5)), (result.Terms, result.Active, result.SkippedAnchors, result.Witness!.Value));
        Assert.Equal(0, new LadderLoss(new GroupLevels(Groups), [1, 4]).Evaluate(f).Value);
        Assert.Throws<EmbeddingException>(() => loss.Evaluate(Embedding.Create([0, 1, 2], 1, [0, 1, 7])));
    }

    [Fact]
    public void InfoNce_is_the_cross_entropy_of_the_positive()
    {
        var f = Clouds.Gaussian(7, 9, 3, 3);
        var sum = 0.0;
        for (var i = 0; i < f.Count; i++)
        {
            var (anchor, own) = (i, f.Members(f.Classes[i]).ToArray());
            var negatives = Enumerable.Range(0, f.Count).Except(own).Sum(l => Math.Exp(Dot(f, anchor, l) / 0.7));
            sum += own.Where(j => j != anchor)
                .Average(j => -Math.Log(Math.Exp(Dot(f, anchor, j) / 0.7) / (Math.Exp(Dot(f, anchor, j) / 0.7) + negatives)));
        }

        Assert.Equal(sum / f.Count, new InfoNceLoss(0.7).Evaluate(f).Value, Tolerances.Rounding);
    }

    [Fact]
    public void InfoNce_of_huge_products_is_finite_and_tends_to_zero()
    {
        var f = Embedding.Create([1e4, 1e4, -1e4, -1e4], 1, [0, 0, 1, 1]);
        Assert.Equal(0, new InfoNceLoss().Evaluate(f).Value);
        var bad = new InfoNceLoss().Evaluate(Embedding.Create([1e4, -1e4, 1e4, -1e4], 1, [0, 0, 1, 1]));
        Assert.Equal(2e8, bad.Value, 1e-3);
    }

    private static double Dot(Embedding f, int i, int j) => Enumerable.Range(0, f.Dimension).Sum(k => f[i][k] * f[j][k]);
}
