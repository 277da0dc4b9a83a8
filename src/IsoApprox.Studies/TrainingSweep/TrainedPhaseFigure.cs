using System.Globalization;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>
/// Phase diagrams over batch size and dimension, one row of panels for each data set: f* of the untrained first batch on the left, all
/// outputs after batch-hard training on the right, both as ratios to the untrained ones.
/// </summary>
internal static class TrainedPhaseFigure
{
    /// <summary>Wide enough for the names of the data.</summary>
    private const double PanelWidth = 330;

    private static readonly double[] Shown = [0, 0.25, 0.5, 0.75, 1, 1.5, 2];

    /// <summary>True when batch-hard was trained with two batch sizes and two dimensions.</summary>
    internal static bool HasShape(IReadOnlyList<TrainingRow> rows) =>
        rows.Any(row => row.Runs.Any(IsShown)) && rows.Select(row => row.BatchSize).Distinct().Skip(1).Any()
        && rows.Select(row => row.Dimension).Distinct().Skip(1).Any();

    /// <summary>The SVG.</summary>
    /// <param name="id">Id of the SVG.</param>
    /// <param name="words">What the ratio is of.</param>
    /// <param name="rows">Cells of the grid.</param>
    /// <param name="ratio">The ratio.</param>
    internal static string Draw(string id, string words, IReadOnlyList<TrainingRow> rows, Func<SpreadRatios, double?> ratio)
    {
        var sets = rows.GroupBy(row => row.Data).ToArray();
        var grid = new PanelGrid(
            id, $"Batch size and dimension: {words}", "Left f* of the untrained first batch, right all outputs after batch-hard training.",
            sets.Length, 2, PanelWidth);
        var (x, y) = (Scale(rows.Select(row => row.BatchSize)), Scale(rows.Select(row => row.Dimension)));
        foreach (var (set, k) in sets.Select((set, k) => (set, k)))
        {
            var name = PredictionFigure.DataWords(set.Key);
            var left = grid.Panel(k, 0, $"f*: {name}", x, y, "batch size N", "n");
            Cells(
                grid.Canvas, left, set, row => row.Prediction is { } p ? ratio(p.Ratios) : null,
                row => row.Prediction?.IsCanonical != true);
            var right = grid.Panel(k, 1, $"trained: {name}", x, y, "batch size N", "n");
            Cells(grid.Canvas, right, set, row => row.Runs.FirstOrDefault(IsShown) is { } run ? ratio(run.Ratios) : null, _ => false);
        }

        var (first, seeds) = (rows[0], rows.Select(row => row.Seed).Distinct().Count());
        return grid.Finish(
            Shown.Select(value => PhaseCell.Legend(value, RatioColours.OfRatio(value))),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Ratio to the untrained outputs, 0 is collapse; means over {seeds} seeds. {first.Items} items, α = {first.Margin:G3}. "
                    + $"A dot in the corner: the canonical f* is not converged to its tolerance for every seed."));
    }

    private static bool IsShown(TrainedRun run) => run.Method == TrainingMethod.BatchHard;

    private static LogScale Scale(IEnumerable<int> values)
    {
        int[] all = [.. values];
        return new LogScale(all.Min() / 1.6, all.Max() * 1.6);
    }

    private static void Cells(
        SvgCanvas canvas, PlotFrame frame, IEnumerable<TrainingRow> rows, Func<TrainingRow, double?> value, Func<TrainingRow, bool> isOpen)
    {
        var cells = from row in rows
                    group row by (row.BatchSize, row.Dimension)
                    into cell
                    let values = cell.Select(value).OfType<double>().ToArray()
                    where values.Length > 0
                    let mean = values.Average()
                    select new PhaseCell(
                        cell.Key.BatchSize, cell.Key.Dimension, mean, cell.Any(isOpen),
                        $"batch size {cell.Key.BatchSize}, n = {cell.Key.Dimension}: {Readout.Number(mean)} (mean of {values.Length})");
        PhaseCell.Draw(canvas, frame, [.. cells], RatioColours.OfRatio);
    }
}
