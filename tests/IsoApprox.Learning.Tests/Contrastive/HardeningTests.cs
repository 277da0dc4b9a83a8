using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Contrastive;

/// <summary>Hardening functions besides the exponential.</summary>
public class HardeningTests
{
    public static TheoryData<Hardening, NegativeSource> Cases()
    {
        var cases = new TheoryData<Hardening, NegativeSource>();
        foreach (var hardening in Enum.GetValues<Hardening>())
        {
            foreach (var source in Enum.GetValues<NegativeSource>())
            {
                cases.Add(hardening, source);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_is_the_expectation_of_the_definition(Hardening hardening, NegativeSource source)
    {
        const double beta = 1.7;
        Func<double, double> h = hardening switch
        {
            Hardening.Exponential => t => Math.Exp(beta * t),
            Hardening.Logistic => t => 1 / (1 + Math.Exp(-beta * t)),
            _ => t => t >= 0 ? Math.Exp(beta) : 1,
        };
        for (var seed = 0; seed < 10; seed++)
        {
            // The second half spreads so much that exponentials are taken pair by pair.
            var f = Clouds.Gaussian(seed, 9, 3, 3, scale: seed < 5 || hardening == Hardening.Exponential ? 1 : 8);
            var (single, limit) = (0.0, 0.0);
            for (var i = 0; i < f.Count; i++)
            {
                var own = f.Members(f.Classes[i]).ToArray();
                foreach (var j in own.Where(j => j != i))
                {
                    var t = Enumerable.Range(0, f.Count).Where(l => source == NegativeSource.AllPoints || !own.Contains(l))
                        .Select(l => Dot(f[i], f[l]) - Dot(f[i], f[j])).ToArray();
                    var weight = 1.0 / (own.Length - 1) / f.Count;
                    single += weight * t.Sum(x => h(x) * Math.Log(1 + Math.Exp(x))) / t.Sum(h);
                    limit += weight * Math.Log(1 + (t.Sum(x => h(x) * Math.Exp(x)) / t.Sum(h)));
                }
            }

            var loss = new ContrastiveLoss { Negatives = source, Hardening = hardening, Hardness = beta };
            Assert.Equal(1, loss.Evaluate(f).Value / single, Tolerances.Rounding);
            Assert.Equal(1, (loss with { Count = NegativeCount.Unlimited }).Evaluate(f).Value / limit, Tolerances.Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_agrees_with_differences(Hardening hardening, NegativeSource source)
    {
        foreach (var count in Enum.GetValues<NegativeCount>())
        {
            foreach (ContrastivePenalty penalty in new ContrastivePenalty[] { new InfoNcePenalty { Alpha = 0.7 }, new HingePenalty() })
            {
                var loss = new ContrastiveLoss
                {
                    Negatives = source,
                    Hardening = hardening,
                    Hardness = 1.3,
                    Count = count,
                    Penalty = penalty,
                };
                Assert.InRange(GradientCheck.LargestError(loss, Clouds.Gaussian(3, 10, 3, 3)), 0, 2e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_hardness_is_no_hardening_and_hardening_never_lowers_the_loss(Hardening hardening, NegativeSource source)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var f = Clouds.Gaussian(seed, 12, 3, 3);
            foreach (var count in Enum.GetValues<NegativeCount>())
            {
                var plain = new ContrastiveLoss { Negatives = source, Count = count }.Evaluate(f).Value;
                var loss = new ContrastiveLoss { Negatives = source, Hardening = hardening, Count = count };
                Assert.Equal(plain, loss.Evaluate(f).Value, Tolerances.Rounding);
                Assert.True((loss with { Hardness = 2 }).Evaluate(f).Value >= plain - 1e-12);
            }
        }
    }

    [Fact]
    public void Great_hardness_neither_overflows_nor_loses_the_value()
    {
        var f = Clouds.SimplexFrame(4, 3, 40);
        foreach (var hardening in Enum.GetValues<Hardening>())
        {
            var loss = new ContrastiveLoss { Hardening = hardening, Hardness = 500, Count = NegativeCount.Unlimited };
            var (result, gradient) = loss.EvaluateWithGradient(f);
            Assert.True(double.IsFinite(result.Value));
            Assert.All(gradient, g => Assert.True(double.IsFinite(g)));
        }
    }

    [Fact]
    public void Other_functions_are_not_enumerated_as_if_they_were_exponential()
    {
        var (f, loss) = (Clouds.Gaussian(1, 8, 2, 2), new ContrastiveLoss { Hardening = Hardening.Step, Hardness = 1 });
        Assert.Throws<ArgumentException>(() => ContrastiveExpectation.Exact(loss, f, 1));
        Assert.Throws<ArgumentException>(() => ContrastiveExpectation.Sample(loss, f, 1, 10, 1));
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }
}
