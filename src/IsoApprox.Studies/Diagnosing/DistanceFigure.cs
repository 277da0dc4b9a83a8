using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>d_haus/R as an interval against L/diam, one bar for each batch, with the lengths that candidates of no use have.</summary>
internal static class DistanceFigure
{
    /// <summary>L/diam above which classes were half collapsed in the collapse study (docs/collapse.md), balanced accuracy 0.87.</summary>
    private const double HalfCollapsedLoss = 0.53;

    private const double Top = 1.12;
    private const double Whisker = 4;
    private static readonly Paint ClassLine = Paint.Line(FigureStyle.Grey, 2);
    private static readonly Paint Spare = Paint.Dashed(FigureStyle.Grey, 1.5, "2 3");
    private static readonly Paint OnePoint = Paint.Dashed(FigureStyle.Black, 1.5);
    private static readonly Paint Study = Paint.Dashed(FigureStyle.ClassColour(0), 1.2, "6 4");

    /// <summary>The SVG; null when all points of every batch coincide.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    public static string? Draw(Diagnosis diagnosis)
    {
        var lines = DiagnosisLine.All(diagnosis).Where(line => line.Prediction.State.EnclosingRadius > 0).ToArray();
        if (lines.Length == 0)
        {
            return null;
        }

        var grid = new PanelGrid(
            "diagnosis-distance", "How far the nearest Triplet-Separated embedding is",
            "d_haus/R as an interval against L/diam, one bar for each batch.", 1, 1, 560);
        var x = new LinearScale(0, Math.Max(0.7, 1.08 * lines.Max(line => line.Prediction.State.LossOverDiameter)));
        var y = new LinearScale(0, Top);
        var frame = grid.Panel(0, 0, "lower and upper end of d_{haus}/R", x, y, "L / diam", "d_{haus} / R");
        var spare = EmbeddingState.SpareFactor(diagnosis.Batches[0].Points.ClassCount);
        frame.Polyline(grid.Canvas, [(HalfCollapsedLoss, 0), (HalfCollapsedLoss, y.Upper)], Study, "L/diam = 0.53");
        frame.Polyline(grid.Canvas, [(0, 1), (x.Upper, 1)], OnePoint, "all points at one: total collapse");
        frame.Polyline(grid.Canvas, [(0, spare), (x.Upper, spare)], Spare, SpareWords(spare));
        foreach (var line in lines)
        {
            Bar(grid.Canvas, frame, line);
        }

        LegendEntry[] legend =
        [
            Sample(diagnosis.Batches.Count > 1 ? "batches" : "as it is", Colour(isBatch: true)),
            Sample("with one thing changed", Colour(isBatch: false)),
            LegendEntry.Line("each class at one point", ClassLine),
            LegendEntry.Line("all points at one: total collapse", OnePoint),
            LegendEntry.Line("with spare dimensions never above", Spare),
            LegendEntry.Line("L/diam = 0.53", Study),
        ];
        return grid.Finish(
            diagnosis.Interventions.Count > 0 ? legend : legend.Where((_, k) => k != 1),
            "L: hard-mined loss; R: radius of the smallest enclosing ball. The lower end is proved, the upper end is attained by the f* "
                + "found; one dot: both agree. The nearer d_{haus} to the dashed line, the less is nearer than all points in one. Right "
                + "of L/diam = 0.53 classes were mostly half collapsed in the runs of the collapse study (balanced accuracy 0.87).");
    }

    private static void Bar(SvgCanvas canvas, PlotFrame frame, DiagnosisLine line)
    {
        var (state, solution) = (line.Prediction.State, line.Prediction.Solution);
        var paint = Paint.Line(Colour(line.IsBatch), 1.8);
        var (lower, upper) = (solution.Lower / state.EnclosingRadius, solution.Upper / state.EnclosingRadius);
        var (px, low) = frame.Map(state.LossOverDiameter, lower);
        var high = frame.MapY(Math.Min(Top, upper));
        if (line.Points.ClassCount > 1)
        {
            var each = frame.MapY(state.LargestClassRadius / state.EnclosingRadius);
            canvas.Line(
                px - (2 * Whisker), each, px + (2 * Whisker), each, ClassLine,
                $"{line.Name}: each class at one point, {Readout.Number(state.LargestClassRadius / state.EnclosingRadius)}");
        }

        canvas.BeginGroup(
            $"{line.Name}: L/diam {Readout.Number(state.LossOverDiameter)}, d_{{haus}}/R in "
                + $"[{ProvedText.Down(lower, 6)}, {ProvedText.Up(upper, 6)}]");
        canvas.Line(px, low, px, high, paint);
        canvas.Line(px - Whisker, low, px + Whisker, low, paint);
        canvas.Line(px - Whisker, high, px + Whisker, high, paint);
        canvas.Circle(px, high, 3.2, Paint.Solid(paint.Stroke));
        canvas.EndGroup();
    }

    private static string SpareWords(double spare) => $"with spare dimensions never above {Readout.Number(spare)}";

    private static string Colour(bool isBatch) => FigureStyle.ClassColour(isBatch ? 0 : 1);

    private static LegendEntry Sample(string text, string colour) => new(text, (canvas, x, y) =>
    {
        canvas.Line(x, y - 6, x, y + 6, Paint.Line(colour, 1.8));
        canvas.Line(x - Whisker, y + 6, x + Whisker, y + 6, Paint.Line(colour, 1.8));
        canvas.Circle(x, y - 6, 3.2, Paint.Solid(colour));
    });
}
