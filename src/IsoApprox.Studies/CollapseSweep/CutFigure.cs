using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>Cuts through the phase diagrams of one model: a measure against N for some n, or against n for some N.</summary>
internal static class CutFigure
{
    private const int MostCurves = 6;

    private static readonly string[] Shown = ["rms", "within", "between"];

    /// <summary>The SVG.</summary>
    /// <param name="rows">Runs of one model without label noise.</param>
    /// <param name="againstPoints">True: N across and one curve for each n; false: n across and one curve for each N.</param>
    public static string Draw(IReadOnlyList<CollapseRow> rows, bool againstPoints)
    {
        var model = rows[0].Model;
        var plans = rows.GroupBy(row => row.Plan).Where(PhaseFigure.HasShape).Select(group => group.Key).ToArray();
        Func<CollapseRow, int> across = againstPoints ? row => row.Points : row => row.Dimension;
        Func<CollapseRow, int> fixedAt = againstPoints ? row => row.Dimension : row => row.Points;
        var (nameX, nameCurve) = againstPoints ? ("N", "n") : ("n", "N");
        var levels = Spread([.. rows.GroupBy(fixedAt).Where(g => g.Select(across).Distinct().Count() > 1).Select(g => g.Key).Order()]);
        var measures = Shown.Select(name => FigureMeasure.All.First(m => m.Name == name)).ToArray();
        var id = $"cuts-{(againstPoints ? "points" : "dimension")}-{Slug(model)}";
        var grid = new PanelGrid(
            id, $"Collapse against {nameX}: {PointModel.Words(model)}",
            $"One curve for each {nameCurve}, panels by measure and class plan.", measures.Length, plans.Length);
        var x = new LogScale(rows.Min(across) / 1.2, (rows.Max(across) * 1.2) + 1e-9);
        foreach (var (measure, r) in measures.Select((measure, r) => (measure, r)))
        {
            var top = rows.Select(measure.Value).OfType<double>().DefaultIfEmpty(1).Max();
            var y = new LinearScale(0, Math.Max(1.25, 1.05 * top));
            foreach (var (plan, c) in plans.Select((plan, c) => (plan, c)))
            {
                var frame = grid.Panel(r, c, $"{measure.Axis}, {FigureMeasure.PlanWords(plan)}", x, y, nameX, measure.Axis);
                frame.Polyline(grid.Canvas, [(x.Lower, 1), (x.Upper, 1)], Paint.Dashed(FigureStyle.Grey, 1), "1: as large as before");
                foreach (var (level, k) in levels.Select((level, k) => (level, k)))
                {
                    var points = rows.Where(row => row.Plan == plan && fixedAt(row) == level && measure.Value(row) is not null)
                        .GroupBy(across).OrderBy(g => g.Key).Select(g => (X: (double)g.Key, Y: g.Average(row => measure.Value(row)!.Value)))
                        .ToArray();
                    var colour = RatioColours.OfCurve(k, levels.Length);
                    new DataCurve($"{nameCurve} = {level}", nameX, measure.Axis, Paint.Line(colour, 1.8)) { Dots = 2.4 }
                        .Draw(grid.Canvas, frame, points);
                }
            }
        }

        var legend = levels.Select(
            (level, k) => LegendEntry.Line($"{nameCurve} = {level}", Paint.Line(RatioColours.OfCurve(k, levels.Length), 2.2)));
        return grid.Finish(legend, "Ratios of the canonical f* to f; the dashed line at 1 is \"as large as before\". Means over seeds.");
    }

    /// <summary>Letters, digits and dashes only.</summary>
    public static string Slug(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private static int[] Spread(int[] values) => values.Length <= MostCurves
        ? values
        : [.. Enumerable.Range(0, MostCurves).Select(k => values[(int)Math.Round(k * (values.Length - 1) / (MostCurves - 1.0))])
            .Distinct()];
}
