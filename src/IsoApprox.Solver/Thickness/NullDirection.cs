using IsoApprox.Arithmetic;
using IsoApprox.Kernels;
using IsoApprox.Solver.Algebra;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace IsoApprox.Solver.Thickness;

/// <summary>A unit vector along which a flat cloud has about no width.</summary>
internal static class NullDirection
{
    /// <summary>Of the longest row.</summary>
    private const double Ridge = 1e-12;
    private const int Passes = 4;
    private const int TransposedTogether = 16;

    /// <summary>By the last right singular vector of the triangle of a QR decomposition. Cost O(N n^2).</summary>
    /// <param name="centred">n arrays of N centred coordinates.</param>
    internal static double[] OfColumns(double[][] centred)
    {
        var (n, count) = (centred.Length, centred[0].Length);
        var matrix = Matrix<double>.Build.Dense(Math.Max(n, count), n, (i, k) => i < count ? centred[k][i] : 0);
        var direction = matrix.QR(QRMethod.Thin).R.Svd().VT.Row(n - 1).ToArray();
        WidthLocalSearch.Normalise(direction);
        return direction;
    }

    /// <summary>
    /// For N &lt;= n, where there certainly is one: a random vector without its part in the span of the rows,
    /// e - A^T (A A^T + ridge)^-1 A e a few times. Cost O(N^2 n), memory O(N n).
    /// </summary>
    /// <param name="centred">n arrays of N centred coordinates.</param>
    internal static double[] BesideRows(double[][] centred)
    {
        var (n, count) = (centred.Length, centred[0].Length);
        var random = SeededRandom.Create(1, n);
        var direction = new double[n];
        for (var k = 0; k < n; k++)
        {
            direction[k] = SeededRandom.Gaussian(random);
        }

        var rows = Rows(centred, count);
        if (LinearAlgebra.TryFactor(Gram(rows, count), count, count) is { } factor)
        {
            var part = new double[count];
            for (var pass = 0; pass < Passes; pass++)
            {
                WidthLocalSearch.Normalise(direction);
                Parallel.For(0, count, i => part[i] = VectorKernels.Dot(rows.AsSpan(i * n, n), direction));
                factor.Solve(part);
                for (var i = 0; i < count; i++)
                {
                    VectorKernels.AddScaled(-part[i], rows.AsSpan(i * n, n), direction);
                }
            }
        }

        WidthLocalSearch.Normalise(direction);
        return direction;
    }

    private static double[] Rows(double[][] centred, int count)
    {
        var n = centred.Length;
        var rows = new double[(long)count * n];
        Parallel.For(0, (count + TransposedTogether - 1) / TransposedTogether, tile =>
        {
            for (var k = 0; k < n; k++)
            {
                for (var i = tile * TransposedTogether; i < Math.Min(count, (tile + 1) * TransposedTogether); i++)
                {
                    rows[(i * n) + k] = centred[k][i];
                }
            }
        });
        return rows;
    }

    /// <summary>The lower triangle of A A^T, with a little on the diagonal: rows may be dependent.</summary>
    private static double[] Gram(double[] rows, int count)
    {
        var gram = InnerProducts.LowerTriangle(rows, count);
        var largest = Enumerable.Range(0, count).Max(i => gram[(i * count) + i]);
        for (var i = 0; i < count; i++)
        {
            gram[(i * count) + i] += Math.Max(Ridge * largest, double.Epsilon);
        }

        return gram;
    }
}
