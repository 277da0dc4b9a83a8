using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>Figure 5: the triplet that hard negative mining finds, both distances, and L as a bar.</summary>
internal static class HardestTripletFigure
{
    public static string Draw(Embedding f, HardMinedLoss loss)
    {
        var points = PlanarPoints.From(f);
        var page = new FigurePage(
            5,
            "The hardest triplet",
            "The embedding f; the hardest anchor is joined to its farthest positive and its nearest negative. A black bar is the loss L.",
            1);
        var window = DataWindow.Around(points);
        var canvas = page.Canvas;
        if (loss.Triplet is not { } t)
        {
            var plain = page.Panel(0, "f", window);
            FigureParts.Dots(canvas, plain, f, points);
            return page.Finish(
                LegendEntry.Classes(f, "f", false),
                "There is one class only: no anchor has a negative, there is no triplet, and L(f) = 0.");
        }

        var (positive, negative) = (points.Distance(t.Anchor, points, t.Positive), points.Distance(t.Anchor, points, t.Negative));
        var near = new Disc(points.X[t.Anchor], points.Y[t.Anchor], negative);
        var frame = page.Panel(0, "f, its hardest anchor a, farthest positive p, nearest negative n", window.Include([near]));
        var placer = FigureParts.Placer(frame, points);
        var anchor = frame.Map(points, t.Anchor);
        frame.Arcs(canvas, DiscUnion.Boundary([near]), Paint.Dashed(FigureStyle.Grey, 1.2), "circle around a through n");
        placer.AddCircle(anchor, negative * frame.PixelsPerUnit);
        var bar = positive > negative ? Outside(anchor, frame.Map(points, t.Positive), negative / positive) : null;
        FigureParts.Triplet(canvas, frame, f, points, t, placer);
        if (bar is { } drawn)
        {
            FigureStyle.Bar(canvas, drawn.From, drawn.To, $"L = {Readout.Number(loss.Value)}: rows {t.Anchor}, {t.Positive}, {t.Negative}");
            placer.AddLine(drawn.From, drawn.To, 7);
        }

        FigureParts.Dots(canvas, frame, f, points);
        FigureParts.TripletLabels(canvas, frame, points, t, placer);
        if (bar is { } labelled)
        {
            placer.Place(
                canvas, FigureParts.Middle(labelled.From, labelled.To), $"L = {ProvedText.About(loss.Value)}",
                new TextStyle(13, Bold: true));
        }

        var verdict = positive > negative
            ? "the black bar, the part of anchor-positive outside the circle through n, is L"
            : "the positive is not farther than the negative, so the loss is 0 and f is Triplet-Separated up to rounding";
        var caption =
            $"L(f) = max over anchors of [farthest positive − nearest negative]_{{+}} = {ProvedText.About(loss.Value)} (floating point). "
            + $"Rows a = {t.Anchor}, p = {t.Positive}, n = {t.Negative}: "
            + $"d(a, p) = {ProvedText.About(positive)}, d(a, n) = {ProvedText.About(negative)}; {verdict}. "
            + $"Proved for every f: L/2 ≤ d_{{iso}}(f, "
            + $"F_{{TS}}) ≤ 2 d_{{haus}}(f, F_{{TS}}).";
        return page.Finish(
            [
                .. LegendEntry.Classes(f, "f", false), LegendEntry.Ring("triplet"),
                LegendEntry.Line("anchor to farthest positive", Paint.Line(FigureStyle.ClassColour(f.Classes[t.Anchor]), 2.5)),
                LegendEntry.Line("anchor to nearest negative", Paint.Dashed(FigureStyle.ClassColour(f.Classes[t.Negative]), 2.5, "7 4")),
                LegendEntry.Line("circle around a through n", Paint.Dashed(FigureStyle.Grey, 1.2)), LegendEntry.Bar("L"),
            ],
            caption);
    }

    // The part of the segment that lies beyond the given share of its length.
    private static ((double X, double Y) From, (double X, double Y) To)? Outside(
        (double X, double Y) from, (double X, double Y) to, double share) =>
        ((from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y))), to);
}
