using IsoApprox.Arithmetic;

namespace IsoApprox.Learning.Contrastive;

/// <summary>
/// Enclosures of exp and log. The runtime's functions are not correctly rounded; a relative error of at most 2^-50 (8 units in the last
/// place) is assumed for them, which mathematical libraries keep with a wide margin.
/// </summary>
internal static class IntervalFunctions
{
    private static readonly Interval Relative = new(1 - Math.ScaleB(1, -50), 1 + Math.ScaleB(1, -50));

    /// <summary>e^x, never below 0.</summary>
    internal static Interval Exp(Interval x)
    {
        var low = new Interval(Math.Exp(x.Lower), Math.Exp(x.Lower)) * Relative;
        var high = double.IsPositiveInfinity(Math.Exp(x.Upper))
            ? Interval.Whole
            : new Interval(Math.Exp(x.Upper), Math.Exp(x.Upper)) * Relative;
        return new Interval(Math.Max(0, low.Lower), high.Upper);
    }

    /// <summary>Natural logarithm of an interval above 0; the whole line when it reaches 0.</summary>
    internal static Interval Log(Interval x) => x.Lower <= 0 || double.IsInfinity(x.Upper)
        ? Interval.Whole
        : new Interval(Widened(Math.Log(x.Lower)).Lower, Widened(Math.Log(x.Upper)).Upper);

    private static Interval Widened(double value) => new Interval(value, value) * Relative;
}
