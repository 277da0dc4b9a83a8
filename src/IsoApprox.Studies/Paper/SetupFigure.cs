using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>
/// Figure 2: the setup: an embedding f, the set F_TS of Triplet-Separated embeddings, and the question how far apart they are.
/// </summary>
internal static class SetupFigure
{
    private const string SetColour = "#4c956c";

    public static string Draw(Embedding f, Interval hausdorffLike, Interval isometricError)
    {
        var points = PlanarPoints.From(f);
        var discs = SeparatedRegion.AllDiscs(f, points);
        var loss = TripletLoss.HardMined(f);
        var page = new FigurePage(
            2,
            "The setup: how far is f from the Triplet-Separated embeddings?",
            "Left: the embedding f with the boundaries of its classes. Right: a sketch of the set of all Triplet-Separated embeddings and "
                + "the distance of f from it.",
            2);
        var window = discs.Aggregate(DataWindow.Around(points), (w, d) => w.Include(d));
        var frame = page.Panel(0, "(a) the embedding f", window);
        SeparatedRegion.DrawBoundaries(page.Canvas, frame, f, discs);
        FigureParts.Dots(page.Canvas, frame, f, points);
        FigureParts.RowNumbers(page.Canvas, frame, points, FigureParts.Placer(frame, points));
        Sketch(page.Canvas, page.Sketch(1, "(b) sketch of the question"));
        var state = loss.Value > 0
            ? "Points inside the boundary of another class violate the triplet constraint"
            : "No triplet is violated";
        var caption = $"{state}: hard-mined loss L(f) = {ProvedText.About(loss.Value)} (floating point). "
            + $"The set F_{{TS}} is closed under scaling, so it is drawn as a cone. Proved for this f: d_{{haus}}(f, F_{{TS}}) in "
            + $"{ProvedText.Range(hausdorffLike)}, "
            + $"d_{{iso}}(f, F_{{TS}}) in {ProvedText.Range(isometricError)}. "
            + "Can L(f), which hard negative mining minimises, stand for these distances?";
        return page.Finish(
            [
                .. LegendEntry.Classes(f, "f", false), .. SeparatedRegion.Legend(f, "f"),
                LegendEntry.Area("Triplet-Separated embeddings (sketch)", SetColour, 0.18),
            ],
            caption);
    }

    private static void Sketch(SvgCanvas canvas, PixelBox box)
    {
        (double X, double Y) At(double x, double y) => (box.Left + (x * box.Width), box.Top + (y * box.Height));
        (double X, double Y)[] cone = [At(0.08, 0.93), At(0.44, 0.04), At(0.97, 0.04), At(0.97, 0.62)];
        canvas.Rectangle(box.Left, box.Top, box.Width, box.Height, Paint.Line(FigureStyle.Faint, 1));
        canvas.BeginGroup("a sketch");
        canvas.Polygon(cone, Paint.Solid(SetColour, 0.18));
        canvas.Line(cone[0].X, cone[0].Y, cone[1].X, cone[1].Y, Paint.Line(SetColour, 2));
        canvas.Line(cone[0].X, cone[0].Y, cone[3].X, cone[3].Y, Paint.Line(SetColour, 2));
        var source = At(0.14, 0.26);
        var (edgeX, edgeY) = (cone[1].X - cone[0].X, cone[1].Y - cone[0].Y);
        var share = (((source.X - cone[0].X) * edgeX) + ((source.Y - cone[0].Y) * edgeY)) / ((edgeX * edgeX) + (edgeY * edgeY));
        var nearest = (X: cone[0].X + (share * edgeX), Y: cone[0].Y + (share * edgeY));
        FigureStyle.Arrow(
            canvas, source, (nearest.X - (0.08 * (nearest.X - source.X)), nearest.Y - (0.08 * (nearest.Y - source.Y))), FigureStyle.Axis);
        canvas.Circle(source.X, source.Y, 6, Paint.Solid(FigureStyle.Black));
        FigureStyle.Star(canvas, nearest, FigureStyle.Black);
        canvas.Circle(cone[0].X, cone[0].Y, 4, Paint.Solid(SetColour));
        canvas.EndGroup();
        var text = new TextStyle(13);
        canvas.Text(source.X - 8, source.Y - 14, "f", text with { Bold = true, Size = 16 });
        canvas.Text(nearest.X + 14, nearest.Y + 6, "f*, a nearest one", text);
        canvas.Text(box.Left + 12, nearest.Y + 26, "d(f, F_{TS}) = ?", text with { Halo = true });
        canvas.Text(
            At(0.70, 0).X, At(0, 0.20).Y, "F_{TS}", text with { Size = 18, Bold = true, Anchor = TextAnchor.Middle, Colour = SetColour });
        canvas.Text(At(0.70, 0).X, At(0, 0.27).Y, "all Triplet-Separated embeddings", text with { Size = 12, Anchor = TextAnchor.Middle });
        canvas.Text(cone[0].X + 14, cone[0].Y + 6, "all points equal", text with { Size = 12 });
    }
}
