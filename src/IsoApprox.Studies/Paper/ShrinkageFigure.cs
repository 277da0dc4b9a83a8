using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>Figure 6: with many points in the plane the nearest Triplet-Separated embedding shrinks towards a point.</summary>
internal static class ShrinkageFigure
{
    private const double SmallestAxis = 12;

    public static string Draw(
        Embedding f, Embedding nearHausdorff, Interval hausdorffLike, Embedding nearIsometric, Interval isometricError, string status)
    {
        var from = PlanarPoints.From(f);
        var first = PlanarPoints.From(nearHausdorff);
        var second = PlanarAlignment.Align(from, PlanarPoints.From(nearIsometric));
        var page = new FigurePage(
            6,
            $"{f.Count} points in the plane: how far f* shrinks",
            "Dots are f, stars are f*, inside an ellipse. Left: nearest in the Hausdorff-like distance. Right: nearest in isometric error.",
            2);
        var window = CoveringEllipse.Around(second).IncludeIn(CoveringEllipse.Around(first).IncludeIn(DataWindow.Around(from)));
        var diameter = Diameter.Compute(f).Value;
        Panel(page, 0, $"(a) d_{{haus}}: diam f* / diam f = {Ratio(nearHausdorff, diameter)}", window, f, from, first);
        Panel(page, 1, $"(b) d_{{iso}}: diam f* / diam f = {Ratio(nearIsometric, diameter)}", window, f, from, second);
        var caption = $"Proved: d_{{haus}}(f, F_{{TS}}) in {ProvedText.Range(hausdorffLike)}, d_{{iso}}(f, F_{{TS}}) in "
            + $"{ProvedText.Range(isometricError)}; diam f = {ProvedText.About(diameter)}. "
            + "The ratios of diameters are those of the embeddings that were found; another nearest embedding may have another diameter. "
            + "The ellipse has the covariance of f*, scaled to hold every star "
            + $"and widened to be visible. In (b) f* is moved rigidly onto f. {status}";
        return page.Finish(
            [
                .. LegendEntry.Classes(f, "f", false), .. LegendEntry.Classes(f, "f*", true),
                LegendEntry.Line("ellipse around f*", Paint.Dashed(FigureStyle.Black, 1.6)),
            ],
            caption);
    }

    private static string Ratio(Embedding g, double diameter) => diameter > 0
        ? ProvedText.About(Diameter.Compute(g).Value / diameter)
        : "not defined";

    private static void Panel(
        FigurePage page, int index, string heading, DataWindow window, Embedding f, PlanarPoints from, PlanarPoints to)
    {
        var frame = page.Panel(index, heading, window);
        FigureParts.Moves(page.Canvas, frame, f, from, to);
        FigureParts.Dots(page.Canvas, frame, f, from);
        FigureParts.Stars(page.Canvas, frame, f, to, 6.5);
        var ellipse = CoveringEllipse.Around(to);
        var (x, y) = frame.Map(ellipse.X, ellipse.Y);
        var (major, minor) = (Widened(frame.PixelsPerUnit * ellipse.Major), Widened(frame.PixelsPerUnit * ellipse.Minor));
        page.Canvas.Ellipse(x, y, major, minor, -ellipse.Angle * 180 / Math.PI, Paint.Dashed(FigureStyle.Black, 1.6), "ellipse around f*");
    }

    private static double Widened(double pixels) => Math.Max(SmallestAxis, pixels + 8);
}
