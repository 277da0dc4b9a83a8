namespace IsoApprox.Studies.CollapseSweep;

/// <summary>All figures that the rows allow: phase diagrams, cuts, variables, proof bands.</summary>
internal static class CollapseFigures
{
    /// <summary>Names and SVG texts.</summary>
    internal static IEnumerable<(string Name, string Svg)> Draw(IReadOnlyList<CollapseRow> rows, CollapseFindings findings)
    {
        var plain = rows.Where(row => !row.WithBounds && row.LabelNoise == 0).ToArray();
        if (plain.Length > 0)
        {
            foreach (var measure in FigureMeasure.All)
            {
                yield return ($"phase-{measure.Name}", PhaseFigure.Draw(plain, measure));
            }
        }

        foreach (var model in plain.GroupBy(row => row.Model).Where(group => group.GroupBy(row => row.Plan).Any(PhaseFigure.HasShape)))
        {
            CollapseRow[] own = [.. model];
            foreach (var againstPoints in new[] { true, false })
            {
                var name = $"cuts-{(againstPoints ? "points" : "dimension")}-{CutFigure.Slug(model.Key)}";
                yield return (name, CutFigure.Draw(own, againstPoints));
            }
        }

        var unbounded = rows.Where(row => !row.WithBounds).ToArray();
        foreach (var measure in unbounded.Length > 0 ? new[] { "rmsRatio", "distanceOverRadius" } : [])
        {
            yield return ($"variables-{measure}", VariableFigure.Draw(unbounded, measure, findings));
        }

        var bounded = rows.Where(row => row.WithBounds).ToArray();
        if (bounded.Length > 0)
        {
            yield return ("bands", BandFigure.Draw(bounded));
        }
    }
}
