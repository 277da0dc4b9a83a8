using IsoApprox.Certificates;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Auditing;

/// <summary>The best constants of d_haus/L and d_iso/L against the dimension: proved upper ends, earlier ones, and instances.</summary>
internal static class ConstantsFigure
{
    private const string Upper = "proved for all points in n dimensions";
    private const string Earlier = "proved by versions before 0.2, classes of n + 1 points";
    private const string Lower = "instances, or limits of instances";
    private const string Printed = "Theorem 3 as printed (d_iso <= 2 L)";

    /// <summary>The SVG.</summary>
    internal static string Draw()
    {
        var grid = new PanelGrid(
            "constants", "How large can the distance to the ideal be for a given loss?",
            "Upper and lower ends of the best constants of d_haus/L and d_iso/L against the dimension n.", 1, 2, 300);
        foreach (var (metric, k) in new[] { (NearestMetric.HausdorffLike, 0), (NearestMetric.IsometricError, 1) })
        {
            Panel(grid, k, metric);
        }

        return grid.Finish(
            [
                LegendEntry.Line(Earlier, Paint.Dashed(FigureStyle.Grey)),
                LegendEntry.Line(Upper, Paint.Line(FigureStyle.ClassColour(1), 2)),
                LegendEntry.Dot(Lower, FigureStyle.ClassColour(0)),
                LegendEntry.Line(Printed, Paint.Dashed(FigureStyle.Black)),
            ],
            "The best constant of dimension n lies between the dot and the blue line; on a line (n = 1) they meet. Above n = 6 the "
                + "instances are chains, n odd. In free dimension (n >= N - 1) d_iso/L is at most 1.275. Proofs: docs/theory.md.");
    }

    private static void Panel(PanelGrid grid, int column, NearestMetric metric)
    {
        var isIsometric = metric == NearestMetric.IsometricError;
        var (name, factor) = isIsometric ? ("d_iso / L", 2) : ("d_haus / L", 1);
        var rows = KnownConstant.All.Where(row => row.Metric == metric).ToArray();
        int[] dimensions = [.. Enumerable.Range(1, rows[^1].Dimension)];
        var frame = grid.Panel(0, column, name, new LogScale(0.9, 32), new LogScale(0.5, 600), "n", name);
        Curve(Earlier, Paint.Dashed(FigureStyle.Grey), n => factor * KnownConstant.EarlierUpper(n));
        Curve(Upper, Paint.Line(FigureStyle.ClassColour(1), 2), n => factor * KnownConstant.HausdorffUpper(n));
        if (isIsometric)
        {
            var (left, right) = (frame.Map(0.9, 2), frame.Map(32, 2));
            grid.Canvas.Line(left.X, left.Y, right.X, right.Y, Paint.Dashed(FigureStyle.Black), Printed);
        }

        foreach (var row in rows)
        {
            FigureStyle.Dot(
                grid.Canvas, frame.Map(row.Dimension, row.Lower), FigureStyle.ClassColour(0), 4,
                $"n = {row.Dimension}: {name} at least {Readout.Number(row.Lower)}, {row.Instance}");
        }

        void Curve(string what, Paint paint, Func<int, double> value) =>
            new DataCurve(what, "n", name, paint) { Dots = 0 }.Draw(grid.Canvas, frame, [.. dimensions.Select(n => ((double)n, value(n)))]);
    }
}
