using IsoApprox.Arithmetic;

namespace IsoApprox.Tests.Numerics;

public class VerifiedDefinitenessTests
{
    public enum Family
    {
        /// <summary>Integer Gram matrices B B^T, N x k with k up to N: often singular.</summary>
        IntegerGram,

        /// <summary>Gram matrices minus or plus a few units in the last place on the diagonal.</summary>
        Perturbed,

        /// <summary>Rows and columns scaled by powers of two from 2^-500 to 2^500.</summary>
        Scaled,

        /// <summary>Random doubles rounded from a Gram matrix in floating point.</summary>
        RealGram,

        /// <summary>Graph Laplacians (singular) plus a tiny diagonal.</summary>
        Laplacian,

        /// <summary>Entries near the smallest doubles.</summary>
        Denormal,
    }

    [Theory]
    [InlineData(Family.IntegerGram, 4000)]
    [InlineData(Family.Perturbed, 4000)]
    [InlineData(Family.Scaled, 3000)]
    [InlineData(Family.RealGram, 3000)]
    [InlineData(Family.Laplacian, 4000)]
    [InlineData(Family.Denormal, 2000)]
    public void NeverAFalseYes(Family family, int trials)
    {
        var rng = new Random(11);
        var (yes, definite) = (0, 0);
        for (var trial = 0; trial < trials; trial++)
        {
            var matrix = Sample(rng, family);
            var exact = ExactElimination.Classify(Exact(matrix));
            var interval = SymmetricIntervalMatrix.From(matrix);
            var verdicts = new[]
            {
                VerifiedDefiniteness.IsCertainlyPositiveDefinite(interval),
                IntervalCholesky.IsCertainlyPositiveDefinite(interval),
                new VerifiedDefiniteness(interval, equilibrate: false).IsCertainlyAbove(0),
                FloatingTest(interval),
            };
            Assert.True(exact == ExactDefiniteness.Definite || !verdicts.Any(v => v), $"{family}, trial {trial}: a false yes");
            yes += verdicts[0] ? 1 : 0;
            definite += exact == ExactDefiniteness.Definite ? 1 : 0;
        }

        Assert.True(yes > 0, $"{family}: {definite} definite matrices, none recognised");

        // The other families are singular up to rounding by construction, so "don't know" is the expected answer for many.
        Assert.True(family is not (Family.IntegerGram or Family.Scaled) || yes == definite, $"{family}: {yes} of {definite} recognised");
    }

    [Fact]
    public void ShiftBoundsTheSmallestEigenvalue()
    {
        // Eigenvalues of tridiag(-1, 2, -1): 2 - 2 cos(k pi/(N+1)).
        foreach (var size in new[] { 1, 2, 7, 30, 150, 400 })
        {
            var matrix = new SymmetricIntervalMatrix(size);
            for (var i = 0; i < size; i++)
            {
                matrix[i, i] = 2;
                if (i > 0)
                {
                    matrix[i, i - 1] = -1;
                }
            }

            // The diagonal 2 has exponent 1, scaled by 2^0.
            var smallest = 2 - (2 * Math.Cos(Math.PI / (size + 1)));
            var test = new VerifiedDefiniteness(matrix, equilibrate: false);
            Assert.Equal(0, test.RowExponents[0]);
            Assert.True(test.IsCertainlyAbove(smallest - (3 * test.Slack)));
            Assert.False(test.IsCertainlyAbove(smallest + 1e-15));
            Assert.True(test.Slack < 1e-9);
        }
    }

    [Fact]
    public void RadiiCount()
    {
        // [[1, x],[x, 1]] is definite for all x in [-r, r] exactly when r < 1.
        SymmetricIntervalMatrix With(double r)
        {
            var m = new SymmetricIntervalMatrix(2) { [0, 0] = 1, [1, 1] = 1, [0, 1] = new Interval(-r, r) };
            return m;
        }

        Assert.True(VerifiedDefiniteness.IsCertainlyPositiveDefinite(With(0.999)));
        Assert.False(VerifiedDefiniteness.IsCertainlyPositiveDefinite(With(1)));
        Assert.False(VerifiedDefiniteness.IsCertainlyPositiveDefinite(With(double.PositiveInfinity)));
        Assert.False(VerifiedDefiniteness.IsCertainlyPositiveDefinite(new SymmetricIntervalMatrix(1) { [0, 0] = new Interval(0, 1) }));
        Assert.False(
            VerifiedDefiniteness.IsCertainlyPositiveDefinite(
                new SymmetricIntervalMatrix(1) { [0, 0] = new Interval(1, double.PositiveInfinity) }));
        Assert.True(VerifiedDefiniteness.IsCertainlyPositiveDefinite(new SymmetricIntervalMatrix(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SymmetricIntervalMatrix(2)[2, 0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(193)]
    [InlineData(330)]
    public void FloatingFactorReproducesTheMatrixWithinItsErrorBound(int size)
    {
        var rng = new Random(size);
        var a = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                a[(i * size) + j] = rng.NextDouble() - 0.5;
            }

            a[(i * size) + i] = size;
        }

        var factor = (double[])a.Clone();
        var decomposition = FloatingCholesky.TryFactor(factor, size);
        Assert.NotNull(decomposition);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var (sum, magnitude) = (0.0, 0.0);
                for (var k = 0; k <= j; k++)
                {
                    var term = factor[(i * size) + k] * factor[(j * size) + k];
                    (sum, magnitude) = (sum + term, magnitude + Math.Abs(term));
                }

                // gamma_(N+1) |L||L|^T for the factor, and once more for this sum
                Assert.True(Math.Abs(sum - a[(i * size) + j]) <= 2 * (size + 2) * Math.Pow(2, -53) * magnitude, $"entry {i}, {j}");
            }
        }

        var solution = Enumerable.Range(0, 6).Select(c => Enumerable.Range(0, size).Select(i => (double)((i * (c + 3)) % 7)).ToArray())
            .ToArray();
        double Entry(int i, int j) => a[(Math.Max(i, j) * size) + Math.Min(i, j)];
        var rows = Enumerable.Range(0, size).ToArray();
        var right = Array.ConvertAll(solution, x => Array.ConvertAll(rows, i => rows.Sum(j => Entry(i, j) * x[j])));
        decomposition.Solve(right);
        for (var c = 0; c < solution.Length; c++)
        {
            for (var i = 0; i < size; i++)
            {
                Assert.Equal(solution[c][i], right[c][i], 1e-10);
            }
        }
    }

    [Fact]
    public void FloatingFactorFailsOnIndefiniteAndNotANumber()
    {
        Assert.Null(FloatingCholesky.TryFactor([1, 0, 2, 1], 2));
        Assert.Null(FloatingCholesky.TryFactor([0], 1));
        Assert.Null(FloatingCholesky.TryFactor([double.NaN], 1));
        Assert.Null(FloatingCholesky.TryFactor([1, 0, double.PositiveInfinity, 1], 2));
        Assert.Throws<ArgumentException>(() => FloatingCholesky.TryFactor([1, 2], 2));
    }

    private static bool FloatingTest(SymmetricIntervalMatrix matrix)
    {
        var test = new VerifiedDefiniteness(matrix);
        return double.IsFinite(test.Slack) && test.FactorShifted(test.Slack) is not null;
    }

    private static ExactDyadic[,] Exact(double[,] matrix)
    {
        var result = new ExactDyadic[matrix.GetLength(0), matrix.GetLength(1)];
        for (var i = 0; i < result.GetLength(0); i++)
        {
            for (var j = 0; j < result.GetLength(1); j++)
            {
                result[i, j] = matrix[i, j];
            }
        }

        return result;
    }

    private static double[,] Sample(Random rng, Family family)
    {
        var size = 1 + rng.Next(6);
        var matrix = family == Family.Laplacian ? Laplacian(rng, size) : Gram(rng, size, family == Family.RealGram);
        for (var i = 0; i < size; i++)
        {
            if (family is Family.Perturbed or Family.Laplacian)
            {
                var steps = family == Family.Laplacian ? rng.Next(0, 60) : rng.Next(-40, 60);
                matrix[i, i] += steps * 2.220446049250313e-16 * Math.Abs(matrix[i, i]);
            }
        }

        if (family is Family.Scaled or Family.Denormal)
        {
            var exponents = Enumerable.Range(0, size).Select(_ => family == Family.Denormal ? rng.Next(-540, -530) : rng.Next(-250, 250))
                .ToArray();
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    matrix[i, j] = Math.ScaleB(matrix[i, j], exponents[i] + exponents[j]);
                }
            }
        }

        return matrix;
    }

    private static double[,] Gram(Random rng, int size, bool real)
    {
        var rank = Math.Max(1, size - rng.Next(3) + rng.Next(2));
        var b = new double[size, rank];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < rank; k++)
            {
                b[i, k] = real ? rng.NextDouble() - 0.5 : rng.Next(-4, 5);
            }
        }

        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                for (var k = 0; k < rank; k++)
                {
                    matrix[i, j] += b[i, k] * b[j, k];
                }
            }
        }

        return matrix;
    }

    private static double[,] Laplacian(Random rng, int size)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var w = rng.Next(0, 8) * (rng.Next(6) == 0 ? -0.125 : 1);
                matrix[i, i] += w;
                matrix[j, j] += w;
                matrix[i, j] = matrix[j, i] = -w;
            }
        }

        return matrix;
    }
}
