using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Contrastive;

/// <summary>The theorems of arXiv 2311.05139 on random instances, without tolerance, and the enclosures behind them.</summary>
public class ContrastiveClaimTests
{
    private static readonly double[] Hardness = [0.5, 2, 5, 10, 30];

    [Fact]
    public void No_violation_on_ten_thousand_random_instances()
    {
        var counts = new Dictionary<(string, ContrastiveVerdict), int>();
        Parallel.For(0, 10_000, seed =>
        {
            var f = Instance(seed);
            ContrastivePenalty penalty = (seed % 3) switch
            {
                0 => new InfoNcePenalty(),
                1 => new InfoNcePenalty { Alpha = 0.2 },
                _ => new HingePenalty { Margin = 0.3 },
            };
            foreach (var claim in ContrastiveClaims.Evaluate(f, Hardness[seed % 5], penalty))
            {
                Assert.True(claim.Verdict != ContrastiveVerdict.Violated, $"{claim.Id}, seed {seed}: {claim.Left} > {claim.Right}");
                lock (counts)
                {
                    counts[(claim.Id, claim.Verdict)] = counts.GetValueOrDefault((claim.Id, claim.Verdict)) + 1;
                }
            }
        });
        Assert.True(counts[("hscl-scl", ContrastiveVerdict.Holds)] > 8000, string.Join("; ", counts));
        Assert.True(counts[("hucl-ucl", ContrastiveVerdict.Holds)] > 8000, string.Join("; ", counts));
        Assert.True(counts[("scl-frame", ContrastiveVerdict.Holds)] > 4000, string.Join("; ", counts));
        Assert.True(counts[("scl-frame", ContrastiveVerdict.Vacuous)] > 1000, string.Join("; ", counts));
    }

    [Fact]
    public void Enclosures_contain_the_floating_point_losses()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var f = Instance(seed);
            foreach (var source in Enum.GetValues<NegativeSource>())
            {
                var loss = new ContrastiveLoss { Negatives = source, Hardness = Hardness[seed % 5] };
                var enclosure = ContrastiveEnclosure.Loss(f, source, loss.Hardness, loss.Penalty);
                Assert.NotNull(enclosure);
                var value = loss.Evaluate(f).Value;
                Assert.InRange(value, enclosure.Value.Lower - 1e-13, enclosure.Value.Upper + 1e-13);
                Assert.True(enclosure.Value.Width < 1e-9 * (1 + value));
            }
        }
    }

    [Fact]
    public void Interval_functions_contain_exp_and_log()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 5000; trial++)
        {
            var x = 60 * (random.NextDouble() - 0.5);
            var e = IntervalFunctions.Exp(x);
            Assert.True(e.Contains(Math.Exp(x)) && e.Lower < e.Upper && e.Width < 1e-14 * Math.Exp(x));
            var back = IntervalFunctions.Log(e);
            Assert.True(back.Contains(x) && back.Width < 1e-13);
        }

        Assert.Equal(double.PositiveInfinity, IntervalFunctions.Exp(1000).Upper);
        Assert.Equal(0, IntervalFunctions.Exp(-1000).Lower);
        Assert.True(IntervalFunctions.Exp(-1000).Upper > 0);
    }

    [Fact]
    public void A_false_inequality_is_refuted()
    {
        // Without balance the frame bound fails: one class alone in one direction, the other class large at the opposite pole.
        var points = Enumerable.Range(0, 22).Select(i => i < 2 ? 1.0 : -1.0).ToArray();
        var f = Embedding.Create(points, 1, [.. Enumerable.Range(0, 22).Select(i => i < 2 ? 0 : 1)]);
        var frameClaims = ContrastiveClaims.Evaluate(f, 2).Where(c => c.Id.EndsWith("frame", StringComparison.Ordinal));
        Assert.All(frameClaims, c => Assert.Equal(ContrastiveVerdict.Vacuous, c.Verdict));

        // Negated sides are violated: the enclosure of HSCL lies certainly above that of SCL.
        var g = Instance(17);
        var claim = ContrastiveClaims.Evaluate(g, 5)[0];
        Assert.True(claim.Right!.Value.Lower > claim.Left!.Value.Upper);
    }

    [Fact]
    public void Sets_without_terms_are_vacuous()
    {
        Assert.All(
            ContrastiveClaims.Evaluate(Embedding.Create([1, 2], 1, [0, 1]), 1), c => Assert.Equal(ContrastiveVerdict.Vacuous, c.Verdict));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContrastiveClaims.Evaluate(Instance(1), -1));
    }

    private static Embedding Instance(int seed)
    {
        var random = new Random(seed);
        var (classes, members, n) = (2 + random.Next(3), 2 + random.Next(2), 1 + random.Next(4));
        var labels = Enumerable.Range(0, classes * members).Select(i => i % classes).ToList();
        if (seed % 4 == 3)
        {
            labels.Add(0);
        }

        var points = Enumerable.Range(0, labels.Count * n).Select(_ => Clouds.Gaussian(random)).ToArray();
        OutputNormalisation.Apply((Normalisation)(seed % 3), points, n);
        return Embedding.Create(points, n, [.. labels]);
    }
}
