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
        var cells = new List<PhaseCell>();
        foreach (var cell in rows.GroupBy(row => (row.Points, row.Dimension)))
        {
            var values = cell.Select(measure.Value).OfType<double>().ToArray();
            if (values.Length > 0)
            {
                var runs = values.Length > 1 ? $" (mean of {values.Length} runs)" : string.Empty;
                var value = values.Average();
                cells.Add(new PhaseCell(
                    cell.Key.Points, cell.Key.Dimension, value, !cell.All(row => row.Canonical),
                    $"N = {cell.Key.Points}, n = {cell.Key.Dimension}: {measure.Axis} {Readout.Number(value)}{runs}"));
            }
        }

        PhaseCell.Draw(canvas, frame, cells, measure.Colour);
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

    private static IEnumerable<LegendEntry> Legend(FigureMeasure measure)
    {
        double[] shown = measure.Name == "distance" ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.25, 0.5, 0.75, 1, 1.5, 2];
        return shown.Select(value => PhaseCell.Legend(value, measure.Colour(value)));
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
