using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Sets;
using IsoApprox.Solver.Counterexamples;

namespace IsoApprox.Solver.Tests.Counterexamples;

public class RankCertificatesTests
{
    public static TheoryData<string, string, double, int, int> Chains => new()
    {
        { "3a 3b 3a 3b 3a", "1/30000", 2.05, 15, 5 },
        { "3a 3b 4c 3a", "1/1000000", 2.04, 13, 8 },
        { "3a 4b 4c 3a", "1/1000000", 2.2, 14, 9 },
        { "2a 3b 2a 3b 2a 3b 2a 3b 2a", "1/1000000", 2.01, 22, 4 },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void ExplicitMultipliersProveTheListedRatios(string links, string loss, double ratio, int points, int dimension)
    {
        Assert.True(ExactRational.TryParse(loss, out var eps));
        var chain = Chain.WithLoss(Parse(links), eps);

        var certificate = RankCertificates.FromChain(chain);

        Assert.Equal((points, dimension), (chain.Count, chain.Dimension));
        Assert.NotNull(certificate);
        var verdict = certificate.CheckAlone();
        Assert.True(verdict.Ratio > ratio, $"{verdict.Ratio}");
        Assert.True(verdict.Ratio < chain.FirstOrderRatio * 1.001, $"{verdict.Ratio}");
    }

    [Theory]
    [InlineData(2, 9)]
    [InlineData(3, 5)]
    [InlineData(4, 5)]
    public void TangentProgramAgreesWithTheFormulaOfTheChain(int m, int length)
    {
        var chain = Chain.Uniform(m, length, new ExactRational(1, 10_000_000));

        var tangent = TangentProgram.Solve(chain.ToEmbedding());

        Assert.NotNull(tangent);
        Assert.Equal(m * (length - 1) / (length - 1 + Math.Sqrt(m)), chain.FirstOrderRatio, 10);
        Assert.Equal(chain.FirstOrderRatio, tangent.Ratio, 5);
    }

    [Fact]
    public void TangentMultipliersProveTheDoublesOfAnEmbedding()
    {
        var f = Chain.Uniform(3, 5, new ExactRational(1, 10_000)).ToEmbedding();

        var certificate = RankCertificates.FromTangent(f);

        Assert.NotNull(certificate);
        Assert.True(certificate.CheckAlone().Ratio > 2.05);
        var verdict = certificate.Check(Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, f.Dimension));
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.False(certificate.Check(Problem.TripletSeparated(f, NearestMetric.IsometricError)).Accepted);
        Assert.False(certificate.Check(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, f.Dimension)).Accepted);
    }

    [Fact]
    public void TheTightChainIsTripletSeparatedAndTheShortenedOneHasTheFormulaLoss()
    {
        foreach (var m in new[] { 2, 3, 4, 5 })
        {
            var tight = Chain.Uniform(m, 5, ExactRational.Zero).ToEmbedding();
            var eps = new ExactRational(1, 1000);
            var shortened = Chain.Uniform(m, 5, eps);
            var loss = shortened.ToInstance().HardLoss();
            var formula = 1 - Math.Sqrt(1 - ((2e-3 - 1e-6) / m));

            Assert.True(TripletSeparation.Worst(tight).Violation < 1e-12);
            Assert.Equal(formula, loss.Upper.RoundUp(), 10);
            Assert.Equal(formula, TripletSeparation.Worst(shortened.ToEmbedding()).Violation, 10);
        }
    }

    [Fact]
    public void ExactAndFloatingDistancesOfAChainAgree()
    {
        var chain = Chain.WithLoss(Parse("3a 4b 3a- 4b- 3a"), new ExactRational(1, 50));
        var f = chain.ToEmbedding();
        for (var i = 0; i < chain.Count; i++)
        {
            for (var j = 0; j < chain.Count; j++)
            {
                Assert.Equal(chain.Squared(i, j).RoundDown(), PairwiseDistances.Squared(f[i], f[j]), 12);
            }
        }
    }

    internal static ChainLink[] Parse(string links) =>
        [.. links.Split(' ').Select(t => new ChainLink(t[0] - '0', t[1] - 'a', t.EndsWith('-') ? -1 : 1))];
}
