using System.Numerics;

namespace IsoApprox.Arithmetic;

/// <summary>Definiteness of an exactly known symmetric matrix.</summary>
public enum ExactDefiniteness
{
    /// <summary>Some x has x^T A x &lt; 0.</summary>
    NotSemidefinite,

    /// <summary>Positive semidefinite and singular.</summary>
    Semidefinite,

    /// <summary>Positive definite.</summary>
    Definite,
}

/// <summary>
/// Exact symmetric elimination without fractions (Bareiss) on a matrix of dyadic rationals. Cost O(N^3) integer operations whose length
/// grows like N times the entries': for small N.
/// </summary>
public static class ExactElimination
{
    /// <summary>Decides the definiteness of a symmetric matrix exactly.</summary>
    /// <param name="matrix">N x N; the lower triangle is read.</param>
    public static ExactDefiniteness Classify(ExactDyadic[,] matrix) =>
        Minimise(matrix, new ExactDyadic[matrix?.GetLength(0) ?? 0, 0]).Definiteness;

    /// <summary>
    /// For A positive semidefinite and B with columns in its range: tr(B^T A^+ B) as Numerator/Denominator, Denominator > 0. Bareiss
    /// elimination of [A B; B^T 0] leaves -det(A) B^T A^-1 B in the last block. A pivot that is 0 must have a zero row, else A is not
    /// semidefinite (or B not in its range).
    /// </summary>
    /// <param name="matrix">A, N x N; the lower triangle is read.</param>
    /// <param name="columns">B, N x n.</param>
    /// <returns>InRange is false when some column is not in the range of A; then the value means nothing.</returns>
    public static (ExactDefiniteness Definiteness, bool InRange, ExactDyadic Numerator, ExactDyadic Denominator) Minimise(
        ExactDyadic[,] matrix, ExactDyadic[,] columns)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(columns);
        var (size, width) = (matrix.GetLength(0), columns.GetLength(1));
        var (unit, columnUnit) = (CommonExponent(matrix), CommonExponent(columns));

        // rows 0..N-1: [A B] with integer entries; diagonal[c]: the (c, c) entry of the last block.
        var a = new BigInteger[size, size + width];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                a[i, j] = (i >= j ? matrix[i, j] : matrix[j, i]).MantissaAt(unit);
            }

            for (var c = 0; c < width; c++)
            {
                a[i, size + c] = columns[i, c].MantissaAt(columnUnit);
            }
        }

        var diagonal = new BigInteger[width];
        var (previous, result, inRange) = (BigInteger.One, ExactDefiniteness.Definite, true);
        for (var k = 0; k < size; k++)
        {
            var pivot = a[k, k];
            if (pivot.Sign < 0)
            {
                return (ExactDefiniteness.NotSemidefinite, false, default, 1.0);
            }

            if (pivot.IsZero)
            {
                result = ExactDefiniteness.Semidefinite;
                for (var j = k + 1; j < size + width; j++)
                {
                    if (a[k, j].IsZero)
                    {
                        continue;
                    }

                    if (j < size)
                    {
                        return (ExactDefiniteness.NotSemidefinite, false, default, 1.0);
                    }

                    inRange = false;
                }

                continue;
            }

            for (var c = 0; c < width; c++)
            {
                diagonal[c] = ((pivot * diagonal[c]) - (a[k, size + c] * a[k, size + c])) / previous;
            }

            for (var i = k + 1; i < size; i++)
            {
                for (var j = k + 1; j < size + width; j++)
                {
                    a[i, j] = ((pivot * a[i, j]) - (a[i, k] * a[k, j])) / previous;
                }
            }

            previous = pivot;
        }

        var sum = BigInteger.Zero;
        foreach (var entry in diagonal)
        {
            sum -= entry;
        }

        // Value = sum/det in units of columnUnit^2/unit.
        return (result, inRange, new ExactDyadic(sum, (2 * columnUnit) - unit), new ExactDyadic(previous, 0));
    }

    private static int CommonExponent(ExactDyadic[,] values)
    {
        var exponent = int.MaxValue;
        foreach (var value in values)
        {
            exponent = value.Sign == 0 ? exponent : Math.Min(exponent, value.Exponent);
        }

        return exponent == int.MaxValue ? 0 : exponent;
    }
}
