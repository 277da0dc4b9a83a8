using System.Numerics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Solver.Thickness;

/// <summary>A point of the plane.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
internal readonly record struct PlanarPoint(double X, double Y);

/// <summary>
/// Exact cross products of differences, (b - a) x (d - c): a floating filter with Shewchuk's error bound (Adaptive precision floating-point
/// arithmetic, 1997) decides most signs, big integers on a common power of two the rest.
/// </summary>
internal static class PlanarPredicates
{
    /// <summary>Sign of (b - a) x (d - c): +1 when d - c lies to the left of b - a, 0 when they are exactly parallel.</summary>
    /// <param name="a">Tail of the first difference.</param>
    /// <param name="b">Head of the first difference.</param>
    /// <param name="c">Tail of the second difference.</param>
    /// <param name="d">Head of the second difference.</param>
    internal static int CrossSign(PlanarPoint a, PlanarPoint b, PlanarPoint c, PlanarPoint d)
    {
        var left = (b.X - a.X) * (d.Y - c.Y);
        var right = (b.Y - a.Y) * (d.X - c.X);
        var (value, size) = (left - right, Math.Abs(left) + Math.Abs(right));
        return double.IsFinite(size) && size > 1e-280 && Math.Abs(value) > 4e-16 * size
            ? Math.Sign(value)
            : Exact(a, b, c, d).Mantissa.Sign;
    }

    /// <summary>Enclosure of (b - a) x (d - c) with relative width of a few units in the last place.</summary>
    /// <inheritdoc cref="CrossSign"/>
    internal static Interval Cross(PlanarPoint a, PlanarPoint b, PlanarPoint c, PlanarPoint d)
    {
        var (mantissa, exponent) = Exact(a, b, c, d);
        var excess = (int)Math.Max(0, (long)BigInteger.Abs(mantissa).GetBitLength() - 53);
        var top = (double)(mantissa >> excess);
        var enclosure = excess == 0 ? top : new Interval(top, top + 1);
        return Power(enclosure, exponent + excess);
    }

    private static Interval Power(Interval value, int exponent)
    {
        for (; exponent > 1000; exponent -= 1000)
        {
            value *= Math.ScaleB(1, 1000);
        }

        for (; exponent < -1000; exponent += 1000)
        {
            value *= Math.ScaleB(1, -1000);
        }

        return value * Math.ScaleB(1, exponent);
    }

    private static (BigInteger Mantissa, int Exponent) Exact(PlanarPoint a, PlanarPoint b, PlanarPoint c, PlanarPoint d)
    {
        Span<double> values = [a.X, a.Y, b.X, b.Y, c.X, c.Y, d.X, d.Y];
        var exponent = 0;
        foreach (var value in values)
        {
            if (value != 0)
            {
                exponent = Math.Min(exponent, Math.ILogB(value) - 52);
            }
        }

        exponent = Math.Max(exponent, -1074);
        var v = new BigInteger[8];
        for (var i = 0; i < v.Length; i++)
        {
            v[i] = ToInteger(values[i], exponent);
        }

        return (((v[2] - v[0]) * (v[7] - v[5])) - ((v[3] - v[1]) * (v[6] - v[4])), 2 * exponent);
    }

    /// <summary>value / 2^exponent, an integer by the choice of the exponent.</summary>
    private static BigInteger ToInteger(double value, int exponent)
    {
        if (value == 0)
        {
            return BigInteger.Zero;
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFFL;
        var (mantissa, power) = biased == 0 ? (fraction, -1074) : (fraction | 0x10000000000000L, biased - 1075);
        var integer = power >= exponent ? new BigInteger(mantissa) << (power - exponent) : new BigInteger(mantissa) >> (exponent - power);
        return bits < 0 ? -integer : integer;
    }
}
