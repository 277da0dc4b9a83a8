using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Isometries;

namespace IsoApprox.Solver.Tests.Isometries;

public class ProcrustesTests
{
    /// <summary>Rounding of an isometry of points of size about 10 in at most 8 dimensions, with the added safety of the bound.</summary>
    private const double Rounding = 1e-11;

    [Fact]
    public void AnIsometricCopyIsRecoveredAlsoByAReflection()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var f = Random(random, random.Next(1, 12), random.Next(1, 9));
            var g = Reflected(f, random);
            var fit = Procrustes.LeastSquares(f, g);
            Assert.True(fit.MaxError < Rounding, $"seed {seed}: {fit.MaxError}");
            Assert.True(LargestDistance(fit.Apply(f), g) < Rounding);
        }
    }

    [Fact]
    public void TheBoundCoversTheAppliedIsometryAndIsAboveHalfTheIsometricError()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var f = Random(random, random.Next(2, 12), random.Next(1, 9));
            var g = f.WithPoints(f.Coordinates.ToArray().Select(x => x + random.NextDouble()).ToArray(), f.Dimension);
            var fit = Procrustes.LeastSquares(f, g);
            Assert.True(fit.MaxError >= Measures.IsometricError.Compute(f, g).Value / 2);
            Assert.InRange(fit.MaxError, LargestDistance(fit.Apply(f), g) * (1 - Rounding), LargestDistance(fit.Apply(f), g) + Rounding);
            Assert.True(fit.RootMeanSquareError <= fit.MaxError);
        }
    }

    [Fact]
    public void ItIsTheLeastSquaresOptimum()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var f = Random(random, 8, 3);
            var g = Random(random, 8, 3);
            var best = Procrustes.LeastSquares(f, g).RootMeanSquareError;
            for (var trial = 0; trial < 50; trial++)
            {
                Assert.True(best <= RootMeanSquare(Reflected(f, random), g) + Rounding);
            }
        }
    }

    /// <summary>
    /// Apex of a triangle raised by d: the best isometry error is d/2 in the minimax sense; least squares lies between it and sqrt(2/3) d.
    /// </summary>
    [Fact]
    public void RaisedApex()
    {
        var f = Embedding.Create([-1, 0, 1, 0, 0, 0.01], 2, [0, 0, 1]);
        var g = f.WithPoints([-1, 0, 1, 0, 0, 0.03], 2);
        Assert.InRange(Procrustes.LeastSquares(f, g).MaxError, 0.01, 0.0164);
    }

    [Fact]
    public void DifferentDimensionsArePadded()
    {
        var f = Embedding.Create([0, 1, 3], 1, [0, 0, 1]);
        var g = f.WithPoints([0, 0, 0.6, 0.8, 1.8, 2.4], 2);
        var fit = Procrustes.LeastSquares(f, g);
        Assert.Equal(2, fit.Dimension);
        Assert.True(fit.MaxError < Rounding);
        Assert.True(Procrustes.LeastSquares(g, f).MaxError < Rounding);
    }

    [Fact]
    public void CollapsedPointsAndEqualEmbeddings()
    {
        var f = Embedding.Create([0, 0, 3, 4], 2, [0, 1]);
        Assert.Equal(0, Procrustes.LeastSquares(f, f).MaxError);
        Assert.InRange(Procrustes.LeastSquares(f, f.WithPoints(new double[4], 2)).MaxError, 2.5, 2.5 + Rounding);
    }

    [Fact]
    public void DifferentNumbersOfPointsAreRefused() => Assert.Throws<EmbeddingException>(
        () => Procrustes.LeastSquares(Embedding.Create([0, 1], 1, [0, 1]), Embedding.Create([0, 1, 2], 1, [0, 1, 1])));

    private static Embedding Random(Random random, int count, int dimension)
    {
        var points = new double[count * dimension];
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = 10 * (random.NextDouble() - 0.5);
        }

        return Embedding.Create(points, dimension, new int[count]);
    }

    /// <summary>f under one to three random reflections I - 2 v v^T and a translation.</summary>
    private static Embedding Reflected(Embedding f, Random random)
    {
        var (points, n) = (f.Coordinates.ToArray(), f.Dimension);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var v = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
            var norm = v.Sum(x => x * x);
            for (var i = 0; i < f.Count; i++)
            {
                var product = Enumerable.Range(0, n).Sum(k => v[k] * points[(i * n) + k]);
                for (var k = 0; k < n; k++)
                {
                    points[(i * n) + k] += (-2 * product / norm * v[k]) + (0.1 * k);
                }
            }
        }

        return f.WithPoints(points, n);
    }

    private static double LargestDistance(Embedding f, Embedding g) =>
        Enumerable.Range(0, f.Count).Max(i => PairwiseDistances.Distance(f[i], g[i]));

    private static double RootMeanSquare(Embedding f, Embedding g) =>
        Math.Sqrt(Enumerable.Range(0, f.Count).Average(i => PairwiseDistances.Squared(f[i], g[i])));
}
