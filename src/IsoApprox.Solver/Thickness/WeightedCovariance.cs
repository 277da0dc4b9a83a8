using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using static IsoApprox.Solver.Linear.DenseKernels;

namespace IsoApprox.Solver.Thickness;

/// <summary>Mean and covariance of weighted points given as one array per coordinate. Cost O(N n^2) on all cores.</summary>
internal static class WeightedCovariance
{
    /// <summary>Subtracts the weighted mean from the columns; returns the new columns.</summary>
    /// <param name="columns">n arrays of length N.</param>
    /// <param name="weights">N weights with sum 1.</param>
    internal static double[][] Centre(double[][] columns, double[] weights) => Array.ConvertAll(columns, column =>
    {
        var mean = Dot(column, weights);
        return Array.ConvertAll(column, x => x - mean);
    });

    /// <summary>sum_i w_i x_i x_i^T of columns that are already centred.</summary>
    /// <param name="columns">n arrays of length N.</param>
    /// <param name="weights">N weights.</param>
    internal static Matrix<double> Gram(double[][] columns, double[] weights)
    {
        var n = columns.Length;
        var gram = new double[n * n];
        For(n, (double)weights.Length * n, j =>
        {
            var weighted = new double[weights.Length];
            for (var i = 0; i < weighted.Length; i++)
            {
                weighted[i] = weights[i] * columns[j][i];
            }

            for (var k = 0; k <= j; k++)
            {
                gram[(j * n) + k] = gram[(k * n) + j] = Dot(weighted, columns[k]);
            }
        });
        return new DenseMatrix(n, n, gram);
    }

    /// <summary>The columns of X B for X given by its columns.</summary>
    /// <param name="columns">n arrays of length N.</param>
    /// <param name="basis">n x m.</param>
    internal static double[][] Multiply(double[][] columns, Matrix<double> basis)
    {
        var result = new double[basis.ColumnCount][];
        For(result.Length, (double)columns.Length * columns[0].Length, j =>
        {
            var target = result[j] = new double[columns[0].Length];
            for (var k = 0; k < columns.Length; k++)
            {
                AddScaled(target, columns[k], basis[k, j]);
            }
        });
        return result;
    }
}
