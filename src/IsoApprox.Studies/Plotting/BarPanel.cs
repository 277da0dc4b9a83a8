using System.Globalization;

namespace IsoApprox.Studies.Plotting;

/// <summary>Bars of ratios over named categories, cut where they leave the axis, with the number above.</summary>
/// <param name="canvas">The drawing.</param>
/// <param name="frame">A frame whose horizontal axis is a <see cref="CategoryScale"/> and whose vertical axis starts at 0.</param>
/// <param name="top">Upper end of the vertical axis.</param>
internal sealed class BarPanel(SvgCanvas canvas, PlotFrame frame, double top)
{
    private const double Filled = 0.72;

    private static readonly TextStyle Number = new(11, TextAnchor.Middle, Halo: true);

    /// <summary>Upper end of an axis for ratios: room for the largest, at least 1.2; what exceeds 2.5 is cut.</summary>
    public static double Top(IEnumerable<double?> ratios) => 1.12 * Math.Clamp(ratios.OfType<double>().DefaultIfEmpty(1).Max(), 1.1, 2.5);

    /// <summary>Bar k of count side by side in a category; "n/a" when there is no value. The number stands above the bar and above
    /// <paramref name="free"/>; <paramref name="name"/> and value are its title.</summary>
    public void Bar(string name, int category, int k, int count, double? value, string colour, double free = 0)
    {
        var width = Filled / count;
        var left = category + 0.5 - (Filled / 2) + (k * width);
        var (x1, x2, zero) = (frame.MapX(left), frame.MapX(left + width), frame.MapY(0));
        if (value is not { } height)
        {
            canvas.Text((x1 + x2) / 2, zero - 5, "n/a", Number);
            return;
        }

        var y = frame.MapY(Math.Min(height, top));
        canvas.Rectangle(x1 + 1, y, x2 - x1 - 2, zero - y, Paint.Solid(colour, 0.85), Title(name, height));
        var text = height.ToString(height < 100 ? "0.00" : "G3", CultureInfo.InvariantCulture) + (height > top ? " ↑" : string.Empty);
        canvas.Text((x1 + x2) / 2, Math.Max(frame.Box.Top + 13, frame.MapY(Math.Max(height, free)) - 5), text, Number);
    }

    /// <summary>A small dot over the bar of a category, for one of the values that the bar is the mean of; none above the axis.</summary>
    public void Dot(string name, int category, double share, double value)
    {
        if (value <= top)
        {
            var (x, y) = frame.Map(category + 0.5 + (Filled * (share - 0.5)), value);
            canvas.Circle(x, y, 2, Paint.Solid(FigureStyle.Black, 0.6), Title(name, value));
        }
    }

    /// <summary>A level over the whole width.</summary>
    public void Level(double value, Paint paint)
    {
        var y = frame.MapY(value);
        canvas.Line(frame.Box.Left, y, frame.Box.Right, y, paint, Readout.Number(value));
    }

    private static string Title(string name, double value) => $"{name}: {Readout.Number(value)}";
}
