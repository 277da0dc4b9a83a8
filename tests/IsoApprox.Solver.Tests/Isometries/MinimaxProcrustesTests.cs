using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Isometries;

namespace IsoApprox.Solver.Tests.Isometries;

public class MinimaxProcrustesTests
{
    [Theory]
    [InlineData(0.5, 0.1)]
    [InlineData(0.05, 0.002)]
    [InlineData(0.0, 0.01)]
    public void ApexExampleHasErrorHalfTheMove(double height, double move)
    {
        // Points (-1,0), (1,0), (0,s); the apex moves by d: the best isometry has error d/2 exactly (docs/audit.md).
        var f = Points(2, -1, 0, 1, 0, 0, height);
        var g = Points(2, -1, 0, 1, 0, 0, height + move);

        var fit = MinimaxProcrustes.Fit(f, g);

        Assert.True(fit.Lower <= move / 2 * (1 + 1e-12), $"{fit.Lower:R}");
        Assert.True(fit.Upper >= move / 2 * (1 - 1e-12), $"{fit.Upper:R}");
        Assert.True(fit.Gap < 1e-4, $"{fit.Gap}");
    }

    [Fact]
    public void BoundsEncloseAndBeatLeastSquaresOnRandomPairs()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 40; trial++)
        {
            var (count, n) = (3 + random.Next(10), 1 + random.Next(4));
            double[] Draw() => [.. Enumerable.Range(0, count * n).Select(_ => random.NextDouble())];
            var x = Draw();
            var noise = random.NextDouble();
            var f = Points(n, x);
            var g = Points(n, [.. x.Zip(Draw(), (a, b) => a + (noise * b))]);

            var fit = MinimaxProcrustes.Fit(f, g);

            Assert.True(fit.Upper <= Procrustes.LeastSquares(f, g).MaxError);
            Assert.True(fit.Lower <= fit.Upper);
            Assert.True(LargestError(fit.Isometry.Apply(f), g) <= fit.Upper * (1 + 1e-9));
            if (n == 2)
            {
                Assert.True(fit.Gap < 1e-5, $"planar gap {fit.Gap}");
            }

            // No isometry tried at random is below the lower bound.
            for (var k = 0; k < 20; k++)
            {
                double[] weights = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
                var sum = weights.Sum();
                var other = Procrustes.LeastSquares(f, g, [.. weights.Select(w => w / sum)], out _);
                Assert.True(fit.Lower <= LargestError(other.Apply(f), g) * (1 + 1e-12));
            }
        }
    }

    [Fact]
    public void AnExactCopyHasErrorZeroAndAMirroredOneNearlyZero()
    {
        var f = Points(2, 0, 0, 1, 0, 0.3, 2, -1, 0.5);
        var g = Points(2, 0, 0, -1, 0, -0.3, 2, 1, 0.5);

        Assert.Equal(0, MinimaxProcrustes.Fit(f, f).Upper);
        Assert.True(MinimaxProcrustes.Fit(f, g).Upper < 1e-14);
    }

    private static double LargestError(Embedding f, Embedding g) =>
        Enumerable.Range(0, f.Count).Max(i => PairwiseDistances.Distance(f[i], g[i]));

    private static Embedding Points(int dimension, params double[] points) =>
        Embedding.Create(points, dimension, new int[points.Length / dimension]);
}
