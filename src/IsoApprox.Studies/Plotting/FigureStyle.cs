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

    /// <summary>The page: background, edges of marks, halos of texts.</summary>
    public const string Ground = "#ffffff";

    /// <summary>Texts.</summary>
    public const string Ink = "#222222";

    /// <summary>Numbers at axes, the pair of a distance.</summary>
    public const string Soft = "#444444";

    /// <summary>Axes, row numbers.</summary>
    public const string Axis = "#555555";

    /// <summary>Grid lines.</summary>
    public const string Grid = "#e8e8e8";

    /// <summary>Lines that join the two places of a point, frames of sketches.</summary>
    public const string Faint = "#b8b8b8";

    /// <summary>A data colour.</summary>
    public const string Brown = "#7f5200";

    /// <summary>A data colour.</summary>
    public const string DarkGrey = "#666666";

    private static readonly string[] Palette = ["#d62728", "#1f77b4", "#009e73", "#e69f00", "#cc79a7", Brown, "#56b4e9", DarkGrey];

    /// <summary>Colour of a class; repeats after eight.</summary>
    public static string ClassColour(int classIndex) => Palette[classIndex % Palette.Length];

    /// <summary>A dot of f.</summary>
    public static void Dot(SvgCanvas canvas, (double X, double Y) at, string colour, double radius = 5, string? title = null) =>
        canvas.Circle(at.X, at.Y, radius, new Paint(colour, Ground, 1), title);

    /// <summary>A star of f*.</summary>
    public static void Star(SvgCanvas canvas, (double X, double Y) at, string colour, double radius = 8.5, string? title = null)
    {
        var corners = Enumerable.Range(0, 10).Select(k =>
        {
            var (r, angle) = (k % 2 == 0 ? radius : 0.42 * radius, Math.PI * ((k / 5.0) - 0.5));
            return (at.X + (r * Math.Cos(angle)), at.Y + (r * Math.Sin(angle)));
        });
        canvas.Polygon(corners, new Paint(colour, Ground, 0.8), title);
    }

    /// <summary>An open ring around a marker.</summary>
    public static void Ring(SvgCanvas canvas, (double X, double Y) at, string? title = null) =>
        canvas.Circle(at.X, at.Y, 10, Paint.Line(Black, 1.8), title);

    /// <summary>An arrow; <paramref name="outlined"/> puts a black edge around it. Arrows below half a pixel are left out.</summary>
    public static void Arrow(
        SvgCanvas canvas, (double X, double Y) from, (double X, double Y) to, string colour, bool outlined = false, string? title = null)
    {
        var length = double.Hypot(to.X - from.X, to.Y - from.Y);
        if (length < 0.5)
        {
            return;
        }

        var (ux, uy) = ((to.X - from.X) / length, (to.Y - from.Y) / length);
        var (head, half) = (Math.Min(10, 0.45 * length), Math.Min(4.5, 0.2 * length));
        var neck = (X: to.X - (ux * head), Y: to.Y - (uy * head));
        canvas.BeginGroup(title);
        (double, double)[] tip = [to, (neck.X - (uy * half), neck.Y + (ux * half)), (neck.X + (uy * half), neck.Y - (ux * half))];
        if (outlined)
        {
            canvas.Line(from.X, from.Y, neck.X, neck.Y, Paint.Line(Black, 5.5));
            canvas.Polygon(tip, new Paint(Black, Black, 4));
        }

        canvas.Line(from.X, from.Y, neck.X, neck.Y, Paint.Line(colour, 2.2));
        canvas.Polygon(tip, Paint.Solid(colour));
        canvas.EndGroup();
    }

    /// <summary>A thick bar with end strokes.</summary>
    public static void Bar(SvgCanvas canvas, (double X, double Y) from, (double X, double Y) to, string? title = null)
    {
        canvas.Line(from.X, from.Y, to.X, to.Y, Paint.Line(Black, 6), title);
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
