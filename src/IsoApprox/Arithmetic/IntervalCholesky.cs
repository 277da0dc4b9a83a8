namespace IsoApprox.Arithmetic;

/// <summary>Cholesky decomposition in outward-rounded interval arithmetic.</summary>
public static class IntervalCholesky
{
    /// <summary>
    /// True when the decomposition of A - shift I finishes with every pivot certainly positive: then lambda_min > shift for every matrix in
    /// A. False means "don't know": the widths grow with N, so this suits N up to a few dozen. Cost O(N^3).
    /// </summary>
    /// <param name="matrix">The matrix A.</param>
    /// <param name="shift">The shift.</param>
    public static bool IsCertainlyPositiveDefinite(SymmetricIntervalMatrix matrix, double shift = 0)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var n = matrix.Size;
        var factor = new Interval[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = matrix[i, j];
                if (i == j && shift != 0)
                {
                    value -= shift;
                }

                for (var k = 0; k < j; k++)
                {
                    value -= i == j ? factor[i, k].Square() : factor[i, k] * factor[j, k];
                }

                if (i > j)
                {
                    factor[i, j] = value / factor[j, j];
                }
                else if (value.Lower > 0 && double.IsFinite(value.Upper))
                {
                    factor[i, i] = value.Sqrt();
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }
}
