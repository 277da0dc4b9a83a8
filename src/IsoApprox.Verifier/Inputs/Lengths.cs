using IsoApprox.Arithmetic;

namespace IsoApprox.Verifier.Inputs;

/// <summary>
/// Outward-rounded arithmetic of nonnegative quantities. An exact 0 stays 0, 0 times infinity is 0, and doubling is exact: equality cases
/// survive.
/// </summary>
internal static class Lengths
{
    internal static Interval Infinite => new(double.PositiveInfinity, double.PositiveInfinity);

    internal static Interval Add(Interval a, Interval b) => a == Interval.Zero ? b : b == Interval.Zero ? a : NotNegative(a + b);

    internal static Interval Multiply(Interval a, Interval b)
    {
        var lower = a.Lower == 0 || b.Lower == 0 ? 0 : (new Interval(a.Lower, a.Lower) * new Interval(b.Lower, b.Lower)).Lower;
        var upper = a.Upper == 0 || b.Upper == 0 ? 0 : (new Interval(a.Upper, a.Upper) * new Interval(b.Upper, b.Upper)).Upper;
        return new Interval(Math.Max(0, lower), upper);
    }

    /// <summary>a / b for b that is positive but whose lower end may be 0; infinite when b is 0.</summary>
    internal static Interval Divide(Interval a, Interval b)
    {
        if (b.Upper == 0)
        {
            return Infinite;
        }

        var lower = a.Lower == 0 ? 0 : (new Interval(a.Lower, a.Lower) / new Interval(b.Upper, b.Upper)).Lower;
        var upper = b.Lower == 0
            ? double.PositiveInfinity
            : a.Upper == 0 ? 0 : (new Interval(a.Upper, a.Upper) / new Interval(b.Lower, b.Lower)).Upper;
        return new Interval(Math.Max(0, lower), upper);
    }

    /// <summary>2 a, exact unless it overflows.</summary>
    internal static Interval Twice(Interval a) =>
        new(Math.Min(2 * a.Lower, double.IsPositiveInfinity(a.Lower) ? a.Lower : double.MaxValue), 2 * a.Upper);

    /// <summary>a / 2, exact unless it underflows.</summary>
    internal static Interval Half(Interval a) => new(
        IsHalvedExactly(a.Lower) ? a.Lower / 2 : Math.Max(0, Math.BitDecrement(a.Lower / 2)),
        IsHalvedExactly(a.Upper) ? a.Upper / 2 : Math.BitIncrement(a.Upper / 2));

    private static bool IsHalvedExactly(double value) => value / 2 * 2 == value;

    private static Interval NotNegative(Interval a) => new(Math.Max(0, a.Lower), Math.Max(0, a.Upper));
}
