namespace IsoApprox.Studies.Plotting;

/// <summary>
/// A curve that says its values under the pointer: a line with its name, and a dot for each value. Long curves and those without dots have
/// invisible places instead, few of them, so that a page of many curves stays small.
/// </summary>
/// <param name="Name">What the curve belongs to.</param>
/// <param name="NameX">Horizontal quantity.</param>
/// <param name="NameY">Vertical quantity.</param>
/// <param name="Paint">Of the line; dots have its colour.</param>
internal sealed record DataCurve(string Name, string NameX, string NameY, Paint Paint)
{
    private const int MarkedUpTo = 60;
    private const int Places = 20;
    private const double PlaceRadius = 4;

    /// <summary>Radius of the dots, pixels; 0 for none.</summary>
    public double Dots { get; init; } = 2.2;

    /// <summary>Values below are drawn here; their titles say the value.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>Draws the curve; nothing when there is no value.</summary>
    /// <param name="canvas">The drawing.</param>
    /// <param name="frame">The panel.</param>
    /// <param name="data">By increasing x, finite.</param>
    public void Draw(SvgCanvas canvas, PlotFrame frame, IReadOnlyList<(double X, double Y)> data)
    {
        if (data.Count == 0)
        {
            return;
        }

        var ends = data.Count == 1 ? Readout.Number(data[0].Y) : $"{Readout.Number(data[0].Y)} to {Readout.Number(data[^1].Y)}";
        frame.Polyline(canvas, data.Select(p => (p.X, Shown(p.Y))), Paint, $"{Name}: {NameY} {ends}");
        var dotted = Dots > 0 && data.Count <= MarkedUpTo;
        var count = dotted ? data.Count : Math.Min(data.Count, Places);
        for (var k = 0; k < count; k++)
        {
            var (x, y) = data[count == 1 ? 0 : (int)((long)k * (data.Count - 1) / (count - 1))];
            var (px, py) = frame.Map(x, Shown(y));
            var title = $"{Name}, {NameX} = {Readout.Number(x)}: {NameY} {Readout.Number(y)}";
            if (dotted)
            {
                canvas.Circle(px, py, Dots, Paint.Solid(Paint.Stroke), title);
            }
            else
            {
                canvas.Place(px, py, PlaceRadius, title);
            }
        }
    }

    private double Shown(double value) => Math.Max(Least, value);
}
