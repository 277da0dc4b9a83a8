using IsoApprox.Solver.Algebra;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Learning.Health;

/// <summary>
/// Singular values of N points in R^n, min(N, n) of them, largest first: the triangular factor by Householder reflections, chunk by chunk,
/// then its singular values. No square of the matrix is formed, so values down to 1e-15 of the largest are seen. Cost O(N n k + k^3) on all
/// cores with k = min(N, n), memory O(N n + k^2).
/// </summary>
internal static class SingularValues
{
    private const int BlockRows = 256;
    private const int ChunkRows = 8192;

    /// <summary>Squared norms below this of entries near 1 are rounding of reflections.</summary>
    private const double Nothing = 1e-290;

    /// <summary>The values.</summary>
    internal static double[] Of(double[] points, int n, CancellationToken cancellation)
    {
        var count = points.Length / n;
        var columns = Math.Min(count, n);
        var triangle = count >= n
            ? Triangle(points, count, n, n, 1, cancellation)
            : Triangle(points, n, count, 1, n, cancellation);
        return [.. Matrix<double>.Build.Dense(columns, columns, triangle).Svd(false).S.Select(Math.Abs).OrderDescending()];
    }

    /// <summary>The upper triangular R, n x n row-major, with R^T R = P^T P for points P in R^n. Cost O(N n^2) on all cores.</summary>
    internal static double[] Triangle(double[] points, int n, CancellationToken cancellation) =>
        Triangle(points, points.Length / n, n, n, 1, cancellation);

    private static double[] Triangle(
        double[] points, int rows, int columns, int rowStep, int columnStep, CancellationToken cancellation)
    {
        var factors = RowChunks.Map(
            rows,
            cancellation,
            (first, last) =>
            {
                var factor = new double[columns * columns];
                var block = new double[columns * BlockRows];
                for (var top = first; top < last; top += BlockRows)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Array.Clear(block);
                    for (var r = top; r < Math.Min(last, top + BlockRows); r++)
                    {
                        for (var c = 0; c < columns; c++)
                        {
                            block[(c * BlockRows) + r - top] = points[(r * rowStep) + (c * columnStep)];
                        }
                    }

                    Absorb(factor, block, columns, BlockRows);
                }

                return factor;
            },
            Math.Max(ChunkRows, 4 * columns));
        foreach (var factor in factors.Skip(1))
        {
            // Column c of a factor is read as column c of a block with as many rows.
            Absorb(factors[0], Transposed(factor, columns), columns, columns);
        }

        cancellation.ThrowIfCancellationRequested();
        return factors[0];
    }

    /// <summary>Replaces the row-major triangular R by the one of R above B; B is column-major and destroyed.</summary>
    private static void Absorb(double[] factor, double[] block, int columns, int rows)
    {
        for (var k = 0; k < columns; k++)
        {
            var column = block.AsSpan(k * rows, rows);
            var squared = VectorKernels.Dot(column, column);
            if (squared < Nothing)
            {
                continue;
            }

            var diagonal = factor[(k * columns) + k];
            var reflected = -Math.CopySign(Math.Sqrt((diagonal * diagonal) + squared), diagonal);
            var head = diagonal - reflected;
            var scale = 2 / ((head * head) + squared);
            factor[(k * columns) + k] = reflected;
            for (var j = k + 1; j < columns; j++)
            {
                var other = block.AsSpan(j * rows, rows);
                var along = scale * ((head * factor[(k * columns) + j]) + VectorKernels.Dot(column, other));
                factor[(k * columns) + j] -= along * head;
                VectorKernels.AddScaled(-along, column, other);
            }
        }
    }

    private static double[] Transposed(double[] square, int size)
    {
        var result = new double[square.Length];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                result[(j * size) + i] = square[(i * size) + j];
            }
        }

        return result;
    }
}
