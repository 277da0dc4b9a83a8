using IsoApprox.Embeddings;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Isometries;

/// <summary>An isometry x -> Q (x - p) + t of R^n that maps f near to g.</summary>
/// <param name="Rotation">Q, orthogonal to rounding (a reflection when its determinant is -1), n x n row-major.</param>
/// <param name="Centre">p, the mean of f, length n.</param>
/// <param name="Translation">t, the mean of g, length n.</param>
/// <param name="Dimension">n.</param>
/// <param name="RootMeanSquareError">sqrt( (1/N) sum_i ||g_i - U f_i||^2 ) as computed.</param>
/// <param name="MaxError">A proved upper bound of min over isometries U of max_i ||g_i - U f_i||: the error of this isometry with its
/// rounding and the distance of Q from the orthogonal matrices added.</param>
public sealed record ProcrustesFit(
    double[] Rotation, double[] Centre, double[] Translation, int Dimension, double RootMeanSquareError, double MaxError)
{
    /// <summary>
    /// The points Q (f_i - p) + t with the labels of f, in R^n; f is padded by zeros when it has fewer coordinates. Cost O(N n^2).
    /// </summary>
    /// <param name="f">Points with at most n coordinates.</param>
    public Embedding Apply(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var points = new double[f.Count * Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            var x = f[i];
            for (var k = 0; k < Dimension; k++)
            {
                var sum = Translation[k];
                for (var l = 0; l < Dimension; l++)
                {
                    sum += Rotation[(k * Dimension) + l] * ((l < x.Length ? x[l] : 0) - Centre[l]);
                }

                points[(i * Dimension) + k] = sum;
            }
        }

        return f.WithPoints(points, Dimension);
    }
}

/// <summary>Best isometries between two embeddings of the same items.</summary>
public static class Procrustes
{
    /// <summary>
    /// The isometry U (rotation or reflection, and translation) that minimises sum_i ||g_i - U f_i||^2: Q = V W^T from the singular value
    /// decomposition V S W^T of the cross-covariance sum_i (g_i - t)(f_i - p)^T (Schoenemann 1966). The embedding with fewer coordinates is
    /// padded by zeros. Its largest error bounds the minimax error from above. Cost O(N n^2 + n^3).
    /// </summary>
    /// <param name="f">N points.</param>
    /// <param name="g">N points, row i the same item.</param>
    /// <exception cref="EmbeddingException">Different numbers of points.</exception>
    public static ProcrustesFit LeastSquares(Embedding f, Embedding g) => LeastSquares(f, g, null, out _);

    /// <summary>The same with weights on the points: minimises sum_i w_i ||g_i - U f_i||^2.</summary>
    /// <param name="f">N points.</param>
    /// <param name="g">N points, row i the same item.</param>
    /// <param name="weights">w_i >= 0 with sum 1; null for equal weights.</param>
    /// <param name="residualLower">A lower bound of the minimum sum: sum w (||x||^2 + ||y||^2) - 2 sum of singular values of sum w y x^T, x
    /// and y the differences to the weighted means, less the rounding of all sums and of the singular values. It bounds the square of the
    /// minimax error from below; 0 or more.</param>
    internal static ProcrustesFit LeastSquares(Embedding f, Embedding g, double[]? weights, out double residualLower)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        if (f.Count != g.Count)
        {
            throw new EmbeddingException($"the embeddings have {f.Count} and {g.Count} points; row i of both must be the same item");
        }

        var n = Math.Max(f.Dimension, g.Dimension);
        var (centre, translation) = (Mean(f, n, weights), Mean(g, n, weights));
        var (x, y) = (Centred(f, centre), Centred(g, translation));
        var scale = Math.Max(1e-300, Math.Max(x.Enumerate().Max(Math.Abs), y.Enumerate().Max(Math.Abs)));
        var left = y / scale;
        if (weights is not null)
        {
            left = Matrix<double>.Build.DenseOfDiagonalArray(weights) * left;
        }

        var svd = left.TransposeThisAndMultiply(x / scale).Svd();
        var rotation = svd.U * svd.VT;
        var residual = (x * rotation.Transpose()) - y;
        var rms = residual.FrobeniusNorm() / Math.Sqrt(f.Count);
        residualLower = ResidualLower(f.Count, n, weights, svd.S.Sum(), x, y, scale);
        return new ProcrustesFit(
            [.. rotation.Transpose().Enumerate()], centre, translation, n, rms, MaxErrorUpper(rotation, x, y, residual, f, g));
    }

    /// <summary>
    /// With X, Y the computed differences to p and t (each entry off by at most u times itself) the computed residual is off by at most (n
    /// + 8) u (|Q||X| + |Y|) entrywise; the orthogonal matrix nearest to Q is within ||Q^T Q - I||_F of it, which moves each image by at
    /// most that times ||x_i||.
    /// </summary>
    private static double MaxErrorUpper(
        Matrix<double> rotation, Matrix<double> x, Matrix<double> y, Matrix<double> residual, Embedding f, Embedding g)
    {
        var n = rotation.RowCount;
        var unit = (n + 8) * 1.2e-16;
        var gram = rotation.TransposeThisAndMultiply(rotation) - Matrix<double>.Build.DenseIdentity(n);
        var defect = gram.FrobeniusNorm() + (2 * unit * n * rotation.FrobeniusNorm() * rotation.FrobeniusNorm());
        var (rotationNorm, worst) = (rotation.FrobeniusNorm() * (1 + unit), 0.0);
        for (var i = 0; i < f.Count; i++)
        {
            var (xi, yi) = (x.Row(i).L2Norm(), y.Row(i).L2Norm());
            var error = (residual.Row(i).L2Norm() * (1 + unit)) + (unit * ((rotationNorm * xi) + yi)) + (2 * defect * xi);
            worst = Math.Max(worst, error);
        }

        // Safety factor 1 + 1e-12 for the rounding of this sum itself; an exact copy keeps the exact value 0.
        return f.Dimension == g.Dimension && f.Coordinates.SequenceEqual(g.Coordinates) ? 0 : (worst * (1 + 1e-12)) + double.Epsilon;
    }

    /// <summary>
    /// Means other than the exact ones only make the weighted sum larger: sum w ||y - Q x - c||^2 >= the sum at the means. With sum w = 1 +
    /// d, |d| &lt;= N u, and every computed entry off by a few u, all errors are below 100 (N + n) n u times the energy sum w (||x||^2 +
    /// ||y||^2), which is subtracted; so are the squared means of x and y themselves.
    /// </summary>
    private static double ResidualLower(
        int count, int n, double[]? weights, double nuclear, Matrix<double> x, Matrix<double> y, double scale)
    {
        double energy = 0, drift = 0;
        double Weight(int i) => weights?[i] ?? (1.0 / count);
        foreach (var points in new[] { x, y })
        {
            for (var k = 0; k < n; k++)
            {
                var mean = 0.0;
                for (var i = 0; i < count; i++)
                {
                    var value = points[i, k] / scale;
                    energy += Weight(i) * value * value;
                    mean += Weight(i) * value;
                }

                drift += mean * mean;
            }
        }

        var factor = weights is null ? count : 1;
        var minimum = energy - (2 * nuclear / factor) - (2 * drift) - (100.0 * (count + n) * n * 1.2e-16 * energy);
        return Math.Max(0, minimum) * scale * scale;
    }

    private static double[] Mean(Embedding f, int dimension, double[]? weights)
    {
        var mean = new double[dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                mean[k] += weights is null ? f[i][k] / f.Count : f[i][k] * weights[i];
            }
        }

        return mean;
    }

    private static Matrix<double> Centred(Embedding f, double[] mean) =>
        Matrix<double>.Build.Dense(f.Count, mean.Length, (i, k) => (k < f.Dimension ? f[i][k] : 0) - mean[k]);
}
