using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Losses;

/// <summary>Triplets that are drawn, not mined. Its gradient is checked with those of all losses.</summary>
public class RandomTripletLossTests
{
    [Fact]
    public void Every_evaluation_with_a_gradient_draws_anew_and_a_seed_repeats_the_draws()
    {
        var f = Clouds.Gaussian(1, 30, 3, 3);
        var (first, second) = (new RandomTripletLoss(0.5, 7), new RandomTripletLoss(0.5, 7));
        var values = Enumerable.Range(0, 5).Select(_ => first.EvaluateWithGradient(f).Result.Value).ToArray();
        Assert.Equal(5, values.Distinct().Count());
        Assert.Equal(values, Enumerable.Range(0, 5).Select(_ => second.EvaluateWithGradient(f).Result.Value));
        Assert.Equal(values[^1], first.Evaluate(f).Value);
        Assert.NotEqual(values[0], new RandomTripletLoss(0.5, 8).EvaluateWithGradient(f).Result.Value);
    }

    [Fact]
    public void Its_mean_over_draws_is_that_of_all_triplets()
    {
        // Classes of equal size: an anchor has as many triplets as any other.
        var f = Embedding.Create(Clouds.Gaussian(2, 12, 2, 3).Coordinates, 2, [.. Enumerable.Range(0, 12).Select(i => i % 3)]);
        var loss = new RandomTripletLoss(0.5);
        var mean = Enumerable.Range(0, 20_000).Average(_ => loss.EvaluateWithGradient(f).Result.Value);
        Assert.Equal(MinedTripletLoss.BatchAll(0.5).Evaluate(f).Value, mean, 0.01);
    }

    [Fact]
    public void Anchors_without_partners_are_skipped()
    {
        var found = new RandomTripletLoss(0).EvaluateWithGradient(Embedding.Create([0, 1, 5], 1, [0, 0, 1])).Result;
        Assert.Equal((2, 1), (found.Terms, found.SkippedAnchors));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomTripletLoss(-1));
    }
}
