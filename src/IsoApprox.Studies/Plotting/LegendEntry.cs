namespace IsoApprox.Studies.Plotting;

/// <summary>One line of a legend.</summary>
/// <param name="Text">What the sign means.</param>
/// <param name="Draw">Draws the sign into a box 30 pixels wide, centred at the given point.</param>
internal sealed record LegendEntry(string Text, Action<SvgCanvas, double, double> Draw)
{
    /// <summary>A dot.</summary>
    public static LegendEntry Dot(string text, string colour) => new(text, (canvas, x, y) => FigureStyle.Dot(canvas, (x, y), colour));

    /// <summary>A star.</summary>
    public static LegendEntry Star(string text, string colour) => new(text, (canvas, x, y) => FigureStyle.Star(canvas, (x, y), colour));

    /// <summary>A line, solid or dashed.</summary>
    public static LegendEntry Line(string text, Paint paint) => new(text, (canvas, x, y) => canvas.Line(x - 14, y, x + 14, y, paint));

    /// <summary>An arrow.</summary>
    public static LegendEntry Arrow(string text, string colour, bool outlined) =>
        new(text, (canvas, x, y) => FigureStyle.Arrow(canvas, (x - 14, y), (x + 14, y), colour, outlined));

    /// <summary>A black bar.</summary>
    public static LegendEntry Bar(string text) => new(text, (canvas, x, y) => FigureStyle.Bar(canvas, (x - 10, y), (x + 10, y)));

    /// <summary>A filled area.</summary>
    public static LegendEntry Area(string text, string colour, double opacity) =>
        new(text, (canvas, x, y) => canvas.Rectangle(x - 13, y - 6, 26, 12, Paint.Solid(colour, opacity)));

    /// <summary>A ring.</summary>
    public static LegendEntry Ring(string text) => new(text, (canvas, x, y) => FigureStyle.Ring(canvas, (x, y)));

    /// <summary>The signs of the classes of f (dots) or of f* (stars); at most six classes are named.</summary>
    public static IEnumerable<LegendEntry> Classes(IsoApprox.Embeddings.Embedding f, string what, bool stars)
    {
        for (var k = 0; k < Math.Min(6, f.ClassCount); k++)
        {
            var more = k == 5 && f.ClassCount > 6 ? $" (and {f.ClassCount - 6} more classes)" : string.Empty;
            var text = $"{what}, class {SvgText.Literal(f.ClassNames[k])}{more}";
            yield return stars ? Star(text, FigureStyle.ClassColour(k)) : Dot(text, FigureStyle.ClassColour(k));
        }
    }
}
