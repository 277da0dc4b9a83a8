using System.Globalization;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.MarginSweep;

/// <summary>Distances and collapse measures against the margin or the level of a floor, one colour for each instance.</summary>
internal static class MarginFigures
{
    /// <summary>Names and SVGs.</summary>
    internal static IEnumerable<(string Name, string Svg)> Draw(IReadOnlyList<MarginRow> rows)
    {
        var seed = rows.Min(row => row.Seed);
        var shown = rows.Where(row => row.Seed == seed).ToArray();
        var instances = shown.Select(Name).Distinct().ToArray();
        foreach (var kind in Enum.GetValues<MarginKind>())
        {
            var part = shown.Where(row => row.Kind == kind).ToArray();
            if (part.Length > 0)
            {
                yield return ("margin-" + FileName(kind), Figure(kind, part, instances));
            }
        }
    }

    private static string Figure(MarginKind kind, MarginRow[] rows, string[] instances)
    {
        var isMargin = kind == MarginKind.Margin;
        var axis = kind switch
        {
            MarginKind.Margin => "α/D",
            MarginKind.Scale => "floor of diam(g)/D",
            MarginKind.Thickness => "floor of θ(g)/θ(f)",
            _ => "floor of anchor radius/D",
        };
        var panels = new List<(string Heading, string Axis, Func<MarginRow, double?> Value, Func<MarginRow, double?>? Lower)>
        {
            ("Hausdorff-like distance", "d_{haus}/D", row => row.Hausdorff.Upper / row.Diameter, row => row.Hausdorff.Lower / row.Diameter),
            ("within-class spread of f*", "ratio to f", row => row.Ratios.Within, null),
            ("between-class spread of f*", "ratio to f", row => row.Ratios.Between, null),
        };
        if (isMargin)
        {
            panels.Insert(
                1, ("isometric error", "d_{iso}/D", row => row.Isometric?.Upper / row.Diameter,
                    row => row.Isometric?.Lower / row.Diameter));
            panels.Insert(2, ("hard-mined loss", "L/D", row => row.Loss / row.Diameter, null));
        }

        panels.Add(("diameter of f*", "ratio to f", row => row.Ratios.Diameter, null));
        var columns = isMargin ? 3 : 2;
        var grid = new PanelGrid(
            "margin-" + FileName(kind),
            isMargin ? "The nearest Triplet-Separated embedding against the margin" : $"The nearest embedding with a floor: {Words(kind)}",
            "Distances and collapse measures, one line for each instance.", (panels.Count + columns - 1) / columns, columns);
        var x = new LinearScale(0, Math.Max(1e-9, rows.Max(row => row.Level)));
        for (var k = 0; k < panels.Count; k++)
        {
            var (heading, name, value, lower) = panels[k];
            var y = new LinearScale(0, Math.Max(1.05 * rows.Max(row => value(row) ?? 0), 1e-9));
            var frame = grid.Panel(k / columns, k % columns, heading, x, y, axis, name);
            foreach (var group in rows.GroupBy(Name))
            {
                var colour = FigureStyle.ClassColour(Array.IndexOf(instances, group.Key));
                var line = group.OrderBy(row => row.Level).ToArray();
                if (lower is not null)
                {
                    frame.Band(
                        grid.Canvas, [.. line.Select(row => (row.Level, lower(row) ?? 0, value(row) ?? 0))], Paint.Solid(colour, 0.18),
                        $"{group.Key}: proved to lie in the band");
                }

                new DataCurve(group.Key, axis, name, Paint.Line(colour, 1.8)).Draw(
                    grid.Canvas, frame, [.. line.Where(row => value(row) is not null).Select(row => (row.Level, value(row)!.Value))]);
                foreach (var row in line)
                {
                    if (lower?.Invoke(row) is { } bound)
                    {
                        var (px, py) = frame.Map(row.Level, bound);
                        grid.Canvas.Place(
                            px, py, 4, $"{group.Key}, {axis} = {Readout.Number(row.Level)}: proved {name} ≥ {ProvedText.Down(bound, 6)}");
                    }
                }
            }
        }

        var bands = isMargin
            ? "Lines: best value found; bands: down to the proved lower bound."
            : "Lines: best value found; bands: down to the lower bound proved without the floor.";
        return grid.Finish(
            instances.Select((name, k) => LegendEntry.Line(name, Paint.Line(FigureStyle.ClassColour(k), 2.2))), bands + " D = diam(f).");
    }

    private static string Name(MarginRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{PointModel.Words(row.Model)}, N = {row.Points}, n = {row.Dimension}, c = {row.Classes}");

    private static string FileName(MarginKind kind) => kind switch
    {
        MarginKind.Margin => "alpha",
        MarginKind.Scale => "scale",
        MarginKind.Thickness => "thickness",
        _ => "anchor-radius",
    };

    private static string Words(MarginKind kind) => kind switch
    {
        MarginKind.Scale => "diameter",
        MarginKind.Thickness => "thickness",
        _ => "anchor radius",
    };
}
