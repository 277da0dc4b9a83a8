using System.Globalization;

namespace IsoApprox.Cli.Output;

/// <summary>Numbers for people: nine significant digits; bounds are rounded outward so that what is printed is still true.</summary>
internal static class NumberText
{
    private const string Format = "G9";

    /// <summary>Nearest text.</summary>
    internal static string Of(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A text that is at most <paramref name="value"/>.</summary>
    internal static string Down(double value) => Directed(value, -1);

    /// <summary>A text that is at least <paramref name="value"/>.</summary>
    internal static string Up(double value) => Directed(value, 1);

    /// <summary>[lower, upper], rounded outward; one number when both ends are equal.</summary>
    internal static string Interval(double lower, double upper) => lower.Equals(upper) ? Of(lower) : $"[{Down(lower)}, {Up(upper)}]";

    /// <summary>A side of an inequality in words where it is no number: infinite at both ends, or known to be at least 0 only.</summary>
    internal static string Side(double lower, double upper) => (lower, upper) switch
    {
        (double.PositiveInfinity, _) => "infinite",
        ( <= 0, >= double.MaxValue) => "any number",
        (_, >= double.MaxValue) => $"at least {Down(lower)}",
        _ => Interval(lower, upper),
    };

    private static string Directed(double value, int direction)
    {
        var text = Of(value);
        if (!double.IsFinite(value) || IsOutward(text, value, direction))
        {
            return text;
        }

        var scientific = value.ToString("E8", CultureInfo.InvariantCulture);
        var exponent = int.Parse(
            scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture);
        var moved = Of(double.Parse(scientific, CultureInfo.InvariantCulture) + (direction * Math.Pow(10, exponent - 8)));
        return IsOutward(moved, value, direction) ? moved : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static bool IsOutward(string text, double value, int direction) =>
        direction * double.Parse(text, CultureInfo.InvariantCulture).CompareTo(value) >= 0;
}
