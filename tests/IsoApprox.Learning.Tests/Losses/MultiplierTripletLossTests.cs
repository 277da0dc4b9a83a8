using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Losses;

/// <summary>The loss mined by multipliers.</summary>
public class MultiplierTripletLossTests
{
    [Fact]
    public void A_collapsed_batch_is_pushed_apart_by_negatives_only()
    {
        var random = new Random(2);
        var f = Embedding.Create(
            [.. Enumerable.Range(0, 16).Select(_ => 1e-3 * random.NextDouble())], 2, [.. Enumerable.Range(0, 8).Select(i => i / 4)]);
        var (result, gradient) = new MultiplierTripletLoss { Margin = 0.2, AnchorRadius = 1, Evaluations = 1000 }.EvaluateWithGradient(f);
        Assert.True(result.Value > 0.1, $"value {result.Value}, {result.Terms} terms");
        var moved = f.WithPoints([.. f.Coordinates.ToArray().Select((x, k) => x - (0.1 * gradient[k]))], 2);
        Assert.True(Between(moved) > Between(f));
    }

    [Fact]
    public void A_separated_batch_costs_nothing()
    {
        var f = Embedding.Create([0, 0.1, 5, 5.1], 1, [0, 0, 1, 1]);
        var (result, gradient) = new MultiplierTripletLoss { Margin = 0.2, AnchorRadius = 1 }.EvaluateWithGradient(f);
        Assert.Equal(0, result.Value);
        Assert.All(gradient, slope => Assert.Equal(0, slope));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiplierTripletLoss { Margin = -1 });
    }

    private static double Between(Embedding f) => Math.Sqrt(Enumerable.Range(0, 2).Sum(k =>
    {
        var difference = f.Members(0).ToArray().Average(i => f[i][k]) - f.Members(1).ToArray().Average(i => f[i][k]);
        return difference * difference;
    }));
}
