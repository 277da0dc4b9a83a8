using IsoApprox.Embeddings;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>
/// Infinitesimal isometries of R^n: w_i = S x_i + c with S skew. They change no distance to first order, so a linear program leaves them
/// undetermined.
/// </summary>
internal static class RigidMotion
{
    private const double Negligible = 1e-12;

    /// <summary>
    /// Subtracts from a motion the infinitesimal isometry nearest to it in least squares: with x_i and w_i centred, C = sum x x^T and A =
    /// sum w x^T, S solves S C + C S = A - A^T, which is diagonal in the eigenvectors of C. Cost O(N n^2 + n^3).
    /// </summary>
    /// <param name="f">The points.</param>
    /// <param name="motion">w, row by row; replaced.</param>
    internal static void Remove(Embedding f, double[] motion)
    {
        var (count, n) = (f.Count, f.Dimension);
        var x = Centred(Matrix<double>.Build.Dense(count, n, (i, k) => f[i][k]));
        var w = Centred(Matrix<double>.Build.Dense(count, n, (i, k) => motion[(i * n) + k]));
        var basis = x.TransposeThisAndMultiply(x).Evd(Symmetricity.Symmetric);
        var (vectors, values) = (basis.EigenVectors, basis.EigenValues.Map(v => v.Real));
        var moment = vectors.TransposeThisAndMultiply(w.TransposeThisAndMultiply(x)) * vectors;
        var floor = Negligible * values.Maximum();
        var skew = Matrix<double>.Build.Dense(
            n, n, (a, b) => values[a] + values[b] > floor ? (moment[a, b] - moment[b, a]) / (values[a] + values[b]) : 0);
        var rest = w - (x * (vectors * skew * vectors.Transpose()).Transpose());
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < n; k++)
            {
                motion[(i * n) + k] = rest[i, k];
            }
        }
    }

    private static Matrix<double> Centred(Matrix<double> rows)
    {
        var mean = rows.ColumnSums() / rows.RowCount;
        return Matrix<double>.Build.Dense(rows.RowCount, rows.ColumnCount, (i, k) => rows[i, k] - mean[k]);
    }
}
