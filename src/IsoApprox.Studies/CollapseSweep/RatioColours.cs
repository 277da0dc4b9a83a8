using System.Globalization;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>
/// Colours of ratios: red collapsed, white unchanged, blue spread out; and colours of an ordered family of curves, blue to red.
/// </summary>
internal static class RatioColours
{
    private static readonly (int R, int G, int B) Red = (0xd6, 0x27, 0x28);
    private static readonly (int R, int G, int B) White = (0xf7, 0xf7, 0xf7);
    private static readonly (int R, int G, int B) Blue = (0x1f, 0x77, 0xb4);

    /// <summary>0 red, 1 white, 2 and above blue.</summary>
    public static string OfRatio(double ratio) => ratio < 1
        ? Mix(Red, White, Math.Max(0, ratio))
        : Mix(White, Blue, Math.Min(1, ratio - 1));

    /// <summary>0 white, 1 and above red: for d_haus/R, where 1 is collapse.</summary>
    public static string OfDistance(double share) => Mix(White, Red, Math.Clamp(share, 0, 1));

    /// <summary>Colour k of a family of count curves, blue first, red last, violet between.</summary>
    public static string OfCurve(int k, int count) => Mix(Blue, Red, count < 2 ? 0 : (double)k / (count - 1));

    /// <summary>White or black, whichever is easier to read on a colour. They are part of the data, so they stay on a dark page.</summary>
    public static string TextOn(string colour) => IsDark(colour) ? "#fefefe" : "#212121";

    /// <summary>True when white text is easier to read on a colour (#rrggbb) than black: luma (Rec. 709) below one half.</summary>
    public static bool IsDark(string colour)
    {
        var rgb = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (0.2126 * (rgb >> 16)) + (0.7152 * ((rgb >> 8) & 0xff)) + (0.0722 * (rgb & 0xff)) < 128;
    }

    private static string Mix((int R, int G, int B) a, (int R, int G, int B) b, double t) => string.Create(
        CultureInfo.InvariantCulture, $"#{Part(a.R, b.R, t):x2}{Part(a.G, b.G, t):x2}{Part(a.B, b.B, t):x2}");

    private static int Part(int a, int b, double t) => (int)Math.Round(a + (t * (b - a)));
}
