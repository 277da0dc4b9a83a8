using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Health;
using IsoApprox.Learning.Losses;
using IsoApprox.Sets;
using static IsoApprox.Learning.Tests.Health.EmbeddingHealthTests;

namespace IsoApprox.Learning.Tests.Health;

public class LossMeasuresTests
{
    [Fact]
    public void Losses_with_a_margin_scale_with_it()
    {
        var f = Clouds.Gaussian(11, 24, 3, 4);
        var levels = SimilarityLevels.OfClasses(4);
        var expected = Values(f, new() { Margin = 0.5, Levels = levels });
        foreach (var exponent in new[] { -1000, -400, 400 })
        {
            var g = f.WithPoints([.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent))], 3);
            var actual = Values(g, new() { Margin = Math.ScaleB(0.5, exponent), Levels = levels });
            foreach (var id in Lengths.Append("ladder-loss").Append("pair-loss"))
            {
                var scaled = Math.ScaleB(expected[id]!.Value, exponent * UnitPower(id));
                Assert.Equal(scaled, actual[id]!.Value, 1e-9 * scaled);
            }
        }

        // Which negatives are semi-hard does not depend on it, however large it is.
        var huge = Values(f, new() { Margin = 1e308, Levels = levels });
        Assert.All(["batch-all-loss", "semi-hard-loss", "ladder-loss"], id => Assert.Equal(1e308, huge[id]!.Value, 1e296));
        Assert.Null(huge["pair-loss"]);

        // A margin beside which the points are nothing: a term is the margin, a pair of two classes its square.
        var tiny = Values(f.WithPoints([.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, -1000))], 3), new() { Margin = 0.5 });
        Assert.Equal(0.5, tiny["batch-all-loss"]!.Value, Tolerances.Rounding);
        Assert.Equal(0.5, tiny["easy-positive-loss"]!.Value, Tolerances.Rounding);
        var share = Pairs(24).Average(p => f.Classes[p.I] == f.Classes[p.J] ? 0 : 1);
        Assert.Equal(share * 0.25, tiny["pair-loss"]!.Value, Tolerances.Rounding);
    }

    [Fact]
    public void The_smallest_batch_has_two_classes()
    {
        var f = Clouds.Gaussian(13, 30, 3, 5);
        var some = EmbeddingHealth.Measure(f, new() { PairLimit = 3, Margin = 9 }).Measures.Single(m => m.Id == "batch-all-loss");
        Assert.Equal(4, some.Sample);
        Assert.True(some.Value > 0);
    }

    [Fact]
    public void Losses_are_those_of_the_library()
    {
        var f = Clouds.Gaussian(12, 40, 3, 5);
        var health = Values(f, new() { Margin = 0.7, Temperature = 0.3, Hardness = 2, Levels = SimilarityLevels.OfClasses(5) });
        var expected = new Dictionary<string, IEmbeddingLoss>
        {
            ["batch-all-loss"] = MinedTripletLoss.BatchAll(0.7),
            ["batch-all-active-loss"] = MinedTripletLoss.BatchAll(0.7, TermMean.ActiveTerms),
            ["semi-hard-loss"] = MinedTripletLoss.SemiHard(0.7),
            ["easy-positive-loss"] = MinedTripletLoss.EasyPositive(0.7),
            ["easy-positive-semi-hard-loss"] = MinedTripletLoss.EasyPositive(0.7, NegativeMining.SemiHard),
            ["infonce-loss"] = new InfoNceLoss(0.3, Similarity.Cosine),
            ["scl-loss"] = new ContrastiveLoss(),
            ["hscl-loss"] = new ContrastiveLoss { Hardness = 2 },
            ["ladder-loss"] = new LadderLoss(new ClassLevels(), [0.7]),
        };
        foreach (var (id, loss) in expected)
        {
            Assert.True(loss.Evaluate(f).Value > 0, id);
            Assert.Equal(loss.Evaluate(f).Value, health[id]!.Value, Tolerances.Rounding);
        }

        double Squared((int I, int J) p) => f[p.I].ToArray().Zip(f[p.J].ToArray(), (x, y) => (x - y) * (x - y)).Sum();
        Assert.Equal(
            Pairs(40).Average(p => f.Classes[p.I] == f.Classes[p.J] ? Squared(p) : Math.Max(0, 0.49 - Squared(p))),
            health["pair-loss"]!.Value,
            Tolerances.Rounding);
    }

    private static IEnumerable<(int I, int J)> Pairs(int count) =>
        Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, i).Select(j => (i, j)));
}
