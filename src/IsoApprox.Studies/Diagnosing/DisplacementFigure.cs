using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>How far f* moves the points of the first batch, and how hard the hardest triplet of every anchor is before and after.</summary>
internal static class DisplacementFigure
{
    private const int Bins = 25;
    private const double PanelWidth = 300;

    private static readonly Paint Zero = Paint.Dashed(FigureStyle.Black, 1.2);
    private static readonly Paint After = Paint.Line(FigureStyle.ClassColour(1), 2);
    private static readonly string Suspect = FigureStyle.ClassColour(0);
    private static readonly string Before = FigureStyle.ClassColour(6);

    /// <summary>The SVG; null when there is neither a displacement nor a triplet.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    public static string? Draw(Diagnosis diagnosis)
    {
        var batch = diagnosis.Batches[0];
        var (moves, hasTriplets) =
            (batch.Prediction.Solution.Upper > 0, batch.Points.ClassCount > 1 && batch.Prediction.State.Diameter > 0);
        if (!moves && !hasTriplets)
        {
            return null;
        }

        var grid = new PanelGrid(
            "diagnosis-displacements", "Point by point", "Histograms of displacements and of the hardest triplets.", 1,
            moves && hasTriplets ? 2 : 1, PanelWidth);
        var legend = new List<LegendEntry>();
        if (moves)
        {
            Displacements(grid, batch, diagnosis.Suspects, legend);
        }

        if (hasTriplets)
        {
            Triplets(grid, moves ? 1 : 0, batch, legend);
        }

        return grid.Finish(
            legend,
            (moves ? "Displacement: |f_{i} − f*_{i}|; points at 1 are moved as far as any, they hold the others apart. " : string.Empty)
                + (hasTriplets
                    ? "Hardness of anchor a: d(a, p*) − d(a, n*) of its farthest positive and nearest negative; above 0 the triplet is "
                        + "violated, in f* none is. The largest of f is the hard-mined loss L." : string.Empty));
    }

    private static void Displacements(PanelGrid grid, BatchDiagnosis batch, IReadOnlyList<LabelSuspect> suspects, List<LegendEntry> legend)
    {
        var rows = suspects.Select(s => s.Row).ToHashSet();
        var (f, g, distance) = (batch.Points, batch.Prediction.Canonical, batch.Prediction.Solution.Upper);
        var shares = Enumerable.Range(0, f.Count)
            .Select(i => LabelSuspects.Displacement(f, g, i) / distance).ToArray();
        var suspected = Enumerable.Range(0, f.Count).Where(i => rows.Contains(batch.Rows[i])).ToArray();
        var all = Histogram.Of(shares, 0, 1, Bins);
        var frame =
            grid.Panel(0, 0, "how far f* moves the points", new LinearScale(0, 1.001), all.Axis(), "displacement / d_{haus}", "points");
        all.Bars(grid.Canvas, frame, new Paint(FigureStyle.ClassColour(1), FigureStyle.Ground, 0.6), k => Words(batch, all, shares, k));
        legend.Add(LegendEntry.Area("points", FigureStyle.ClassColour(1), 1));
        if (rows.Count > 0)
        {
            Histogram.Of(suspected.Select(i => shares[i]), 0, 1, Bins).Bars(
                grid.Canvas, frame, new Paint(Suspect, FigureStyle.Ground, 0.6),
                k => "label suspects, " + Readout.Rows(f, [.. suspected.Where(i => all.Bin(shares[i]) == k)], i => batch.Rows[i]));
            legend.Add(LegendEntry.Area("of them label suspects", Suspect, 1));
        }
    }

    private static void Triplets(PanelGrid grid, int column, BatchDiagnosis batch, List<LegendEntry> legend)
    {
        var diameter = batch.Prediction.State.Diameter;
        var (before, after) = (Hardness(batch.Points, diameter), Hardness(batch.Prediction.Canonical, diameter));
        var both = before.Concat(after).Append(0);
        var (low, high) = (both.Min(), both.Max());
        var width = Math.Max(high - low, 1e-3) / Bins;
        var (below, above) = (1 + (int)Math.Ceiling(-low / width), 1 + (int)Math.Ceiling(high / width));
        var (left, right) = (-below * width, above * width);
        var (f, g) = (Histogram.Of(before, left, right, below + above), Histogram.Of(after, left, right, below + above));
        var y = f.Counts.Max() > g.Counts.Max() ? f.Axis() : g.Axis();
        var frame = grid.Panel(
            0, column, "hardest triplet of every anchor", new LinearScale(left, right), y, "(d(a, p*) − d(a, n*)) / diam f", "anchors");
        f.Bars(grid.Canvas, frame, new Paint(Before, FigureStyle.Ground, 0.6), k => "anchors of f, " + Words(batch, f, before, k));
        g.Outline(grid.Canvas, frame, After, "anchors of f*", k => "anchors of f*, " + Words(batch, g, after, k));
        frame.Polyline(grid.Canvas, [(0, 0), (0, y.Upper)], Zero, "violated right of this");
        legend.AddRange(
            [LegendEntry.Area("anchors of f", Before, 1), LegendEntry.Line("anchors of f*", After),
                LegendEntry.Line("violated right of this", Zero)]);
    }

    // The rows whose value lies in a bin, by their numbers in the whole set.
    private static string Words(BatchDiagnosis batch, Histogram bins, double[] values, int k) =>
        Readout.Rows(batch.Points, [.. Enumerable.Range(0, values.Length).Where(i => bins.Bin(values[i]) == k)], i => batch.Rows[i]);

    private static double[] Hardness(Embedding f, double diameter)
    {
        var anchors = AnchorDistances.Compute(f);
        return [.. anchors.FarthestPositiveDistance.Select((positive, i) => (positive - anchors.NearestNegativeDistance[i]) / diameter)];
    }
}
