using System.Globalization;
using System.Numerics;

namespace IsoApprox.Arithmetic;

/// <summary>An exact rational number p/q in lowest terms, q > 0. Every finite double is one; all operations are exact.</summary>
public readonly struct ExactRational : IComparable<ExactRational>, IEquatable<ExactRational>
{
    private const int LongestText = 20_000;
    private const int LargestExponent = 2000;
    private readonly BigInteger _denominator;

    /// <summary>p/q, reduced.</summary>
    /// <param name="numerator">p.</param>
    /// <param name="denominator">q, not 0.</param>
    /// <exception cref="DivideByZeroException">q = 0.</exception>
    public ExactRational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("a rational number needs a denominator other than 0");
        }

        var divisor = denominator.IsOne ? BigInteger.One : BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (Numerator, _denominator) = divisor.IsOne ? (numerator, denominator) : (numerator / divisor, denominator / divisor);
    }

    /// <summary>0.</summary>
    public static ExactRational Zero => default;

    /// <summary>1.</summary>
    public static ExactRational One => 1;

    /// <summary>p.</summary>
    public BigInteger Numerator { get; }

    /// <summary>q > 0.</summary>
    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>An integer.</summary>
    /// <remarks>Every numeric type has its own exact operator: without one the compiler would go through another and truncate or
    /// round.</remarks>
    public static implicit operator ExactRational(int value) => new(value, BigInteger.One);

    /// <summary>An integer.</summary>
    public static implicit operator ExactRational(long value) => new(value, BigInteger.One);

    /// <summary>An integer.</summary>
    public static implicit operator ExactRational(ulong value) => new(value, BigInteger.One);

    /// <summary>An integer.</summary>
    public static implicit operator ExactRational(BigInteger value) => new(value, BigInteger.One);

    /// <summary>The exact value of a finite double: 0.1 is 3602879701896397/36028797018963968.</summary>
    /// <exception cref="ArgumentException">NaN or infinite.</exception>
    public static implicit operator ExactRational(double value) => (ExactDyadic)value;

    /// <summary>The exact value of a decimal number: 0.1m is 1/10.</summary>
    public static implicit operator ExactRational(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var magnitude = new BigInteger((uint)parts[0]) + ((BigInteger)(uint)parts[1] << 32) + ((BigInteger)(uint)parts[2] << 64);
        return new ExactRational(parts[3] < 0 ? -magnitude : magnitude, BigInteger.Pow(10, (parts[3] >> 16) & 0xff));
    }

    /// <summary>m 2^e.</summary>
    public static implicit operator ExactRational(ExactDyadic value) => value.Exponent >= 0
        ? new ExactRational(value.Mantissa << value.Exponent, BigInteger.One)
        : new ExactRational(value.Mantissa, BigInteger.One << -value.Exponent);

    /// <summary>Sum.</summary>
    public static ExactRational operator +(ExactRational a, ExactRational b) => a.Denominator == b.Denominator
        ? new(a.Numerator + b.Numerator, a.Denominator)
        : new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>Difference.</summary>
    public static ExactRational operator -(ExactRational a, ExactRational b) => a + (-b);

    /// <summary>Negative.</summary>
    public static ExactRational operator -(ExactRational a) => new(-a.Numerator, a.Denominator);

    /// <summary>Product.</summary>
    public static ExactRational operator *(ExactRational a, ExactRational b) =>
        new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>Quotient.</summary>
    public static ExactRational operator /(ExactRational a, ExactRational b) =>
        new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Equal values.</summary>
    public static bool operator ==(ExactRational a, ExactRational b) => a.Equals(b);

    /// <summary>Different values.</summary>
    public static bool operator !=(ExactRational a, ExactRational b) => !a.Equals(b);

    /// <summary>Less than.</summary>
    public static bool operator <(ExactRational a, ExactRational b) => a.CompareTo(b) < 0;

    /// <summary>Greater than.</summary>
    public static bool operator >(ExactRational a, ExactRational b) => a.CompareTo(b) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(ExactRational a, ExactRational b) => a.CompareTo(b) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(ExactRational a, ExactRational b) => a.CompareTo(b) >= 0;

    /// <summary>The larger one.</summary>
    public static ExactRational Max(ExactRational a, ExactRational b) => a >= b ? a : b;

    /// <summary>The exact value of a finite double.</summary>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentException">NaN or infinite.</exception>
    public static ExactRational From(double value) => value;

    /// <summary>Reads "p", "p/q" or a decimal number such as "1.41" or "2e-5".</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The exact number.</param>
    /// <returns>False when it is none of these, longer than 20000 characters, or has an exponent beyond 2000.</returns>
    public static bool TryParse(string? text, out ExactRational value)
    {
        value = default;
        if (text is null || text.Length > LongestText)
        {
            return false;
        }

        if (text.Split('/') is [var above, var below])
        {
            if (!TryInteger(above, out var p) || !TryInteger(below, out var q) || q.Sign <= 0)
            {
                return false;
            }

            value = new ExactRational(p, q);
            return true;
        }

        var (exponent, digits) = (0, text);
        if (text.IndexOfAny(['e', 'E']) is var e and >= 0)
        {
            digits = text[..e];
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs((long)exponent) > LargestExponent)
            {
                return false;
            }
        }

        if (digits.IndexOf('.') is var point and >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        if (!TryInteger(digits, out var mantissa))
        {
            return false;
        }

        var power = BigInteger.Pow(10, Math.Abs(exponent));
        value = exponent >= 0 ? new ExactRational(mantissa * power, BigInteger.One) : new ExactRational(mantissa, power);
        return true;
    }

    /// <summary>Dyadic numbers around the square root of a nonnegative number, with at least 200 significant bits.</summary>
    /// <exception cref="ArgumentException">The number is negative.</exception>
    public (ExactRational Lower, ExactRational Upper) SqrtBounds()
    {
        if (Sign < 0)
        {
            throw new ArgumentException("square root of a negative number");
        }

        var shift = Math.Max(0, 420 - (int)(Numerator.GetBitLength() - Denominator.GetBitLength()));
        shift += shift & 1;
        var floor = BigInteger.DivRem(Numerator << shift, Denominator, out var rest);
        return (new ExactDyadic(floor, -shift).SqrtBounds().Lower,
            new ExactDyadic(rest.IsZero ? floor : floor + 1, -shift).SqrtBounds().Upper);
    }

    /// <summary>The largest double that is at most this number.</summary>
    public double RoundDown()
    {
        if (Sign == 0)
        {
            return 0;
        }

        // 70 bits of the quotient are more than a double holds; the steps below make the rounding exact.
        var shift = 70 - (int)(Numerator.GetBitLength() - Denominator.GetBitLength());
        var quotient = shift >= 0 ? (Numerator << shift) / Denominator : Numerator / (Denominator << -shift);
        var value = Math.Clamp(Math.ScaleB((double)quotient, -shift), -double.MaxValue, double.MaxValue);
        while (From(value) > this && value > -double.MaxValue)
        {
            value = Math.BitDecrement(value);
        }

        while (value < double.MaxValue && From(Math.BitIncrement(value)) <= this)
        {
            value = Math.BitIncrement(value);
        }

        return From(value) <= this ? value : double.NegativeInfinity;
    }

    /// <summary>The smallest double that is at least this number.</summary>
    public double RoundUp() => -(-this).RoundDown();

    /// <inheritdoc/>
    public int CompareTo(ExactRational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(ExactRational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactRational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary>"p" or "p/q", which <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Denominator.IsOne
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static bool TryInteger(string text, out BigInteger value) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
