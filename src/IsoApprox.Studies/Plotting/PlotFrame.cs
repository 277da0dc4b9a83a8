namespace IsoApprox.Studies.Plotting;

/// <summary>A rectangle of the page, pixels.</summary>
internal readonly record struct PixelBox(double Left, double Top, double Width, double Height)
{
    /// <summary>Left + Width.</summary>
    public double Right => Left + Width;

    /// <summary>Top + Height.</summary>
    public double Bottom => Top + Height;
}

/// <summary>
/// The plot area: maps data to pixels and draws axes, lines and bands. Scales may be linear or logarithmic; with equal aspect both use the
/// same pixels per unit.
/// </summary>
/// <param name="box">The area inside the axes.</param>
/// <param name="x">Horizontal scale.</param>
/// <param name="y">Vertical scale.</param>
internal sealed class PlotFrame(PixelBox box, AxisScale x, AxisScale y)
{
    private const double Tick = 5;
    private static readonly Paint AxisPaint = Paint.Line(FigureStyle.Axis, 1);
    private static readonly Paint GridPaint = Paint.Line(FigureStyle.Grid, 1);

    /// <summary>The area inside the axes.</summary>
    public PixelBox Box { get; } = box;

    /// <summary>Pixels per data unit along x; with equal aspect also along y.</summary>
    public double PixelsPerUnit => Box.Width / (x.Upper - x.Lower);

    /// <summary>A frame whose x and y scales are equal, around a window with <paramref name="padding"/> pixels to each side.</summary>
    public static PlotFrame EqualAspect(DataWindow window, PixelBox box, double padding = 22)
    {
        var (innerWidth, innerHeight) = (box.Width - (2 * padding), box.Height - (2 * padding));
        var unit = Math.Max((window.Right - window.Left) / innerWidth, (window.Top - window.Bottom) / innerHeight);
        unit = Math.Max(unit, window.SmallestExtent() / Math.Min(innerWidth, innerHeight));
        var (centreX, centreY) = (window.Left + ((window.Right - window.Left) / 2), window.Bottom + ((window.Top - window.Bottom) / 2));
        var (halfX, halfY) = (unit * box.Width / 2, unit * box.Height / 2);
        var step = LinearScale.NiceStep(2 * Math.Max(halfX, halfY), 6);
        return new PlotFrame(
            box,
            new LinearScale(centreX - halfX, centreX + halfX) { Step = step },
            new LinearScale(centreY - halfY, centreY + halfY) { Step = step });
    }

    /// <summary>Pixel of a data point.</summary>
    public (double X, double Y) Map(double dataX, double dataY) => (MapX(dataX), MapY(dataY));

    /// <summary>Pixel of point i.</summary>
    public (double X, double Y) Map(PlanarPoints points, int i) => Map(points.X[i], points.Y[i]);

    /// <summary>Horizontal pixel.</summary>
    public double MapX(double value) => Box.Left + (Box.Width * x.Fraction(value));

    /// <summary>Vertical pixel.</summary>
    public double MapY(double value) => Box.Bottom - (Box.Height * y.Fraction(value));

    /// <summary>
    /// Draws grid, frame, ticks with labels and the names of the axes, in the margins left (56), below (44) and above (20) the box.
    /// </summary>
    public void DrawAxes(SvgCanvas canvas, string nameX, string nameY)
    {
        var (ticksX, ticksY) = (x.Ticks(6), y.Ticks(6));
        var label = new TextStyle(11, TextAnchor.Middle, FigureStyle.Soft);
        foreach (var tick in ticksX.Ticks)
        {
            var px = MapX(tick.Value);
            canvas.Line(px, Box.Top, px, Box.Bottom, GridPaint);
            canvas.Line(px, Box.Bottom, px, Box.Bottom + (tick.Label.Length > 0 ? Tick : Tick / 2), AxisPaint);
            canvas.Text(px, Box.Bottom + 17, tick.Label, label);
        }

        foreach (var tick in ticksY.Ticks)
        {
            var py = MapY(tick.Value);
            canvas.Line(Box.Left, py, Box.Right, py, GridPaint);
            canvas.Line(Box.Left - (tick.Label.Length > 0 ? Tick : Tick / 2), py, Box.Left, py, AxisPaint);
            canvas.Text(Box.Left - 8, py + 4, tick.Label, label with { Anchor = TextAnchor.End });
        }

        canvas.Rectangle(Box.Left, Box.Top, Box.Width, Box.Height, AxisPaint);
        canvas.Text(Box.Left + (Box.Width / 2), Box.Bottom + 35, WithSuffix(nameX, ticksX), label with { Size = 12 });
        canvas.Text(Box.Left - 46, Box.Top + (Box.Height / 2), WithSuffix(nameY, ticksY), label with { Size = 12, Upright = false });
    }

    /// <summary>A line through data points.</summary>
    public void Polyline(SvgCanvas canvas, IEnumerable<(double X, double Y)> data, Paint paint, string? title = null) =>
        canvas.Polyline(data.Select(p => Map(p.X, p.Y)), paint, title);

    /// <summary>The area between two curves over the same x.</summary>
    public void Band(
        SvgCanvas canvas, IReadOnlyList<(double X, double Lower, double Upper)> data, Paint paint, string? title = null) =>
        canvas.Polygon(data.Select(p => Map(p.X, p.Lower)).Concat(data.Reverse().Select(p => Map(p.X, p.Upper))), paint, title);

    /// <summary>The arcs of a union of discs; equal aspect only.</summary>
    public void Arcs(SvgCanvas canvas, IEnumerable<DiscArc> arcs, Paint paint, string? title = null)
    {
        foreach (var (disc, start, sweep) in arcs)
        {
            var (px, py) = Map(disc.X, disc.Y);
            if (sweep >= 2 * Math.PI)
            {
                canvas.Circle(px, py, disc.Radius * PixelsPerUnit, paint, title);
            }
            else
            {
                canvas.Arc(px, py, disc.Radius * PixelsPerUnit, start, sweep, paint, title);
            }
        }
    }

    private static string WithSuffix(string name, AxisTicks ticks) => ticks.Suffix.Length == 0 ? name : $"{name} ({ticks.Suffix})";
}
