using System.Numerics;

namespace IsoApprox.Numerics;

/// <summary>
/// Exact squared distances between rows of doubles: every coordinate is an integer multiple of one power of two, the unit, so that squared distances are
/// integers
/// in units of unit^2. Used only where rounding leaves a comparison open.
/// </summary>
internal sealed class PairwiseDistancesExact
{
    private const int ZeroExponent = int.MaxValue;
    private readonly double[] _coordinates;
    private readonly int _dimension;
    private readonly int _unit;

    /// <summary>Finds the unit of the coordinates and of one more number. Cost O(N n).</summary>
    internal PairwiseDistancesExact(ReadOnlySpan<double> coordinates, int dimension, double alsoMultiple = 0)
    {
        _coordinates = coordinates.ToArray();
        _dimension = dimension;
        _unit = LowestBit(alsoMultiple);
        var coordinateUnit = ZeroExponent;
        var largest = 0.0;
        foreach (var x in coordinates)
        {
            coordinateUnit = Math.Min(coordinateUnit, LowestBit(x));
            largest = Math.Max(largest, Math.Abs(x));
        }

        _unit = Math.Min(_unit, coordinateUnit);
        _unit = _unit == ZeroExponent ? 0 : _unit;
        FloatingPointIsExact = coordinateUnit == ZeroExponent || IsSmallGrid(largest, coordinateUnit, dimension);
    }

    /// <summary>True when <see cref="PairwiseDistances.Squared"/> makes no rounding error on these rows (small integers times one power of two).</summary>
    internal bool FloatingPointIsExact { get; }

    /// <summary>||row i - row j||^2 in units of unit^2.</summary>
    internal BigInteger Squared(int i, int j)
    {
        var sum = BigInteger.Zero;
        for (var k = 0; k < _dimension; k++)
        {
            var (x, y) = (_coordinates[(i * _dimension) + k], _coordinates[(j * _dimension) + k]);
            if (x != y)
            {
                var d = ToUnits(x) - ToUnits(y);
                sum += d * d;
            }
        }

        return sum;
    }

    /// <summary>A multiple of the unit as an integer.</summary>
    internal BigInteger ToUnits(double value) => Shift(value, _unit);

    /// <summary>A multiple of unit^2 as an integer.</summary>
    internal BigInteger ToSquaredUnits(double value) => Shift(value, 2 * _unit);

    /// <summary>Decides sqrt(a) + m &lt;= sqrt(b) for integers a, b, m >= 0: b - a - m^2 >= 0 and (b - a - m^2)^2 >= 4 m^2 a.</summary>
    internal static bool RootPlusAtMost(BigInteger a, BigInteger m, BigInteger b)
    {
        var rest = b - a - (m * m);
        return rest.Sign >= 0 && (m.IsZero || rest * rest >= 4 * m * m * a);
    }

    private static bool IsSmallGrid(double largest, int unit, int dimension)
    {
        // Differences reach 2 largest; all partial sums are integers below 2^53 in units of unit^2, and nothing leaves the range of normal numbers.
        var inUnits = Math.ScaleB(2 * largest, -unit);
        return inUnits * inUnits * dimension <= 1L << 53 && unit > -500 && Math.ILogB(largest) < 500;
    }

    private static BigInteger Shift(double value, int unit)
    {
        if (value == 0)
        {
            return BigInteger.Zero;
        }

        var (mantissa, exponent) = Split(value);
        var shift = exponent - unit;
        return shift >= 0 ? new BigInteger(mantissa) << shift : new BigInteger(mantissa >> -shift);
    }

    private static int LowestBit(double value)
    {
        if (value == 0)
        {
            return ZeroExponent;
        }

        var (mantissa, exponent) = Split(value);
        return exponent + BitOperations.TrailingZeroCount(mantissa);
    }

    private static (long Mantissa, int Exponent) Split(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        return (bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }
}
