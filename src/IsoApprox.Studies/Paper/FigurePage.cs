using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Paper;

/// <summary>One figure of the paper: heading, one or two panels side by side, legend, caption.</summary>
internal sealed class FigurePage
{
    private const double Margin = 16;
    private const double AxisRoom = 60;
    private const double PanelTop = 70;
    private const double PanelWidth = 392;
    private const double PanelHeight = 400;
    private const double SinglePanelWidth = 700;
    private const double SinglePanelHeight = 560;

    private readonly PixelBox[] _boxes;
    private readonly double _height;

    /// <summary>Starts a page.</summary>
    /// <param name="number">Number of the figure in the paper.</param>
    /// <param name="heading">What it shows, in a few words.</param>
    /// <param name="description">What can be seen, for readers that cannot see it.</param>
    /// <param name="panels">One or two.</param>
    public FigurePage(int number, string heading, string description, int panels)
    {
        (var width, _height) = panels == 1 ? (SinglePanelWidth, SinglePanelHeight) : (PanelWidth, PanelHeight);
        _boxes = [.. Enumerable.Range(0, panels)
            .Select(p => new PixelBox(Margin + AxisRoom + (p * (width + AxisRoom + Margin)), PanelTop, width, _height))];
        Canvas = new SvgCanvas($"figure-{number}", $"Figure {number}. {heading}", description, _boxes[^1].Right + Margin);
        Canvas.Text(Margin, 28, $"Figure {number}. {heading}", new TextStyle(16, Bold: true));
    }

    /// <summary>The drawing.</summary>
    public SvgCanvas Canvas { get; }

    /// <summary>A panel with axes of equal scale around a window.</summary>
    public PlotFrame Panel(int index, string heading, DataWindow window)
    {
        var frame = PlotFrame.EqualAspect(window, _boxes[index]);
        Heading(index, heading);
        frame.DrawAxes(Canvas, "coordinate 1", "coordinate 2");
        return frame;
    }

    /// <summary>A panel without axes, for a sketch.</summary>
    public PixelBox Sketch(int index, string heading)
    {
        Heading(index, heading);
        return _boxes[index];
    }

    /// <summary>Adds legend and caption and returns the SVG.</summary>
    public string Finish(IEnumerable<LegendEntry> legend, string caption)
    {
        Canvas.Height = FigureFoot.Draw(Canvas, legend, caption, Margin, PanelTop + _height + 64);
        return Canvas.ToSvg();
    }

    private void Heading(int index, string heading) =>
        Canvas.Text(_boxes[index].Left, PanelTop - 12, heading, new TextStyle(13, Bold: true));
}
