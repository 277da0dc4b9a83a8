using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>What the canonical f* keeps of f: the five ratios as bars, with the thresholds of the verdicts.</summary>
internal static class RatioFigure
{
    /// <summary>Below <see cref="CollapseMeasures.DefaultThreshold"/>.</summary>
    public static readonly Paint Collapsed = Paint.Dashed("#d62728", 1.4);

    /// <summary>Below <see cref="CollapsePrediction.Half"/>.</summary>
    public static readonly Paint Half = Paint.Dashed("#e69f00", 1.4);

    /// <summary>At 1.</summary>
    public static readonly Paint AsBefore = Paint.Dashed(FigureStyle.Grey, 1.2, "2 3");

    private static readonly (string Name, Func<CollapseMeasures, CollapseRatio> Ratio)[] Measures =
    [
        ("diameter", m => m.Diameter), ("rms radius", m => m.RmsRadius), ("between classes", m => m.BetweenClassSpread),
        ("within classes", m => m.WithinClassSpread), ("effective rank", m => m.EffectiveRank),
    ];

    /// <summary>The SVG.</summary>
    /// <param name="batches">The batches, at least one.</param>
    public static string Draw(IReadOnlyList<BatchDiagnosis> batches)
    {
        var values = Measures.Select(m => batches.Select(b => m.Ratio(b.Prediction.Measures).Value).OfType<double>().ToArray()).ToArray();
        var top = BarPanel.Top(values.SelectMany(v => v).Cast<double?>());
        var grid = new PanelGrid(
            "diagnosis-ratios", "What the canonical f* keeps", "Ratios of f* to f as bars, with the thresholds 0.1 and 0.5.", 1, 1, 560);
        var frame = grid.Panel(
            0, 0, "f* over f", new CategoryScale([.. Measures.Select(m => m.Name)]), new LinearScale(0, top), string.Empty, "ratio");
        var bars = new BarPanel(grid.Canvas, frame, top);
        Thresholds(bars);
        for (var k = 0; k < values.Length; k++)
        {
            var name = batches.Count > 1 ? $"{Measures[k].Name}, mean" : Measures[k].Name;
            bars.Bar(name, k, 0, 1, Mean(values[k]), Colour(Mean(values[k])), values[k].DefaultIfEmpty(0).Max());
            for (var b = 0; b < values[k].Length && batches.Count > 1; b++)
            {
                bars.Dot($"{Measures[k].Name}, a batch", k, (b + 0.5) / values[k].Length, values[k][b]);
            }
        }

        var many = batches.Count > 1 ? $" Bars: means of {batches.Count} batches; dots: the batches." : string.Empty;
        return grid.Finish(
            [
                LegendEntry.Area("kept", Colour(1), 0.85), LegendEntry.Area("half collapsed", Colour(0), 0.85),
                LegendEntry.Line("0.1: collapsed", Collapsed), LegendEntry.Line("0.5: half collapsed", Half),
                LegendEntry.Line("1: as before", AsBefore),
            ],
            "f*: the nearest Triplet-Separated embedding that moves the points least in the mean square. Total collapse is a diameter "
                + "ratio of at most 0.1, "
                + $"class collapse a within-class ratio of at most 0.1; n/a: not defined for this embedding.{many}");
    }

    /// <summary>Draws the thresholds of the verdicts, below the bars.</summary>
    public static void Thresholds(BarPanel bars)
    {
        bars.Level(CollapseMeasures.DefaultThreshold, Collapsed);
        bars.Level(CollapsePrediction.Half, Half);
        bars.Level(1, AsBefore);
    }

    private static double? Mean(double[] values) => values.Length == 0 ? null : values.Average();

    private static string Colour(double? ratio) => FigureStyle.ClassColour(ratio < CollapsePrediction.Half ? 0 : 1);
}
