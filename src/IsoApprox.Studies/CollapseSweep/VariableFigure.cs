using System.Globalization;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>One measure against every variable that might explain it, each run a dot, with the rank correlation.</summary>
internal static class VariableFigure
{
    private const int Columns = 3;

    private static readonly (string Name, string Words)[] Shown =
    [
        ("N/n", "N/n"), ("ln N/n", "ln N/n"), ("m/n", "m/n (m points in a class)"), ("classes", "classes"),
        ("violatedTriplets", "share of violated triplets"), ("L/diam", "L/diam"),
    ];

    /// <summary>The SVG.</summary>
    /// <param name="rows">Converged runs.</param>
    /// <param name="measure">Name of the measure among <see cref="CollapseFindings.Measures"/>.</param>
    /// <param name="findings">Their correlations.</param>
    public static string Draw(IReadOnlyList<CollapseRow> rows, string measure, CollapseFindings findings)
    {
        var value = CollapseFindings.Measures.First(m => m.Name == measure).Value;
        var axis = measure == "distanceOverRadius" ? "d_{haus}/R" : measure.Replace("Ratio", " ratio", StringComparison.Ordinal);
        var models = rows.Select(row => row.Model).Distinct().ToArray();
        var grid = new PanelGrid(
            $"variables-{measure}", $"Which variable governs collapse: {axis}", "One dot for each run, panels by variable.",
            Shown.Length / Columns, Columns);
        foreach (var ((name, words), k) in Shown.Select((shown, k) => (shown, k)))
        {
            var variable = CollapseFindings.Variables.First(v => v.Name == name).Value;
            var points = rows.Select(row => (X: variable(row), Y: value(row), Row: row)).Where(p => p.X is not null && p.Y is not null)
                .Select(p => (X: p.X!.Value, Y: p.Y!.Value, p.Row)).ToArray();
            if (points.Length == 0)
            {
                continue;
            }

            var rho = findings.Find("all", measure, name)?.Rho is { } r
                ? string.Create(CultureInfo.InvariantCulture, $", ρ = {r:+0.00;−0.00}")
                : string.Empty;
            var vertical = new LinearScale(0, Math.Max(1.1, 1.05 * points.Max(p => p.Y)));
            var frame = grid.Panel(k / Columns, k % Columns, words + rho, Horizontal(points), vertical, words, axis);
            foreach (var point in points)
            {
                var (px, py) = frame.Map(point.X, point.Y);
                grid.Canvas.Circle(
                    px, py, 2.4, Paint.Solid(FigureStyle.ClassColour(Array.IndexOf(models, point.Row.Model)), 0.6),
                    $"{Words(point.Row)}: {words} = {Readout.Number(point.X)}, {axis} {Readout.Number(point.Y)}");
            }
        }

        var legend = models.Select((model, k) => LegendEntry.Dot(PointModel.Words(model), FigureStyle.ClassColour(k)));
        return grid.Finish(legend, "ρ: Spearman's rank correlation over all runs; ±1 means that the variable alone orders the runs.");
    }

    private static string Words(CollapseRow row) =>
        $"{PointModel.Words(row.Model)}, {FigureMeasure.PlanWords(row.Plan)}, N = {row.Points}, n = {row.Dimension}, seed {row.Seed}";

    private static AxisScale Horizontal((double X, double Y, CollapseRow Row)[] points)
    {
        var (low, high) = (points.Min(p => p.X), points.Max(p => p.X));
        var room = (0.05 * (high - low)) + 1e-9;
        return low > 0 && high > 20 * low ? new LogScale(low / 1.3, high * 1.3) : new LinearScale(low - room, high + room);
    }
}
