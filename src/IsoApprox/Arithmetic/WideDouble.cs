using System.Numerics;

namespace IsoApprox.Arithmetic;

/// <summary>
/// m 2^e with a double m and an exponent e of its own, so that nothing overflows or underflows: for sums and squares of lengths that span
/// more than doubles hold. Every operation rounds once, as on doubles.
/// </summary>
internal readonly record struct WideDouble : IComparable<WideDouble>, IComparisonOperators<WideDouble, WideDouble, bool>,
    IAdditionOperators<WideDouble, WideDouble, WideDouble>, ISubtractionOperators<WideDouble, WideDouble, WideDouble>,
    IMultiplyOperators<WideDouble, double, WideDouble>
{
    /// <summary>Beyond this difference of exponents the smaller term of a sum is less than half a unit in the last place of the larger
    /// one.</summary>
    private const int Negligible = 60;

    /// <summary>m 2^e.</summary>
    /// <param name="mantissa">Finite.</param>
    /// <param name="exponent">e.</param>
    internal WideDouble(double mantissa, int exponent)
    {
        var shift = mantissa == 0 ? 0 : Math.ILogB(mantissa);
        (Mantissa, Exponent) = mantissa == 0 ? (0, 0) : (Math.ScaleB(mantissa, -shift), exponent + shift);
    }

    /// <summary>0, or of magnitude in [1, 2).</summary>
    internal double Mantissa { get; }

    /// <summary>e; 0 for 0.</summary>
    internal int Exponent { get; }

    /// <summary>The value of a finite double.</summary>
    public static implicit operator WideDouble(double value) => new(value, 0);

    /// <summary>The nearest double; infinite beyond the largest one.</summary>
    public static explicit operator double(WideDouble value) => Math.ScaleB(value.Mantissa, value.Exponent);

    public static WideDouble operator +(WideDouble a, WideDouble b)
    {
        var (large, small) = a.Mantissa == 0 || (b.Mantissa != 0 && b.Exponent > a.Exponent) ? (b, a) : (a, b);
        return small.Mantissa == 0 || large.Exponent - small.Exponent > Negligible
            ? large
            : new WideDouble(large.Mantissa + Math.ScaleB(small.Mantissa, small.Exponent - large.Exponent), large.Exponent);
    }

    public static WideDouble operator -(WideDouble a, WideDouble b) => a + new WideDouble(-b.Mantissa, b.Exponent);

    public static WideDouble operator *(WideDouble a, double b)
    {
        WideDouble factor = b;
        return new WideDouble(a.Mantissa * factor.Mantissa, a.Exponent + factor.Exponent);
    }

    public static WideDouble operator /(WideDouble a, double b)
    {
        WideDouble divisor = b;
        return new WideDouble(a.Mantissa / divisor.Mantissa, a.Exponent - divisor.Exponent);
    }

    public static bool operator <(WideDouble a, WideDouble b) => a.CompareTo(b) < 0;

    public static bool operator >(WideDouble a, WideDouble b) => a.CompareTo(b) > 0;

    public static bool operator <=(WideDouble a, WideDouble b) => a.CompareTo(b) <= 0;

    public static bool operator >=(WideDouble a, WideDouble b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public int CompareTo(WideDouble other) => Math.Sign((this - other).Mantissa);

    /// <summary>The square.</summary>
    internal WideDouble Squared() => new(Mantissa * Mantissa, 2 * Exponent);

    /// <summary>The magnitude.</summary>
    internal WideDouble Abs() => new(Math.Abs(Mantissa), Exponent);
}
