using System.Globalization;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>
/// The same data, network and number of steps with two batch sizes: loss over margin, and how much is left of the embedding.
/// </summary>
internal static class BatchSizeFigure
{
    private const double Least = 1e-4;

    /// <summary>The SVG.</summary>
    /// <param name="rows">The cells of the question.</param>
    internal static string Draw(IReadOnlyList<TrainingRow> rows)
    {
        var sizes = rows.Select(row => row.BatchSize).Distinct().Order().ToArray();
        var grid = new PanelGrid(
            "batch-size", "Batch-hard with two batch sizes: why is the loss stuck at the margin?",
            "Loss over margin and diameter ratio against steps.", 1, 2);
        var runs = rows.Select(row => (Row: row, Run: row.Runs[0])).ToArray();
        var x = new LinearScale(0, Math.Max(1, runs.Max(p => p.Run.Curve[^1].Step)));
        var losses = runs.SelectMany(p => p.Run.Curve.Select(c => c.Loss / p.Run.CollapsedLoss)).OfType<double>().Where(v => v > 0)
            .DefaultIfEmpty(1).ToArray();
        var loss = grid.Panel(
            0, 0, "loss over margin", x, new LogScale(Math.Max(0.01, losses.Min()) / 1.3, losses.Max() * 1.3), "step", "loss / α");
        var spreads = runs.SelectMany(p => p.Run.Curve.Select(c => c.Rms)).OfType<double>().DefaultIfEmpty(1).ToArray();
        var spread = grid.Panel(
            0, 1, "root mean square radius of all outputs", x, new LogScale(Math.Max(Least, spreads.Min()) / 1.3, spreads.Max() * 1.3),
            "step", "ratio to untrained");
        var (left, right) = (loss.Map(0, 1), loss.Map(x.Upper, 1));
        grid.Canvas.Line(left.X, left.Y, right.X, right.Y, Paint.Dashed(FigureStyle.Grey));
        foreach (var (row, run) in runs)
        {
            var paint = Paint.Line(FigureStyle.ClassColour(Array.IndexOf(sizes, row.BatchSize)), 1.8);
            var name = $"{Words(row)}, seed {row.Seed}";
            new DataCurve(name, "step", "loss / α", paint) { Dots = 0, Least = 0.01 }.Draw(
                grid.Canvas, loss,
                [.. run.Curve.Where(c => c.Loss > 0).Select(c => ((double)c.Step, c.Loss!.Value / run.CollapsedLoss))]);
            new DataCurve(name, "step", "ratio to untrained", paint) { Dots = 0, Least = Least }.Draw(
                grid.Canvas, spread, [.. run.Curve.Where(c => c.Rms is not null).Select(c => ((double)c.Step, c.Rms!.Value))]);
        }

        var legend = sizes.Select(
            (n, k) => LegendEntry.Line(Words(rows.First(row => row.BatchSize == n)), Paint.Line(FigureStyle.ClassColour(k), 2.2)))
        .Append(LegendEntry.Line("all points at one point", Paint.Dashed(FigureStyle.Grey)));
        var first = rows[0];
        return grid.Finish(legend, string.Create(
            CultureInfo.InvariantCulture,
            $"{PredictionFigure.DataWords(first.Data)}, {first.Classes} classes, {first.Items} items, "
                + $"n = {first.Dimension}, α = {first.Margin:G3}, Adam {first.Rate:G3}; one line for each seed."));
    }

    private static string Words(TrainingRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"N = {row.BatchSize} ({row.BatchClasses} classes of {row.BatchMembers})");
}
