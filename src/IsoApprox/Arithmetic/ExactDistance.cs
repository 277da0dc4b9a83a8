using System.Numerics;

namespace IsoApprox.Arithmetic;

/// <summary>Distances between rows of doubles without any rounding, at every scale. Used only where enclosures leave a decision
/// open.</summary>
internal static class ExactDistance
{
    /// <summary>||x - y||^2. Cost O(n) operations on integers as long as the exponents of the coordinates span.</summary>
    /// <param name="x">n finite coordinates.</param>
    /// <param name="y">n finite coordinates.</param>
    internal static ExactDyadic Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = ExactDyadic.Zero;
        for (var k = 0; k < x.Length; k++)
        {
            if (x[k] != y[k])
            {
                var d = (ExactDyadic)x[k] - y[k];
                sum += d * d;
            }
        }

        return sum;
    }

    /// <summary>
    /// True when <see cref="PairwiseDistances.Squared"/> makes no rounding error on these rows, also after scaling by a power of two into
    /// range: small integers times one power of two. Differences reach twice the largest coordinate; all partial sums are integers below
    /// 2^53 in units of the square of the unit. Cost O(N n).
    /// </summary>
    internal static bool IsFloatingPointExact(IPointRows points)
    {
        var (unit, largest) = (int.MaxValue, 0.0);
        foreach (var x in points.Coordinates)
        {
            if (x != 0)
            {
                (unit, largest) = (Math.Min(unit, LowestBit(x)), Math.Max(largest, Math.Abs(x)));
            }
        }

        if (largest == 0)
        {
            return true;
        }

        var inUnits = Math.ScaleB(2 * largest, -unit);
        return inUnits * inUnits * points.Dimension <= 1L << 53 && unit > -500 && Math.ILogB(largest) < 500;
    }

    /// <summary>Log2 of the lowest bit set.</summary>
    private static int LowestBit(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var (exponent, fraction) = ((int)((bits >> 52) & 0x7ff), bits & 0xfffffffffffffL);
        return Math.Max(exponent, 1) - 1075 + BitOperations.TrailingZeroCount(exponent == 0 ? fraction : fraction | (1L << 52));
    }

    /// <summary>||x||^2.</summary>
    /// <param name="x">n finite coordinates.</param>
    internal static ExactDyadic SquaredNorm(ReadOnlySpan<double> x) => Product(x, x);

    /// <summary>x.y.</summary>
    /// <param name="x">n finite coordinates.</param>
    /// <param name="y">n finite coordinates.</param>
    internal static ExactDyadic Product(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = ExactDyadic.Zero;
        for (var k = 0; k < x.Length; k++)
        {
            sum += (ExactDyadic)x[k] * y[k];
        }

        return sum;
    }
}
