using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Rank;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>Makes a weighted Laplacian vanish on the points of an instance, exactly.</summary>
internal static class StressProjection
{
    /// <summary>
    /// For pair weights w and Q = sum w_ij E_ij, the pair weights of P Q P, P the projector on the complement of span(Z), Z = [F 1]:
    /// P Q P = Q - Z K R^T - R K Z^T + Z K (Z^T R) K Z^T with R = Q Z and K = (Z^T Z)^-1. Cost O(N^2 n) long operations.
    /// </summary>
    /// <param name="instance">The instance.</param>
    /// <param name="weights">w_ij for i &lt; j.</param>
    /// <returns>Weights for i &lt; j; null when the points do not span n dimensions.</returns>
    internal static ExactRational[,]? Project(RationalInstance instance, ExactRational[,] weights)
    {
        var (count, width) = (instance.Count, instance.Dimension + 1);
        if (Frame(instance) is not { } z || Inverse(z) is not { } k)
        {
            return null;
        }

        var laplacian = new ExactRational[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                laplacian[i, j] = laplacian[j, i] = -weights[i, j];
                laplacian[i, i] += weights[i, j];
                laplacian[j, j] += weights[i, j];
            }
        }

        var frame = RationalMatrix.From(z);
        var inverse = RationalMatrix.From(k);
        var residual = RationalMatrix.From(laplacian).Multiply(frame);
        var zk = frame.Multiply(inverse);
        var first = zk.Multiply(Transposed(residual));
        var last = zk.Multiply(Transposed(frame).Multiply(residual)).Multiply(Transposed(zk));
        var result = new ExactRational[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                result[i, j] = weights[i, j] + first[i, j] + first[j, i] - last[i, j];
            }
        }

        return result;
    }

    /// <summary>N x (n + 1): coordinates, or independent columns of the centred Gram matrix, and a column of ones.</summary>
    private static ExactRational[,]? Frame(RationalInstance instance)
    {
        var (count, n) = (instance.Count, instance.Dimension);
        if (count < n + 1)
        {
            return null;
        }

        var z = new ExactRational[count, n + 1];
        var gram = instance.HasPoints ? null : instance.CentredGram();
        var columns = gram is null ? [] : GramColumns.Independent(gram, n);
        if (gram is not null && columns.Length < n)
        {
            return null;
        }

        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < n; k++)
            {
                z[i, k] = gram is null ? instance.Coordinate(i, k) - instance.Coordinate(0, k) : gram[i, columns[k]];
            }

            z[i, n] = 1;
        }

        return z;
    }

    /// <summary>(Z^T Z)^-1 by Gauss-Jordan elimination; null when Z has dependent columns.</summary>
    private static ExactRational[,]? Inverse(ExactRational[,] z)
    {
        var frame = RationalMatrix.From(z);
        var normal = Transposed(frame).Multiply(frame);
        var size = normal.Rows;
        var a = new ExactRational[size, 2 * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                a[i, j] = normal[i, j];
            }

            a[i, size + i] = 1;
        }

        for (var k = 0; k < size; k++)
        {
            // The matrix is a Gram matrix: a zero pivot means a dependent column.
            if (a[k, k].Sign == 0)
            {
                return null;
            }

            var pivot = 1 / a[k, k];
            for (var j = 0; j < 2 * size; j++)
            {
                a[k, j] *= pivot;
            }

            for (var i = 0; i < size; i++)
            {
                var factor = a[i, k];
                if (i == k || factor.Sign == 0)
                {
                    continue;
                }

                for (var j = 0; j < 2 * size; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }
            }
        }

        var inverse = new ExactRational[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                inverse[i, j] = a[i, size + j];
            }
        }

        return inverse;
    }

    private static RationalMatrix Transposed(RationalMatrix matrix)
    {
        var entries = new System.Numerics.BigInteger[matrix.Columns, matrix.Rows];
        for (var i = 0; i < matrix.Rows; i++)
        {
            for (var j = 0; j < matrix.Columns; j++)
            {
                entries[j, i] = matrix.Entries[i, j];
            }
        }

        return new RationalMatrix(entries, matrix.Denominator);
    }
}
