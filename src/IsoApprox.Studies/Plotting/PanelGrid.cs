namespace IsoApprox.Studies.Plotting;

/// <summary>A figure of panels in rows and columns with axes of their own, one legend and a caption.</summary>
internal sealed class PanelGrid
{
    private const double Margin = 16;
    private const double AxisRoom = 58;
    private const double Top = 72;
    private const double PanelHeight = 190;
    private const double RowGap = 74;

    private readonly int _rows;
    private readonly double _panelWidth;

    /// <summary>Starts a figure.</summary>
    /// <param name="id">Id of the SVG.</param>
    /// <param name="heading">What it shows, in a few words.</param>
    /// <param name="description">What can be seen, for readers that cannot see it.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="panelWidth">Width of each panel without its axis, pixels.</param>
    public PanelGrid(string id, string heading, string description, int rows, int columns, double panelWidth = 250)
    {
        (_rows, _panelWidth) = (rows, panelWidth);
        var width = Math.Max(columns * (AxisRoom + panelWidth + Margin), SvgText.Width(heading, 16, bold: true));
        Canvas = new SvgCanvas(id, heading, description, (2 * Margin) + width);
        Canvas.Text(Margin, 28, heading, new TextStyle(16, Bold: true));
    }

    /// <summary>The drawing.</summary>
    public SvgCanvas Canvas { get; }

    /// <summary>Draws the axes of a panel.</summary>
    public PlotFrame Panel(int row, int column, string heading, AxisScale x, AxisScale y, string nameX, string nameY)
    {
        var left = Margin + AxisRoom + (column * (AxisRoom + _panelWidth + Margin));
        var box = new PixelBox(left, Top + (row * (PanelHeight + RowGap)), _panelWidth, PanelHeight);
        Canvas.Text(box.Left, box.Top - 10, heading, new TextStyle(13, Bold: true));
        var frame = new PlotFrame(box, x, y);
        frame.DrawAxes(Canvas, nameX, nameY);
        return frame;
    }

    /// <summary>Adds legend and caption and returns the SVG.</summary>
    public string Finish(IEnumerable<LegendEntry> legend, string caption)
    {
        var bottom = Top + (_rows * PanelHeight) + ((_rows - 1) * RowGap);
        Canvas.Height = FigureFoot.Draw(Canvas, legend, caption, Margin, bottom + 64);
        return Canvas.ToSvg();
    }
}
