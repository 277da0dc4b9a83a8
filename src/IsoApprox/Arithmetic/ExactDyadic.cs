using System.Numerics;

namespace IsoApprox.Arithmetic;

/// <summary>An exact dyadic rational m 2^e. Every finite double is one; sums, differences and products stay exact.</summary>
/// <param name="Mantissa">m.</param>
/// <param name="Exponent">e.</param>
public readonly record struct ExactDyadic(BigInteger Mantissa, int Exponent) : IComparable<ExactDyadic>
{
    /// <summary>0.</summary>
    public static ExactDyadic Zero => default;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Mantissa.Sign;

    /// <summary>The exact value of a finite double.</summary>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentException">NaN or infinite.</exception>
    public static implicit operator ExactDyadic(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"{value} is not a number with an exact value");
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var (biased, fraction) = ((int)((bits >> 52) & 0x7ff), bits & 0xfffffffffffffL);
        var magnitude = new BigInteger(biased == 0 ? fraction : fraction | (1L << 52));
        return new ExactDyadic(value < 0 ? -magnitude : magnitude, Math.Max(biased, 1) - 1075);
    }

    /// <summary>The exact value of an integer: without this operator it would be rounded to a double first.</summary>
    /// <param name="value">Any.</param>
    public static implicit operator ExactDyadic(long value) => new(value, 0);

    /// <summary>The exact value of an integer.</summary>
    /// <param name="value">Any.</param>
    public static implicit operator ExactDyadic(BigInteger value) => new(value, 0);

    /// <summary>Sum.</summary>
    public static ExactDyadic operator +(ExactDyadic a, ExactDyadic b)
    {
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return new ExactDyadic(a.MantissaAt(exponent) + b.MantissaAt(exponent), exponent);
    }

    /// <summary>Difference.</summary>
    public static ExactDyadic operator -(ExactDyadic a, ExactDyadic b) => a + new ExactDyadic(-b.Mantissa, b.Exponent);

    /// <summary>Product.</summary>
    public static ExactDyadic operator *(ExactDyadic a, ExactDyadic b) => new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    /// <summary>Less than, by value.</summary>
    public static bool operator <(ExactDyadic a, ExactDyadic b) => (a - b).Sign < 0;

    /// <summary>Greater than, by value.</summary>
    public static bool operator >(ExactDyadic a, ExactDyadic b) => (a - b).Sign > 0;

    /// <summary>At most, by value.</summary>
    public static bool operator <=(ExactDyadic a, ExactDyadic b) => (a - b).Sign <= 0;

    /// <summary>At least, by value.</summary>
    public static bool operator >=(ExactDyadic a, ExactDyadic b) => (a - b).Sign >= 0;

    /// <inheritdoc/>
    public int CompareTo(ExactDyadic other) => (this - other).Sign;

    /// <summary>True when the values are equal, whatever the representation.</summary>
    /// <param name="other">The other number.</param>
    public bool Equals(ExactDyadic other) => (this - other).Sign == 0;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (Mantissa.IsZero)
        {
            return 0;
        }

        var (mantissa, exponent) = (Mantissa, Exponent);
        while (mantissa.IsEven)
        {
            (mantissa, exponent) = (mantissa >> 1, exponent + 1);
        }

        return HashCode.Combine(mantissa, exponent);
    }

    /// <summary>The integer m' with m' 2^exponent = this.</summary>
    /// <param name="exponent">At most <see cref="Exponent"/>, unless the value is 0.</param>
    public BigInteger MantissaAt(int exponent) => Mantissa.IsZero ? BigInteger.Zero
        : exponent <= Exponent ? Mantissa << (Exponent - exponent)
        : throw new ArgumentException($"{Mantissa} 2^{Exponent} is no multiple of 2^{exponent}");

    /// <summary>
    /// The square root of a nonnegative number between k 2^e and (k+1) 2^e, where the returned value is k 2^e with at least
    /// <paramref name="bits"/> significant bits.
    /// </summary>
    /// <param name="bits">Wanted bits.</param>
    public (ExactDyadic Lower, ExactDyadic Upper) SqrtBounds(int bits = 200)
    {
        if (Sign < 0)
        {
            throw new ArgumentException("square root of a negative number");
        }

        if (Sign == 0)
        {
            return (Zero, Zero);
        }

        var shift = Math.Max(0, (2 * bits) - (int)Mantissa.GetBitLength());
        shift += (Exponent - shift) & 1;
        var scaled = Mantissa << shift;
        var root = IntegerSqrt(scaled);
        var exponent = (Exponent - shift) / 2;
        return (new ExactDyadic(root, exponent), new ExactDyadic(root * root == scaled ? root : root + 1, exponent));
    }

    /// <summary>The largest double that is at most this number; negative infinity below all doubles.</summary>
    public double RoundDown() => Rounded(-1);

    /// <summary>The least double that is at least this number; infinity above all doubles.</summary>
    public double RoundUp() => Rounded(1);

    /// <summary>The nearest double, even on ties; infinite beyond the largest one.</summary>
    public double Nearest() => Rounded(0);

    /// <summary>Rounds down (-1), to nearest (0) or up (1).</summary>
    private double Rounded(int direction)
    {
        if (Sign == 0)
        {
            return 0;
        }

        // In units of the last place of doubles of this size the magnitude is below 2^53, so it is a double and scaling it back is exact.
        var magnitude = BigInteger.Abs(Mantissa);
        var unit = Math.Max((long)Exponent + magnitude.GetBitLength() - 53, -1074);
        var shift = unit - Exponent;
        if (unit > 971)
        {
            return Sign * (direction == 0 || direction == Sign ? double.PositiveInfinity : double.MaxValue);
        }

        if (shift <= 0)
        {
            return Sign * Math.ScaleB((double)(magnitude << (int)-shift), (int)unit);
        }

        var whole = magnitude >> (int)shift;
        var rest = magnitude - (whole << (int)shift);
        var half = direction == 0 ? rest.CompareTo(BigInteger.One << (int)(shift - 1)) : 0;
        var away = direction == 0 ? half > 0 || (half == 0 && !whole.IsEven) : !rest.IsZero && direction == Sign;
        var rounded = Math.ScaleB((double)(away ? whole + 1 : whole), (int)unit);
        return Sign * (double.IsFinite(rounded) || direction == 0 || direction == Sign ? rounded : double.MaxValue);
    }

    private static BigInteger IntegerSqrt(BigInteger value)
    {
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
