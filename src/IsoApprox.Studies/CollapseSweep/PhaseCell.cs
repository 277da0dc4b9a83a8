using System.Globalization;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>A cell of a phase diagram: a value at a number of points N and a dimension n, both on logarithmic axes.</summary>
/// <param name="Points">N.</param>
/// <param name="Dimension">n.</param>
/// <param name="Value">What the colour shows.</param>
/// <param name="IsMarked">True for a dot in the corner.</param>
/// <param name="Title">What is shown under the pointer.</param>
internal readonly record struct PhaseCell(double Points, double Dimension, double Value, bool IsMarked, string Title)
{
    /// <summary>Half the width of a cell at most, as a factor.</summary>
    private const double LargestFactor = 1.42;

    /// <summary>Draws cells that meet halfway, each with its number.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="frame">The panel; N across, n upwards.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="colour">Colour of a value.</param>
    internal static void Draw(SvgCanvas canvas, PlotFrame frame, IReadOnlyList<PhaseCell> cells, Func<double, string> colour)
    {
        double[] counts = [.. cells.Select(cell => cell.Points).Distinct().Order()];
        double[] dimensions = [.. cells.Select(cell => cell.Dimension).Distinct().Order()];
        foreach (var cell in cells)
        {
            var (left, right) = Extent(counts, cell.Points);
            var (low, high) = Extent(dimensions, cell.Dimension);
            var (x1, x2, y1, y2) = (frame.MapX(left), frame.MapX(right), frame.MapY(high), frame.MapY(low));
            var fill = colour(cell.Value);
            canvas.BeginGroup(cell.Title);
            canvas.Rectangle(x1, y1, x2 - x1, y2 - y1, new Paint(fill, FigureStyle.Ground, 0.6));
            canvas.Text(
                (x1 + x2) / 2,
                ((y1 + y2) / 2) + 3,
                cell.Value.ToString(cell.Value < 100 ? "0.00" : "G3", CultureInfo.InvariantCulture),
                new TextStyle(8, TextAnchor.Middle, RatioColours.TextOn(fill)));
            if (cell.IsMarked)
            {
                canvas.Circle(x2 - 2.6, y1 + 2.6, 1.2, Paint.Solid(RatioColours.TextOn(fill)));
            }

            canvas.EndGroup();
        }
    }

    /// <summary>A value and its colour; 2 stands for all above.</summary>
    internal static LegendEntry Legend(double value, string colour) => new(
        value.ToString("0.##", CultureInfo.InvariantCulture) + (value == 2 ? " and more" : ""),
        (canvas, x, y) => canvas.Rectangle(x - 13, y - 6, 26, 12, new Paint(colour, "#999999", 0.6)));

    // Up to the middle to the neighbours, on the logarithmic scale.
    private static (double Low, double High) Extent(double[] values, double value)
    {
        var k = Array.IndexOf(values, value);
        var below = k > 0 ? Math.Sqrt(value / values[k - 1]) : double.PositiveInfinity;
        var above = k + 1 < values.Length ? Math.Sqrt(values[k + 1] / value) : double.PositiveInfinity;
        return (value / Math.Min(LargestFactor, double.IsFinite(below) ? below : above),
            value * Math.Min(LargestFactor, double.IsFinite(above) ? above : below));
    }
}
