namespace IsoApprox.Studies.Plotting;

/// <summary>
/// Colours of the figures: red and blue as in the paper, then colours that stay apart for colour-blind readers (Okabe and Ito).
/// </summary>
internal static class FigureStyle
{
    /// <summary>Bars, outlines, the pair or arrow that decides.</summary>
    public const string Black = "#111111";

    /// <summary>Helping lines.</summary>
    public const string Grey = "#8a8a8a";

    private static readonly string[] Palette = ["#d62728", "#1f77b4", "#009e73", "#e69f00", "#cc79a7", "#7f5200", "#56b4e9", "#666666"];

    /// <summary>Colour of a class; repeats after eight.</summary>
    public static string ClassColour(int classIndex) => Palette[classIndex % Palette.Length];

    /// <summary>A dot of f.</summary>
    public static void Dot(SvgCanvas canvas, (double X, double Y) at, string colour, double radius = 5) =>
        canvas.Circle(at.X, at.Y, radius, new Paint(colour, "#ffffff", 1));

    /// <summary>A star of f*.</summary>
    public static void Star(SvgCanvas canvas, (double X, double Y) at, string colour, double radius = 8.5)
    {
        var corners = Enumerable.Range(0, 10).Select(k =>
        {
            var (r, angle) = (k % 2 == 0 ? radius : 0.42 * radius, Math.PI * ((k / 5.0) - 0.5));
            return (at.X + (r * Math.Cos(angle)), at.Y + (r * Math.Sin(angle)));
        });
        canvas.Polygon(corners, new Paint(colour, "#ffffff", 0.8));
    }

    /// <summary>An open ring around a marker.</summary>
    public static void Ring(SvgCanvas canvas, (double X, double Y) at, string colour = Black) =>
        canvas.Circle(at.X, at.Y, 10, Paint.Line(colour, 1.8));

    /// <summary>An arrow; <paramref name="outlined"/> puts a black edge around it. Arrows below half a pixel are left out.</summary>
    public static void Arrow(SvgCanvas canvas, (double X, double Y) from, (double X, double Y) to, string colour, bool outlined = false)
    {
        var length = double.Hypot(to.X - from.X, to.Y - from.Y);
        if (length < 0.5)
        {
            return;
        }

        var (ux, uy) = ((to.X - from.X) / length, (to.Y - from.Y) / length);
        var (head, half) = (Math.Min(10, 0.45 * length), Math.Min(4.5, 0.2 * length));
        var neck = (X: to.X - (ux * head), Y: to.Y - (uy * head));
        (double, double)[] tip = [to, (neck.X - (uy * half), neck.Y + (ux * half)), (neck.X + (uy * half), neck.Y - (ux * half))];
        if (outlined)
        {
            canvas.Line(from.X, from.Y, neck.X, neck.Y, Paint.Line(Black, 5.5));
            canvas.Polygon(tip, new Paint(Black, Black, 4));
        }

        canvas.Line(from.X, from.Y, neck.X, neck.Y, Paint.Line(colour, 2.2));
        canvas.Polygon(tip, Paint.Solid(colour));
    }

    /// <summary>A thick bar with end strokes.</summary>
    public static void Bar(SvgCanvas canvas, (double X, double Y) from, (double X, double Y) to)
    {
        canvas.Line(from.X, from.Y, to.X, to.Y, Paint.Line(Black, 6));
        var length = double.Hypot(to.X - from.X, to.Y - from.Y);
        if (length < 0.5)
        {
            return;
        }

        var (nx, ny) = (-7 * (to.Y - from.Y) / length, 7 * (to.X - from.X) / length);
        canvas.Line(from.X - nx, from.Y - ny, from.X + nx, from.Y + ny, Paint.Line(Black, 2));
        canvas.Line(to.X - nx, to.Y - ny, to.X + nx, to.Y + ny, Paint.Line(Black, 2));
    }
}
