using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Contrastive;

/// <summary>The claims for k negatives: enclosures against enumeration of all tuples, no violation, and enough decided.</summary>
public class ManyNegativesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Enclosures_contain_the_enumerated_expectation(int negatives)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var f = Clouds.Gaussian(seed, 6 + (seed % 4), 1 + (seed % 3), 2 + (seed % 2));
            var source = (NegativeSource)(seed % 2);
            var loss = new ContrastiveLoss
            {
                Negatives = source,
                Hardness = seed % 7,
                Penalty = new InfoNcePenalty { Alpha = 1 + (seed % 2) },
            };
            var exact = ContrastiveExpectation.Exact(loss, f, negatives);
            var enclosure = ContrastiveEnclosure.Loss(f, source, loss.Hardness, loss.Penalty, negatives)!.Value;
            Assert.InRange(exact, enclosure.Lower - 1e-12, enclosure.Upper + 1e-12);
            Assert.True(enclosure.Width < 1e-9 || negatives > 2, $"seed {seed}: {enclosure}");
        }
    }

    [Fact]
    public void The_enclosure_of_very_many_negatives_lies_between_one_negative_and_the_limit()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var f = Clouds.Gaussian(seed, 12, 2, 3);
            var loss = new ContrastiveLoss { Hardness = 2 };
            var one = loss.Evaluate(f).Value;
            var limit = (loss with { Count = NegativeCount.Unlimited }).Evaluate(f).Value;
            var enclosure = ContrastiveEnclosure.Loss(f, loss.Negatives, loss.Hardness, loss.Penalty, 1000)!.Value;
            Assert.InRange(enclosure.Lower, one - 1e-12, limit);
            Assert.Equal(limit, enclosure.Upper, 1e-10);
            var sampled = ContrastiveExpectation.Sample(loss, f, 1000, 200, seed);
            Assert.InRange(sampled.Value, enclosure.Lower - (6 * sampled.StandardError), enclosure.Upper + (6 * sampled.StandardError));
        }
    }

    [Fact]
    public void No_violation_for_several_negatives_and_most_are_decided()
    {
        var (decided, total) = (0, 0);
        Parallel.For(0, 1000, seed =>
        {
            var f = Clouds.Gaussian(seed, 4 + (seed % 5), 1 + (seed % 3), 2, scale: 0.3 + (seed % 4));
            var claims = ContrastiveClaims.Evaluate(f, new[] { 0.5, 2, 10 }[seed % 3], new InfoNcePenalty(), 2 + (seed % 4));
            Assert.DoesNotContain(claims, claim => claim.Verdict == ContrastiveVerdict.Violated);
            var inequalities = claims.Where(claim => claim.Id is "hscl-scl" or "hucl-ucl").ToArray();
            Interlocked.Add(ref total, inequalities.Length);
            Interlocked.Add(ref decided, inequalities.Count(claim => claim.Verdict == ContrastiveVerdict.Holds));
        });
        Assert.True(decided > 0.9 * total, $"{decided} of {total}");
    }
}
