using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// The basis T with T^T C T = I and orthogonal columns v_k / sigma_k for the weighted covariance C. One eigendecomposition of C loses
/// directions flatter than 1e-8 of the largest; whitening again in the new coordinates (the idea of shifted Cholesky QR) recovers them down
/// to a flatness of about 1e-14, where the images under T are rounding noise.
/// </summary>
internal static class WhiteningBasis
{
    private const int MaxRounds = 6;

    /// <summary>Computes T, its columns by decreasing length: the first is along the direction of least variance.</summary>
    /// <param name="columns">n arrays of length N, already near their mean.</param>
    /// <param name="weights">N weights with sum 1.</param>
    /// <returns>T (n x n), or null when the points are flat to working accuracy in some direction.</returns>
    internal static Matrix<double>? Compute(double[][] columns, double[] weights)
    {
        var n = columns.Length;
        var centred = WeightedCovariance.Centre(columns, weights);
        Matrix<double> basis = DenseMatrix.CreateIdentity(n);
        var previous = double.PositiveInfinity;
        for (var round = 0; round < MaxRounds; round++)
        {
            var images = round == 0 ? centred : WeightedCovariance.Multiply(centred, basis);
            var gram = WeightedCovariance.Gram(images, weights);
            var defect = (gram - DenseMatrix.CreateIdentity(n)).InfinityNorm();
            if (defect < 1e-6 / n || (defect < 0.1 && defect > 0.1 * previous))
            {
                return Rotate(basis * Whiten(gram, 0));
            }

            previous = defect;
            basis *= Whiten(gram, 1e-14 * n);
        }

        return null;
    }

    /// <summary>V Lambda^-1/2 with eigenvalues below a fraction of the largest raised to it.</summary>
    private static Matrix<double> Whiten(Matrix<double> gram, double floor)
    {
        var eigen = gram.Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues;
        var largest = values.Max(x => x.Real);
        var whitening = eigen.EigenVectors.Clone();
        for (var k = 0; k < values.Count; k++)
        {
            var value = Math.Max(values[k].Real, Math.Max(floor, 1e-300) * largest);
            whitening.SetColumn(k, whitening.Column(k) / Math.Sqrt(value));
        }

        return whitening;
    }

    /// <summary>T W with T = U S W^T: the same T T^T, with orthogonal columns of decreasing length.</summary>
    private static Matrix<double>? Rotate(Matrix<double> basis)
    {
        var svd = basis.Svd();
        var ordered = svd.U.Clone();
        for (var k = 0; k < svd.S.Count; k++)
        {
            ordered.SetColumn(k, svd.U.Column(k) * svd.S[k]);
        }

        return svd.S.All(double.IsFinite) ? ordered : null;
    }
}
