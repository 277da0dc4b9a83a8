using System.Globalization;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>Phase diagrams of one measure: N across, n upwards, one panel for each model and class plan.</summary>
internal static class PhaseFigure
{
    private const double SmallestN = 3;
    private const double LargestN = 5000;
    private const double SmallestDimension = 1.35;
    private const double LargestDimension = 740;

    /// <summary>Half the width of a cell at most, as a factor.</summary>
    private const double CellFactor = 1.42;

    private static readonly (string Name, double N, double Dimension)[] Settings = [("Hermans", 72, 128), ("FaceNet", 1800, 128)];

    private const int Columns = 2;

    /// <summary>True for runs of at least two N and two n, or at a place that is marked.</summary>
    public static bool HasShape(IEnumerable<CollapseRow> rows) =>
        (rows.Select(row => row.Points).Distinct().Skip(1).Any() && rows.Select(row => row.Dimension).Distinct().Skip(1).Any())
        || rows.Any(row => Settings.Any(s => s.N == row.Points && s.Dimension == row.Dimension));

    /// <summary>The SVG.</summary>
    /// <param name="rows">Runs without label noise.</param>
    /// <param name="measure">The measure.</param>
    public static string Draw(IReadOnlyList<CollapseRow> rows, FigureMeasure measure)
    {
        var panels = rows.GroupBy(row => (row.Model, row.Plan)).Where(HasShape).ToArray();
        var columns = Math.Clamp(panels.Length, 1, Columns);
        var grid = new PanelGrid(
            $"phase-{measure.Name}", $"Phase diagram: {measure.Words}",
            "Cells by number of points N and dimension n, one panel for each model and class plan.",
            Math.Max(1, (panels.Length + columns - 1) / columns), columns);
        var (x, y) = (new LogScale(SmallestN, LargestN), new LogScale(SmallestDimension, LargestDimension));
        foreach (var (panel, k) in panels.Select((panel, k) => (panel, k)))
        {
            var heading = $"{PointModel.Words(panel.Key.Model)}, {FigureMeasure.PlanWords(panel.Key.Plan)}";
            var frame = grid.Panel(k / columns, k % columns, heading, x, y, "N", "n");
            Cells(grid.Canvas, frame, [.. panel], measure);
            Marks(grid.Canvas, frame);
        }

        return grid.Finish(Legend(measure), Caption(rows));
    }

    private static void Cells(SvgCanvas canvas, PlotFrame frame, CollapseRow[] rows, FigureMeasure measure)
    {
        var (counts, dimensions) = (Values(rows, row => row.Points), Values(rows, row => row.Dimension));
        foreach (var cell in rows.GroupBy(row => (row.Points, row.Dimension)))
        {
            var values = cell.Select(measure.Value).OfType<double>().ToArray();
            if (values.Length == 0)
            {
                continue;
            }

            var value = values.Average();
            var (left, right) = Extent(counts, cell.Key.Points);
            var (low, high) = Extent(dimensions, cell.Key.Dimension);
            var (x1, x2, y1, y2) = (frame.MapX(left), frame.MapX(right), frame.MapY(high), frame.MapY(low));
            var colour = measure.Colour(value);
            var runs = values.Length > 1 ? $" (mean of {values.Length} runs)" : string.Empty;
            canvas.BeginGroup($"N = {cell.Key.Points}, n = {cell.Key.Dimension}: {measure.Axis} {Readout.Number(value)}{runs}");
            canvas.Rectangle(x1, y1, x2 - x1, y2 - y1, new Paint(colour, FigureStyle.Ground, 0.6));
            var number = new TextStyle(8, TextAnchor.Middle, RatioColours.TextOn(colour));
            canvas.Text(
                (x1 + x2) / 2, ((y1 + y2) / 2) + 3, value.ToString(value < 100 ? "0.00" : "G3", CultureInfo.InvariantCulture), number);
            if (!cell.All(row => row.Canonical))
            {
                canvas.Circle(x2 - 2.6, y1 + 2.6, 1.2, Paint.Solid(RatioColours.TextOn(colour)));
            }

            canvas.EndGroup();
        }
    }

    private static void Marks(SvgCanvas canvas, PlotFrame frame)
    {
        foreach (var (name, n, dimension) in Settings)
        {
            var at = frame.Map(n, dimension);
            canvas.BeginGroup($"{name}: N = {n}, n = {dimension}");
            canvas.Circle(at.X, at.Y, 10, Paint.Line(FigureStyle.Ground, 4));
            FigureStyle.Ring(canvas, at);
            canvas.EndGroup();
            canvas.Text(at.X, at.Y - 13, name, new TextStyle(10, TextAnchor.Middle, Bold: true, Halo: true));
        }
    }

    private static double[] Values(CollapseRow[] rows, Func<CollapseRow, int> value) =>
        [.. rows.Select(row => (double)value(row)).Distinct().Order()];

    // Up to the middle to the neighbours, on the logarithmic scale.
    private static (double Low, double High) Extent(double[] values, double value)
    {
        var k = Array.IndexOf(values, value);
        var below = k > 0 ? Math.Sqrt(value / values[k - 1]) : double.PositiveInfinity;
        var above = k + 1 < values.Length ? Math.Sqrt(values[k + 1] / value) : double.PositiveInfinity;
        return (value / Math.Min(CellFactor, double.IsFinite(below) ? below : above),
            value * Math.Min(CellFactor, double.IsFinite(above) ? above : below));
    }

    private static IEnumerable<LegendEntry> Legend(FigureMeasure measure)
    {
        double[] shown = measure.Name == "distance" ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.25, 0.5, 0.75, 1, 1.5, 2];
        foreach (var value in shown)
        {
            var more = value == 2 ? " and more" : string.Empty;
            yield return new LegendEntry(
                value.ToString("0.##", CultureInfo.InvariantCulture) + more,
                (canvas, x, y) => canvas.Rectangle(x - 13, y - 6, 26, 12, new Paint(measure.Colour(value), "#999999", 0.6)));
        }
    }

    private static string Caption(IReadOnlyList<CollapseRow> rows)
    {
        var seeds = rows.Select(row => row.Seed).Distinct().Count();
        var open = rows.Count(row => !row.Canonical);
        var average = seeds > 1 ? $" Means over up to {seeds} seeds." : string.Empty;
        var dots = open > 0 ? $" A dot in the corner: the canonical f* is not converged to its tolerance." : string.Empty;
        return $"f* is the canonical nearest Triplet-Separated embedding in dimension n.{average}{dots} "
            + "Rings: the batches of Hermans et al. (72, 128) and of FaceNet (1800, 128).";
    }
}
