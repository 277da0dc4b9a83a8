using System.Globalization;
using IsoApprox.Arithmetic;

namespace IsoApprox.Studies.Reports;

/// <summary>Numbers in captions and tables. Intervals are rounded outwards, so what is printed is proved when the interval is.</summary>
internal static class ProvedText
{
    /// <summary>"[lower, upper]" with as many digits as the width deserves, 6 to 10.</summary>
    public static string Range(Interval value)
    {
        if (value.Lower == 0 && value.Upper == 0)
        {
            return "[0, 0]";
        }

        var magnitude = Math.Max(Math.Abs(value.Lower), Math.Abs(value.Upper));
        var relative = double.IsFinite(magnitude) ? value.Width / magnitude : 1;
        var digits = relative > 0 ? (int)Math.Clamp(Math.Ceiling(-Math.Log10(relative)) + 2, 6, 10) : 10;
        return $"[{Down(value.Lower, digits)}, {Up(value.Upper, digits)}]";
    }

    /// <summary>Four significant digits, for a value that is not claimed to be proved.</summary>
    public static string About(double value) => Positional(value.ToString("E3", CultureInfo.InvariantCulture), value);

    /// <summary>A decimal at most as large as the value.</summary>
    public static string Down(double value, int digits) => Directed(value, digits, -1);

    /// <summary>A decimal at least as large as the value.</summary>
    public static string Up(double value, int digits) => Directed(value, digits, 1);

    private static string Directed(double value, int digits, int direction)
    {
        if (!double.IsFinite(value))
        {
            return value > 0 ? "∞" : "\u2212∞";
        }

        var text = value.ToString("E" + (digits - 1), CultureInfo.InvariantCulture);
        if (direction * double.Parse(text, CultureInfo.InvariantCulture) < direction * value)
        {
            var split = text.IndexOf('E', StringComparison.Ordinal);
            var mantissa = decimal.Parse(text[..split], CultureInfo.InvariantCulture);
            var unit = new decimal(1, 0, 0, false, (byte)(digits - 1));
            text = (mantissa + (direction * unit)).ToString(CultureInfo.InvariantCulture) + text[split..];
        }

        return Positional(text, value);
    }

    // "1.2340E-002" as 0.01234 when that is short enough, else as 1.234×10^{-2}.
    private static string Positional(string scientific, double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value == 0 ? "0" : value.ToString(CultureInfo.InvariantCulture);
        }

        var split = scientific.IndexOf('E', StringComparison.Ordinal);
        var mantissa = decimal.Parse(scientific[..split], CultureInfo.InvariantCulture);
        var exponent = int.Parse(scientific[(split + 1)..], CultureInfo.InvariantCulture);
        string text;
        if (exponent is >= -4 and <= 7)
        {
            var factor = 1m;
            for (var k = 0; k < Math.Abs(exponent); k++)
            {
                factor *= 10;
            }

            text = Trim(
                (exponent < 0 ? mantissa / factor : mantissa * factor).ToString("0.##################", CultureInfo.InvariantCulture));
        }
        else
        {
            var digits = Trim(mantissa.ToString("0.##################", CultureInfo.InvariantCulture));
            text = $"{digits}×10^{{{exponent.ToString(CultureInfo.InvariantCulture)}}}";
        }

        return text.Replace('-', '\u2212');
    }

    private static string Trim(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
}
