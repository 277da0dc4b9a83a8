using IsoApprox.Arithmetic;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Tests.Nearest;

namespace IsoApprox.Solver.Tests.Numerics;

/// <summary>Squared distances and traces for hundreds of points in hundreds of coordinates.</summary>
public class WideMatrixTests
{
    private const double Rounding = 1e-11;

    private static double[] Normal(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => RandomEmbeddings.Gaussian(random))];

    [Fact]
    public void Squared_distances_keep_their_digits_where_points_nearly_coincide()
    {
        var (count, n, random) = (270, 530, new Random(4));
        Assert.True(SquaredMatrix.IsWide(count, n));
        var x = Normal(random, count * n);
        for (var k = 0; k < n; k++)
        {
            x[(7 * n) + k] = x[(200 * n) + k] + (1e-7 * x[k]);
            x[(9 * n) + k] = x[(10 * n) + k];
        }

        var (matrix, again) = (new SquaredMatrix(count, n), new SquaredMatrix(count, n));
        matrix.Fill(Normal(random, count * n), null);
        matrix.Fill(x, null);
        again.Fill(x, new ParallelOptions { MaxDegreeOfParallelism = 3 });
        Assert.Equal(matrix.Values, again.Values);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var expected = PairwiseDistances.Squared(x.AsSpan(i * n, n), x.AsSpan(j * n, n));
                Assert.Equal(expected, matrix.Values[(i * count) + j], Rounding * expected);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 50)]
    [InlineData(80, 16)]
    public void Trace_is_that_of_the_solution(int size, int columns)
    {
        var random = new Random(size);
        var (b, a) = (Normal(random, size * columns), new double[size * size]);
        var square = Normal(random, size * size);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                a[(i * size) + j] = Enumerable.Range(0, size).Sum(k => square[(i * size) + k] * square[(j * size) + k]) + (i == j ? 1 : 0);
            }
        }

        var factor = FloatingCholesky.TryFactor(a, size)!;
        var solution = Enumerable.Range(0, columns)
            .Select(c => Enumerable.Range(0, size).Select(i => b[(i * columns) + c]).ToArray()).ToArray();
        factor.Solve(solution);
        var expected = Enumerable.Range(0, columns).Sum(c => Enumerable.Range(0, size).Sum(i => b[(i * columns) + c] * solution[c][i]));
        Assert.Equal(expected, InverseForm.Trace(a, size, columns, (i, c) => b[(i * columns) + c]), 1e-10 * expected);
    }
}
