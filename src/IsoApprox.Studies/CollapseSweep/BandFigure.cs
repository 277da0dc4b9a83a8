using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>
/// d_haus/R against n with what is proved: the lifted bound, which holds in every dimension, and the penetration bound, which sees n,
/// below; the best value above. At 1 total collapse is optimal.
/// </summary>
internal static class BandFigure
{
    private static readonly Paint Best = Paint.Line("#d62728", 1.8);
    private static readonly Paint Lifted = Paint.Line("#1f77b4", 1.8);
    private static readonly Paint Penetration = Paint.Dashed("#1f77b4", 1.8, "5 3");
    private static readonly Paint Spare = Paint.Dashed(FigureStyle.Grey, 1.5, "2 3");

    /// <summary>The SVG.</summary>
    /// <param name="rows">Runs with both bounds.</param>
    public static string Draw(IReadOnlyList<CollapseRow> rows)
    {
        var models = rows.Select(row => row.Model).Distinct().ToArray();
        var sizes = rows.Select(row => (row.Plan, row.Points)).Distinct().OrderBy(s => s.Points).ToArray();
        var grid = new PanelGrid(
            "collapse-bands", "How far the nearest Triplet-Separated embedding is, with proof bands",
            "d_haus/R against n: bounds below, best value above.", sizes.Length, models.Length);
        var x = new LogScale(rows.Min(row => row.Dimension) / 1.15, rows.Max(row => row.Dimension) * 1.15);
        var y = new LinearScale(0, 1.08);
        foreach (var ((plan, points), r) in sizes.Select((size, r) => (size, r)))
        {
            foreach (var (model, c) in models.Select((model, c) => (model, c)))
            {
                var heading = $"{PointModel.Words(model)}, {FigureMeasure.PlanWords(plan)}, N = {points}";
                var frame = grid.Panel(r, c, heading, x, y, "n", "d_{haus}/R");
                Panel(grid.Canvas, frame, x, [.. rows.Where(row => row.Model == model && row.Plan == plan && row.Points == points)]);
            }
        }

        LegendEntry[] legend =
        [
            LegendEntry.Line("best value found", Best),
            LegendEntry.Line("lifted bound (every dimension)", Lifted),
            LegendEntry.Line("penetration bound (n ≤ 8)", Penetration),
            LegendEntry.Area("where d_{haus} can be", "#d62728", 0.15),
            LegendEntry.Line("with spare dimensions never above", Spare),
        ];
        var seeds = rows.Select(row => row.Seed).Distinct().Count();
        return grid.Finish(
            legend,
            "R: radius of the smallest enclosing ball. d_{haus} = R means that no Triplet-Separated embedding is nearer than all points "
                + "in one (total collapse). "
                + $"Dotted: sqrt(2(c−1)/(3c−2)), which d_{{haus}}/R cannot exceed when n ≥ rank + c − 1. "
                + (seeds == 1 ? "One seed." : $"{seeds} seeds, one line each."));
    }

    private static void Panel(SvgCanvas canvas, PlotFrame frame, AxisScale x, CollapseRow[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var spare = EmbeddingState.SpareFactor(rows[0].Classes);
        frame.Polyline(canvas, [(x.Lower, spare), (x.Upper, spare)], Spare, $"with spare dimensions never above {Readout.Number(spare)}");
        foreach (var run in rows.GroupBy(row => row.Seed))
        {
            var seed = $"seed {run.Key}";
            var ordered = run.Where(row => row.DistanceOverRadius is not null).OrderBy(row => row.Dimension).ToArray();
            frame.Band(
                canvas,
                [.. ordered.Select(row => ((double)row.Dimension, row.Lower / row.EnclosingRadius, row.Upper / row.EnclosingRadius))],
                Paint.Solid("#d62728", 0.15), $"where d_{{haus}}/R can be, {seed}");
            Draw(canvas, frame, ordered, row => row.LiftedLower, Curve("lifted bound", Lifted));
            Draw(canvas, frame, ordered, row => row.PenetrationLower, Curve("penetration bound", Penetration));
            Draw(canvas, frame, ordered, row => row.Upper, Curve("best value found", Best));
            DataCurve Curve(string name, Paint paint) => new($"{name}, {seed}", "n", "d_{haus}/R", paint);
        }
    }

    private static void Draw(SvgCanvas canvas, PlotFrame frame, CollapseRow[] rows, Func<CollapseRow, double?> value, DataCurve curve) =>
        curve.Draw(
            canvas,
            frame,
            [.. rows.Select(row => (X: (double)row.Dimension, Y: value(row) / row.EnclosingRadius))
                .Where(point => point.Y is { } y && double.IsFinite(y)).Select(point => (point.X, point.Y!.Value))]);
}
