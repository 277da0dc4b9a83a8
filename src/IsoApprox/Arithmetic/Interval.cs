namespace IsoApprox.Arithmetic;

/// <summary>
/// A closed interval [Lower, Upper] of reals with outward rounding: every operation returns an interval that contains the exact result for
/// all reals in the operands. Each end is computed in round-to-nearest and moved one step outwards, which is enough for +, -, *, / and sqrt
/// (correctly rounded in IEEE 754). Ends may be infinite; an operation without a finite enclosure returns infinite ends, never NaN.
/// </summary>
public readonly record struct Interval
{
    /// <summary>Creates [lower, upper].</summary>
    /// <param name="lower">Lower end, at most <paramref name="upper"/>.</param>
    /// <param name="upper">Upper end.</param>
    /// <exception cref="ArgumentException">lower > upper, or an end is NaN.</exception>
    public Interval(double lower, double upper)
    {
        if (!(lower <= upper))
        {
            throw new ArgumentException($"not an interval: [{lower}, {upper}]");
        }

        (Lower, Upper) = (lower, upper);
    }

    /// <summary>Lower end.</summary>
    public double Lower { get; }

    /// <summary>Upper end.</summary>
    public double Upper { get; }

    /// <summary>The whole line.</summary>
    public static Interval Whole => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>[0, 0].</summary>
    public static Interval Zero => new(0, 0);

    /// <summary>The point interval [value, value].</summary>
    /// <param name="value">Not NaN.</param>
    public static implicit operator Interval(double value) => new(value, value);

    /// <summary>True when the value is known exactly.</summary>
    public bool IsPoint => Lower == Upper;

    /// <summary>Upper - Lower, rounded up.</summary>
    public double Width => IsPoint ? 0 : Up(Upper - Lower);

    /// <summary>True when <paramref name="value"/> lies inside.</summary>
    /// <param name="value">A real.</param>
    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>Sum.</summary>
    public static Interval operator +(Interval a, Interval b) => Outward(a.Lower + b.Lower, a.Upper + b.Upper);

    /// <summary>Difference.</summary>
    public static Interval operator -(Interval a, Interval b) => Outward(a.Lower - b.Upper, a.Upper - b.Lower);

    /// <summary>Negation, exact.</summary>
    public static Interval operator -(Interval a) => new(-a.Upper, -a.Lower);

    /// <summary>Product.</summary>
    public static Interval operator *(Interval a, Interval b)
    {
        var (p, q, r, s) = (a.Lower * b.Lower, a.Lower * b.Upper, a.Upper * b.Lower, a.Upper * b.Upper);
        return double.IsNaN(p + q + r + s) && (double.IsNaN(p) || double.IsNaN(q) || double.IsNaN(r) || double.IsNaN(s))
            ? Whole
            : Outward(Math.Min(Math.Min(p, q), Math.Min(r, s)), Math.Max(Math.Max(p, q), Math.Max(r, s)));
    }

    /// <summary>Quotient; the whole line when the divisor contains 0.</summary>
    public static Interval operator /(Interval a, Interval b)
    {
        if (b.Lower <= 0 && b.Upper >= 0)
        {
            return Whole;
        }

        var (p, q, r, s) = (a.Lower / b.Lower, a.Lower / b.Upper, a.Upper / b.Lower, a.Upper / b.Upper);
        return double.IsNaN(p) || double.IsNaN(q) || double.IsNaN(r) || double.IsNaN(s)
            ? Whole
            : Outward(Math.Min(Math.Min(p, q), Math.Min(r, s)), Math.Max(Math.Max(p, q), Math.Max(r, s)));
    }

    /// <summary>Square, never below 0.</summary>
    public Interval Square()
    {
        var (l, u) = (Math.Abs(Lower), Math.Abs(Upper));
        var (small, large) = Contains(0) ? (0.0, Math.Max(l, u)) : (Math.Min(l, u), Math.Max(l, u));
        return new Interval(small == 0 ? 0 : Math.Max(0, Down(small * small)), Up(large * large));
    }

    /// <summary>Square root of the part that is not negative.</summary>
    /// <exception cref="ArgumentException">The whole interval is negative.</exception>
    public Interval Sqrt()
    {
        if (Upper < 0)
        {
            throw new ArgumentException($"square root of the negative interval [{Lower}, {Upper}]");
        }

        return new Interval(Lower <= 0 ? 0 : Math.Max(0, Down(Math.Sqrt(Lower))), Upper == 0 ? 0 : Up(Math.Sqrt(Upper)));
    }

    /// <summary>
    /// This times 2^exponent: exact but for overflow and underflow, which move an end outwards to the nearest double. So the sign of an end
    /// is kept: what is not negative does not become so.
    /// </summary>
    /// <param name="exponent">Any.</param>
    public Interval ScaleB(int exponent)
    {
        if (exponent == 0)
        {
            return this;
        }

        // Back is exact, unless it overflows: then the end was rounded away from 0.
        var (lower, upper) = (Math.ScaleB(Lower, exponent), Math.ScaleB(Upper, exponent));
        return new Interval(
            Math.ScaleB(lower, -exponent) <= Lower ? lower : Down(lower),
            Math.ScaleB(upper, -exponent) >= Upper ? upper : Up(upper));
    }

    /// <summary>Enclosure of the larger of two values.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    public static Interval Max(Interval a, Interval b) => new(Math.Max(a.Lower, b.Lower), Math.Max(a.Upper, b.Upper));

    /// <summary>Enclosure of the smaller of two values.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    public static Interval Min(Interval a, Interval b) => new(Math.Min(a.Lower, b.Lower), Math.Min(a.Upper, b.Upper));

    private static Interval Outward(double lower, double upper) =>
        double.IsNaN(lower) || double.IsNaN(upper) ? Whole : new Interval(Down(lower), Up(upper));

    private static double Down(double value) => double.IsPositiveInfinity(value) ? double.MaxValue : Math.BitDecrement(value);

    private static double Up(double value) => double.IsNegativeInfinity(value) ? double.MinValue : Math.BitIncrement(value);
}
