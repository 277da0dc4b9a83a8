using IsoApprox.Arithmetic;

namespace IsoApprox.Lines;

/// <summary>
/// A place on the line that depends linearly on the level r and the margin alpha: A a + B b + R r + M alpha, [a, b] the range of a class.
/// Ends of moved classes, of the zones around them, and places counted from these in steps of the margin all have this form.
/// </summary>
/// <param name="Low">a.</param>
/// <param name="LowFactor">A.</param>
/// <param name="High">b.</param>
/// <param name="HighFactor">B.</param>
/// <param name="LevelFactor">R.</param>
/// <param name="MarginFactor">M.</param>
public readonly record struct LineForm(double Low, int LowFactor, double High, int HighFactor, int LevelFactor, long MarginFactor)
{
    /// <summary>a + r: the low end of a class whose points move inwards by r, and the highest place of a class that is one point.</summary>
    /// <param name="a">Its least coordinate.</param>
    public static LineForm LowEnd(double a) => new(a, 1, 0, 0, 1, 0);

    /// <summary>b - r: the high end of such a class, and the lowest place of a class that is one point.</summary>
    /// <param name="b">Its largest coordinate.</param>
    public static LineForm HighEnd(double b) => new(0, 0, b, 1, -1, 0);

    /// <summary>(b - r) + (b - a - 2 r) + alpha: from here on other classes are far enough above.</summary>
    /// <param name="a">Least coordinate of the class.</param>
    /// <param name="b">Largest coordinate of the class.</param>
    public static LineForm ZoneHigh(double a, double b) => new(a, -1, b, 2, -3, 1);

    /// <summary>(a + r) - (b - a - 2 r) - alpha: down from here other classes are far enough below.</summary>
    /// <param name="a">Least coordinate of the class.</param>
    /// <param name="b">Largest coordinate of the class.</param>
    public static LineForm ZoneLow(double a, double b) => new(a, 2, b, -1, 3, -1);

    /// <summary>The place a number of margins higher.</summary>
    /// <param name="margins">How many.</param>
    public LineForm Shifted(long margins) => this with { MarginFactor = MarginFactor + margins };
}

/// <summary>
/// The exact order of places at a level, or just below it: at r - epsilon, epsilon smaller than every positive number. Both are ordered
/// fields, so that every conclusion from comparisons holds in both.
/// </summary>
/// <param name="level">r >= 0.</param>
/// <param name="margin">alpha >= 0.</param>
/// <param name="below">True for r - epsilon.</param>
public sealed class LineOrder(double level, double margin, bool below)
{
    /// <summary>True for a positive margin.</summary>
    public bool HasMargin => margin > 0;

    /// <summary>Sign of x - y.</summary>
    /// <param name="x">A place.</param>
    /// <param name="y">Another one.</param>
    public int Compare(in LineForm x, in LineForm y)
    {
        var rise = x.LevelFactor - y.LevelFactor;
        ReadOnlySpan<double> values = [x.Low, x.High, y.Low, y.High, level, margin];
        ReadOnlySpan<long> factors = [x.LowFactor, x.HighFactor, -y.LowFactor, -y.HighFactor, rise, x.MarginFactor - y.MarginFactor];
        var sign = ExactSum.Sign(values, factors);
        return sign != 0 || !below ? sign : -Math.Sign(rise);
    }

    /// <summary>True when b - a > 2 r: the class keeps a positive width when its ends move inwards.</summary>
    /// <param name="a">Least coordinate of the class.</param>
    /// <param name="b">Largest coordinate of the class.</param>
    public bool IsWide(double a, double b) => Compare(LineForm.HighEnd(b), LineForm.LowEnd(a)) > 0;
}
