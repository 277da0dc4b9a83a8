using System.Globalization;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Watching;

/// <summary>The health of a training over its steps: loss, extent, dimensions, class spread, shares, directions.</summary>
internal static class WatchFigure
{
    private const double Least = 1e-12;

    private static readonly PanelPlan[] Plans =
    [
        new("loss", "loss", false, [new("logged loss", row => row.Loss), Measure("batch-hard-loss"), Measure("hard-mined-loss")]),
        new("extent", "length", true, [Measure("diameter"), new("d_haus, upper end", row => row.Upper),
            new("d_haus, lower end", row => row.Lower)]),
        new("dimensions in use", "number", false, [Measure("participation-ratio"), Measure("effective-rank-singular-values"),
            Measure("rankme"), Measure("stable-rank")]),
        new("spread within classes over between", "ratio", true, [Measure("nc1-quotient"), Measure("cdnv")]),
        new("shares", "share", false, [Measure("active-share"), Measure("recall-at-1"), Measure("nc4"), Measure("map-at-r")]),
        new("directions", "value", false, [Measure("mean-cosine"), Measure("normalised-std"), Measure("alignment")]),
    ];

    /// <summary>One SVG for each pair of panels, so that each has a legend of its own.</summary>
    /// <param name="rows">By increasing step; at least one.</param>
    /// <param name="onsets">Marked by vertical lines.</param>
    /// <param name="onePoint">The loss of one point; null when it is not known.</param>
    internal static IEnumerable<(string Name, string Svg)> Draw(
        IReadOnlyList<WatchRow> rows, IReadOnlyList<CollapseOnset> onsets, double? onePoint)
    {
        var x = new LinearScale(rows[0].Step, rows[^1].Step > rows[0].Step ? rows[^1].Step : rows[0].Step + 1);
        foreach (var plan in Plans)
        {
            var curves = plan.Curves
                .Select(curve => (curve.Name, Points: rows.Select(row => (row.Step, Value: curve.Value(row)))
                    .Where(p => p.Value is { } v && double.IsFinite(v)).Select(p => (p.Step, Value: p.Value!.Value)).ToArray()))
                .Where(curve => curve.Points.Length > 0).ToArray();
            if (curves.Length > 0)
            {
                var id = "watch-" + plan.Heading.Split(' ')[0];
                var level = plan.Heading == "loss" ? onePoint : null;
                yield return (id, Panel(id, plan, x, curves, onsets, level));
            }
        }
    }

    private static string Panel(
        string id, PanelPlan plan, LinearScale x, (string Name, (double Step, double Value)[] Points)[] curves,
        IReadOnlyList<CollapseOnset> onsets, double? level)
    {
        var names = string.Join(", ", curves.Select(curve => curve.Name));
        var grid = new PanelGrid(id, $"Training: {plan.Heading}", $"{names} against steps.", 1, 1, 640);
        var frame = grid.Panel(0, 0, plan.Heading, x, Scale(plan, curves, level), "step", plan.Axis);
        foreach (var onset in onsets.Where(onset => onset.Step >= x.Lower && onset.Step <= x.Upper))
        {
            var at = frame.MapX(onset.Step);
            grid.Canvas.Line(
                at, frame.Box.Top, at, frame.Box.Bottom, Paint.Dashed(FigureStyle.Black, 1.2, "3 3"),
                $"{WatchText.Name(onset.Sign)} since step {Readout.Number(onset.Step)}");
            grid.Canvas.Text(
                at + 3, frame.Box.Top + 12 + (12 * (int)onset.Sign), WatchText.Name(onset.Sign), new TextStyle(11, Halo: true));
        }

        List<LegendEntry> legend = [];
        if (level is { } one)
        {
            grid.Canvas.Line(
                frame.Box.Left, frame.MapY(one), frame.Box.Right, frame.MapY(one), Paint.Dashed(FigureStyle.Grey),
                $"one point: {Readout.Number(one)}");
            legend.Add(LegendEntry.Line("one point", Paint.Dashed(FigureStyle.Grey)));
        }

        foreach (var ((name, points), k) in curves.Select((curve, k) => (curve, k)))
        {
            var colour = FigureStyle.ClassColour(k);
            var shownName = name.Replace('_', '-');
            var curve = new DataCurve(shownName, "step", "value", Paint.Line(colour, 1.8));
            (plan.IsLogarithmic ? curve with { Least = Least } : curve).Draw(grid.Canvas, frame, points);
            legend.Add(LegendEntry.Line(shownName, Paint.Line(colour, 2.2)));
        }

        return grid.Finish(
            legend, string.Create(CultureInfo.InvariantCulture, $"Steps {x.Lower:G6} to {curves.Max(c => c.Points[^1].Step):G6}."));
    }

    private static AxisScale Scale(PanelPlan plan, (string Name, (double Step, double Value)[] Points)[] curves, double? level)
    {
        var shown = curves.SelectMany(curve => curve.Points).Select(p => Shown(plan, p.Value));
        double[] values = level is { } one ? [.. shown, one] : [.. shown];
        if (plan.IsLogarithmic)
        {
            return new LogScale(values.Min() / 1.3, values.Max() * 1.3);
        }

        var (low, high) = (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
        return high > low ? new LinearScale(low * 1.05, high * 1.05) : new LinearScale(0, 1);
    }

    private static double Shown(PanelPlan plan, double value) => plan.IsLogarithmic ? Math.Max(Least, value) : value;

    private static CurvePlan Measure(string id) => new(id, row => row[id]);

    private sealed record PanelPlan(string Heading, string Axis, bool IsLogarithmic, CurvePlan[] Curves);

    private sealed record CurvePlan(string Name, Func<WatchRow, double?> Value);
}
