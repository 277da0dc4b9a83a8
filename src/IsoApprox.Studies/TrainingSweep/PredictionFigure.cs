using System.Globalization;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>A measure of trained embeddings against what was known before, a dot for each run, panels by method.</summary>
internal static class PredictionFigure
{
    private const int Columns = 3;
    private const double Least = 1e-4;

    /// <summary>The SVG.</summary>
    /// <param name="id">Id of the SVG.</param>
    /// <param name="heading">What it shows.</param>
    /// <param name="rows">Cells of the grid.</param>
    /// <param name="nameX">Horizontal axis.</param>
    /// <param name="valueX">Horizontal value; runs without one are left out.</param>
    /// <param name="nameY">Vertical axis.</param>
    /// <param name="valueY">Vertical value, a ratio; drawn on a logarithmic axis from 1e-4.</param>
    /// <param name="caption">What to see.</param>
    internal static string Draw(
        string id,
        string heading,
        IReadOnlyList<TrainingRow> rows,
        string nameX,
        Func<TrainingRow, double?> valueX,
        string nameY,
        Func<TrainedRun, double?> valueY,
        string caption)
    {
        var methods = rows.SelectMany(row => row.Runs).Select(run => run.Method).Distinct().Order().ToArray();
        var data = rows.Select(row => row.Data).Distinct().ToArray();
        var dots =
            rows.SelectMany(row =>
                row.Runs.Select(run => (X: valueX(row) ?? double.NaN, Y: Math.Max(Least, valueY(run) ?? double.NaN), Row: row, Run: run)))
            .Where(dot => double.IsFinite(dot.X) && double.IsFinite(dot.Y)).ToArray();
        var grid = new PanelGrid(
            id, heading, "One dot for each run, panels by method, colours by data.", Math.Max(1, (methods.Length + Columns - 1) / Columns),
            Columns);
        var (low, high) = (dots.Select(d => d.X).DefaultIfEmpty(0).Min(), dots.Select(d => d.X).DefaultIfEmpty(1).Max());
        var room = (0.05 * (high - low)) + 1e-9;
        var x = new LinearScale(low - room, high + room);
        var y = new LogScale(
            dots.Select(d => d.Y).DefaultIfEmpty(0.1).Min() / 1.5, Math.Max(1, dots.Select(d => d.Y).DefaultIfEmpty(1).Max()) * 1.5);
        for (var k = 0; k < methods.Length; k++)
        {
            var frame = grid.Panel(k / Columns, k % Columns, TrainingMethods.Words(methods[k]), x, y, nameX, nameY);
            foreach (var dot in dots.Where(d => d.Run.Method == methods[k]))
            {
                var (px, py) = frame.Map(dot.X, dot.Y);
                grid.Canvas.Circle(
                    px, py, 3.2, Paint.Solid(FigureStyle.ClassColour(Array.IndexOf(data, dot.Row.Data)), 0.75),
                    $"{Words(dot.Row)}: {nameX} {Readout.Number(dot.X)}, {nameY} {Readout.Number(valueY(dot.Run)!.Value)}");
            }
        }

        return grid.Finish(data.Select((name, k) => LegendEntry.Dot(DataWords(name), FigureStyle.ClassColour(k))), caption);
    }

    private static string Words(TrainingRow row) =>
        $"{DataWords(row.Data)}, N = {row.BatchSize} ({row.BatchClasses} classes), n = {row.Dimension}, seed {row.Seed}";

    /// <summary>"mixture:1" as "network, mixture with delta = 1".</summary>
    internal static string DataWords(string data) => data switch
    {
        "free" => "free embeddings, random labels",
        "mixture:0" => "network, random labels",
        _ when data.StartsWith("mixture:", StringComparison.Ordinal) =>
            string.Create(CultureInfo.InvariantCulture, $"network, mixture, δ = {data[8..]}"),
        _ => "network, " + SvgText.Literal(data),
    };
}
