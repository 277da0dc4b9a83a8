using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Counterexamples;
using IsoApprox.Solver.Tests.Nearest;

namespace IsoApprox.Solver.Tests.Counterexamples;

public class AscentTests
{
    [Fact]
    public void TheEnvelopeGradientAgreesWithDifferencesOfTheTangentValue()
    {
        var chain = Chain.WithLoss(RankCertificatesTests.Parse("2a 3b 2a"), new ExactRational(1, 100)).ToEmbedding();
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var f = Moved(chain, Noise(random, chain, 2e-3), 1);
            var direction = Noise(random, chain, 1);
            const double Step = 1e-6;

            var tangent = TangentProgram.Solve(f)!;
            var slope = TangentGradient.Compute(f, tangent).Zip(direction, (g, d) => g * d).Sum() * tangent.Loss;
            var (after, before) = (Value(Moved(f, direction, Step)), Value(Moved(f, direction, -Step)));

            Assert.True(tangent.IsBalanced);
            Assert.Equal(slope, (after - before) / (2 * Step), 1e-4 * Math.Max(1, Math.Abs(slope)));
        }

        // t itself, a length: the ratio times L does not depend on the unit that the program takes.
        static double Value(Embedding f) => TangentProgram.Solve(f) is { } tangent ? tangent.Ratio * tangent.Loss : double.NaN;
    }

    [Fact]
    public void AClimbFromDisturbedChainsFindsTheirRatioAgain()
    {
        var chain = Chain.WithLoss(RankCertificatesTests.Parse("2a 2b 2a 2b 2a"), new ExactRational(1, 1000));
        var f = chain.ToEmbedding();
        var random = new Random(1);

        var end = new RankAscent(new RankAscentSettings { Kicks = 2 }).Climb(Moved(f, Noise(random, f, 0.003), 1), random);

        Assert.NotNull(end);
        Assert.True(end.Value.Ratio > 0.99 * chain.FirstOrderRatio, $"{end.Value.Ratio} of {chain.FirstOrderRatio}");
        Assert.True(RankCertificates.FromTangent(end.Value.Points)!.CheckAlone().Ratio > 0.9 * chain.FirstOrderRatio);
    }

    [Fact]
    public void AClimbInFreeDimensionRaisesTheCertifiedRatioOfADisturbedCross()
    {
        Embedding cross = Embedding.Create([1, 0, -1, 0, 0, 0, 0, 1, 0, -1, 0, 0, 0, 0], 2, [0, 0, 0, 1, 1, 1, 2]);
        var random = new Random(2);
        var start = Moved(cross, Noise(random, cross, 0.1), 1);
        var search = new FreeAscent(new FreeAscentSettings { Kicks = 0 });

        var end = search.Climb(start, random);

        Assert.True(Ratio(end) > Ratio(start) + 0.02, $"{Ratio(start)} to {Ratio(end)}");
        Assert.InRange(Ratio(end), 0.5, 2);

        double Ratio(Embedding f) => search.Solve(f).Lower / TripletLoss.HardMined(f).Value;
    }

    private static double[] Noise(Random random, Embedding f, double size) =>
        [.. Enumerable.Range(0, f.Count * f.Dimension).Select(_ => size * RandomEmbeddings.Gaussian(random))];

    private static Embedding Moved(Embedding f, double[] direction, double step) =>
        f.WithPoints([.. f.Coordinates.ToArray().Zip(direction, (x, d) => x + (step * d))], f.Dimension);
}
