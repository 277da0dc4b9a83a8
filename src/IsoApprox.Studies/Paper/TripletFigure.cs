using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>Figure 1: a triplet, and the Triplet-Separated boundary of a class.</summary>
internal static class TripletFigure
{
    public static string Draw(Embedding g, Triplet? triplet, int classIndex)
    {
        var points = PlanarPoints.From(g);
        var discs = SeparatedRegion.Discs(g, points, classIndex);
        var name = SvgText.Literal(g.ClassNames[classIndex]);
        var separated = TripletSeparation.IsSatisfied(g);
        var page = new FigurePage(
            1,
            "A triplet and the Triplet-Separated boundary of a class",
            "Left: anchor, positive and negative with both distances. Right: the discs around the anchors of one class; other classes "
                + "belong outside their union.",
            2);
        var left = page.Panel(0, "(a) anchor a, positive p, negative n", DataWindow.Around(points));
        var placer = FigureParts.Placer(left, points);
        if (triplet is { } t)
        {
            FigureParts.Triplet(page.Canvas, left, g, points, t, placer);
        }

        FigureParts.Dots(page.Canvas, left, g, points, string.Empty);
        if (triplet is { } u)
        {
            FigureParts.TripletLabels(page.Canvas, left, points, u, placer);
        }

        DrawBoundary(page, g, points, discs, classIndex, name);
        var colour = FigureStyle.ClassColour(classIndex);
        var caption = (triplet is null ? "There is one class only, so there is no triplet. " : TripletText(points, triplet.Value))
            + $"An embedding is Triplet-Separated when every anchor is at most as far from its positives as from its negatives: "
            + "no point of another "
            + $"class lies inside a disc ‖x − a‖ < s_{{a}}"
            + " around an anchor a, s_{a} = distance of its farthest positive. "
            + (separated ? "The embedding drawn is Triplet-Separated." : "The embedding drawn is not Triplet-Separated.");
        return page.Finish(
            [
                .. LegendEntry.Classes(g, "point", false),
                .. TripletLegend(g, triplet),
                LegendEntry.Line($"boundary of class {name}", Paint.Dashed(colour, 2)),
                LegendEntry.Area("closed to other classes", colour, 0.14),
            ],
            caption);
    }

    private static void DrawBoundary(
        FigurePage page, Embedding g, PlanarPoints points, IReadOnlyList<Disc> discs, int classIndex, string name)
    {
        var canvas = page.Canvas;
        var colour = FigureStyle.ClassColour(classIndex);
        var frame = page.Panel(1, $"(b) boundary of class {name}", DataWindow.Around(points).Include(discs));
        canvas.BeginGroup($"closed to other classes than {name}", 0.14);
        foreach (var disc in discs.Where(d => d.Radius > 0))
        {
            var (x, y) = frame.Map(disc.X, disc.Y);
            canvas.Circle(x, y, disc.Radius * frame.PixelsPerUnit, Paint.Solid(colour));
        }

        canvas.EndGroup();
        foreach (var (disc, row) in discs.Zip(g.Members(classIndex).ToArray()).Where(d => d.First.Radius > 0))
        {
            var (x, y) = frame.Map(disc.X, disc.Y);
            canvas.Circle(
                x, y, disc.Radius * frame.PixelsPerUnit, new Paint(Stroke: colour, Width: 0.7, Opacity: 0.45),
                $"disc around {Readout.Row(g, row)}: s_{{a}} = {Readout.Number(disc.Radius)}");
        }

        frame.Arcs(canvas, DiscUnion.Boundary(discs), Paint.Dashed(colour, 2), $"boundary of class {name}");
        FigureParts.Dots(canvas, frame, g, points, string.Empty);
        var placer = FigureParts.Placer(frame, points);
        FigureParts.RowNumbers(canvas, frame, points, placer);
    }

    private static LegendEntry[] TripletLegend(Embedding g, Triplet? triplet) => triplet is not { } t ? [] :
        [
            LegendEntry.Line("anchor to positive", Paint.Line(FigureStyle.ClassColour(g.Classes[t.Anchor]), 2.5)),
            LegendEntry.Line("anchor to negative", Paint.Dashed(FigureStyle.ClassColour(g.Classes[t.Negative]), 2.5, "7 4")),
        ];

    private static string TripletText(PlanarPoints points, Triplet t)
    {
        var (positive, negative) = (points.Distance(t.Anchor, points, t.Positive), points.Distance(t.Anchor, points, t.Negative));
        return $"Triplet (rows {t.Anchor}, {t.Positive}, {t.Negative}): "
            + $"d(a, p) = {ProvedText.About(positive)}, d(a, n) = {ProvedText.About(negative)}. ";
    }
}
