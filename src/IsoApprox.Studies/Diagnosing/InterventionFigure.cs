using System.Globalization;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>What one change does to the extent and to the spread within classes that f* keeps.</summary>
internal static class InterventionFigure
{
    private const double CategoryWidth = 124;

    /// <summary>The SVG; null when nothing was changed.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    public static string? Draw(Diagnosis diagnosis)
    {
        if (diagnosis.Interventions.Count == 0)
        {
            return null;
        }

        DiagnosisLine[] lines = [.. DiagnosisLine.All(diagnosis).Where((line, k) => k == 0 || !line.IsBatch)];
        var top = BarPanel.Top(lines.SelectMany(line => new[] { Extent(line), Within(line) }));
        var grid = new PanelGrid(
            "diagnosis-interventions", "One thing changed at a time", "Extent and within-class spread that f* keeps, for each change.", 1,
            1, Math.Max(560, CategoryWidth * lines.Length));
        var names = lines.Select((line, k) => k == 0 ? diagnosis.Batches.Count > 1 ? "first batch" : "as it is" : Words(line.Name))
            .ToArray();
        var frame = grid.Panel(0, 0, "what f* keeps", new CategoryScale(names), new LinearScale(0, top), string.Empty, "ratio");
        var bars = new BarPanel(grid.Canvas, frame, top);
        RatioFigure.Thresholds(bars);
        for (var k = 0; k < lines.Length; k++)
        {
            bars.Bar($"{names[k]}, extent", k, 0, 2, Extent(lines[k]), FigureStyle.ClassColour(1));
            bars.Bar($"{names[k]}, within-class spread", k, 1, 2, Within(lines[k]), FigureStyle.ClassColour(6));
        }

        return grid.Finish(
            [
                LegendEntry.Area("extent: the smaller of diameter and rms ratio, at most 1", FigureStyle.ClassColour(1), 0.85),
                LegendEntry.Area("within-class spread", FigureStyle.ClassColour(6), 0.85), LegendEntry.Line("0.1", RatioFigure.Collapsed),
                LegendEntry.Line("0.5", RatioFigure.Half),
            ],
            string.Join(" ", diagnosis.Interventions.Select(Gain)) + " A change that keeps at least 0.10 more is a cause of the collapse.");
    }

    private static string Gain(Intervention i) =>
        string.Create(CultureInfo.InvariantCulture, $"{Words(i.Name)}: {i.Change}, gain {i.Gain:+0.00;−0.00;0.00}.");

    // "withoutSuspects" as "without suspects".
    private static string Words(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static double? Extent(DiagnosisLine line) => Diagnose.Kept(line.Prediction.Measures);

    private static double? Within(DiagnosisLine line) => line.Prediction.Measures.WithinClassSpread.Value;
}
