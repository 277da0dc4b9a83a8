using IsoApprox.Studies.Statistics;

namespace IsoApprox.Studies.Tests.Statistics;

/// <summary>Rank correlation and the best threshold.</summary>
public class StatisticsTests
{
    [Fact]
    public void Correlation_of_monotone_curves_is_one()
    {
        var x = Enumerable.Range(1, 20).Select(k => (double)k).ToArray();
        Assert.Equal(1, RankCorrelation.Spearman([.. x.Select(v => (v, Math.Exp(v)))])!.Value, 1e-12);
        Assert.Equal(-1, RankCorrelation.Spearman([.. x.Select(v => (v, 1 / v))])!.Value, 1e-12);
    }

    [Fact]
    public void Correlation_agrees_with_the_textbook_formula_and_shares_ranks_of_ties()
    {
        // Without ties 1 - 6 sum d^2/(n (n^2 - 1)): ranks 1..5 against 2, 1, 4, 3, 5 have sum d^2 = 4.
        Assert.Equal(1 - (24.0 / 120), RankCorrelation.Spearman([(1, 20), (2, 10), (3, 40), (4, 30), (5, 50)])!.Value, 1e-12);
        Assert.Equal([2.5, 1, 2.5, 4], RankCorrelation.Ranks([7, 3, 7, 9]));

        // Ranks 1.5, 1.5, 3 against 1, 2, 3.
        Assert.Equal(Math.Sqrt(0.75), RankCorrelation.Spearman([(1, 1), (1, 2), (2, 3)])!.Value, 1e-12);
    }

    [Fact]
    public void Correlation_of_nothing_is_null()
    {
        Assert.Null(RankCorrelation.Spearman([(1, 1), (2, 2)]));
        Assert.Null(RankCorrelation.Spearman([(1, 1), (1, 2), (1, 3)]));
        Assert.Null(RankCorrelation.Spearman([(1, 4), (2, 4), (3, 4)]));
    }

    [Fact]
    public void Threshold_separates_what_can_be_separated()
    {
        var rule = ThresholdRule.Best([(1, false), (2, false), (8, true), (9, true), (10, true)])!;
        Assert.Equal(4, rule.Threshold, 1e-12);
        Assert.Equal((true, 1.0, 3, 5), (rule.Above, rule.Accuracy, rule.Positives, rule.Count));
        Assert.False(ThresholdRule.Best([(1, true), (2, false)])!.Above);

        // One of three yes is on the wrong side: (2/3 + 1)/2.
        Assert.Equal(5.0 / 6, ThresholdRule.Best([(1, true), (2, false), (3, false), (4, true), (5, true)])!.Accuracy, 1e-12);
    }

    [Fact]
    public void Threshold_agrees_with_trying_all()
    {
        var random = new Random(11);
        for (var run = 0; run < 200; run++)
        {
            var cases = Enumerable.Range(0, 2 + random.Next(12)).Select(_ => ((double)random.Next(8) - 3, random.Next(2) == 0)).ToArray();
            var (yes, no) = (cases.Count(c => c.Item2), cases.Count(c => !c.Item2));
            var values = cases.Select(c => c.Item1).Distinct().Order().ToArray();
            var best = ThresholdRule.Best(cases);
            if (yes == 0 || no == 0 || values.Length == 1)
            {
                Assert.Null(best);
                continue;
            }

            var accuracies = values.Skip(1).Select(t =>
                0.5 * (((double)cases.Count(c => c.Item2 && c.Item1 >= t) / yes)
                    + ((double)cases.Count(c => !c.Item2 && c.Item1 < t) / no)));
            Assert.Equal(accuracies.Max(a => Math.Max(a, 1 - a)), best!.Accuracy, 1e-12);
            var right =
                0.5 * (((double)cases.Count(c => c.Item2 && (c.Item1 >= best.Threshold) == best.Above) / yes)
                    + ((double)cases.Count(c => !c.Item2 && (c.Item1 >= best.Threshold) != best.Above) / no));
            Assert.Equal(best.Accuracy, right, 1e-12);
        }
    }

    [Fact]
    public void Threshold_of_one_kind_or_one_value_is_null()
    {
        Assert.Null(ThresholdRule.Best([(1, true), (2, true)]));
        Assert.Null(ThresholdRule.Best([(1, true), (1, false)]));
        Assert.Null(ThresholdRule.Best([]));
    }
}
