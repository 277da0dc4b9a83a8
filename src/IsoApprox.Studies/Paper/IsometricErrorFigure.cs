using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>
/// Figure 4: d_iso. Dots of f, stars of f* moved onto f, the pair whose distance changed most, and the change as a black bar.
/// </summary>
internal static class IsometricErrorFigure
{
    public static string Draw(Embedding f, Embedding g, PairMeasure pair, Interval value, string status)
    {
        var from = PlanarPoints.From(f);
        var to = PlanarAlignment.Align(from, PlanarPoints.From(g));
        var page = new FigurePage(
            4,
            "The isometric error d_{iso}",
            "Dots are f, stars are f*. The pair whose distance changed most is joined in f by a solid and in f* by a dashed line; a black "
                + "bar is the difference.",
            1);
        var frame = page.Panel(0, "f, f* and the pair whose distance changed most", DataWindow.Around(from).Include(to));
        var canvas = page.Canvas;
        FigureParts.Moves(canvas, frame, f, from, to);
        var (i1, i2) = (pair.First, pair.Second);
        var (before, after) = (from.Distance(i1, from, i2), to.Distance(i1, to, i2));
        var (f1, f2, g1, g2) = (frame.Map(from, i1), frame.Map(from, i2), frame.Map(to, i1), frame.Map(to, i2));
        canvas.Line(f1.X, f1.Y, f2.X, f2.Y, Paint.Line(FigureStyle.Soft, 2), FigureParts.Length("in f", f, from, i1, i2));
        canvas.Line(g1.X, g1.Y, g2.X, g2.Y, Paint.Dashed(FigureStyle.Soft, 2), FigureParts.Length("in f*", f, to, i1, i2));
        var placer = FigureParts.Placer(frame, from, to);
        placer.AddLine(f1, f2);
        placer.AddLine(g1, g2);
        if (before != after)
        {
            var (start, end) = before > after ? (f1, f2) : (g1, g2);
            var share = Math.Min(before, after) / Math.Max(before, after);
            var inner = (X: start.X + (share * (end.X - start.X)), Y: start.Y + (share * (end.Y - start.Y)));
            FigureStyle.Bar(canvas, inner, end, $"rows {i1} and {i2}: change {Readout.Number(Math.Abs(before - after))}");
            placer.AddLine(inner, end, 7);
            FigureParts.Stars(canvas, frame, f, to);
            FigureParts.Dots(canvas, frame, f, from);
            placer.Place(
                canvas, FigureParts.Middle(inner, end), $"change {ProvedText.About(Math.Abs(before - after))}",
                new TextStyle(12, Bold: true));
        }
        else
        {
            FigureParts.Stars(canvas, frame, f, to);
            FigureParts.Dots(canvas, frame, f, from);
        }

        FigureParts.RowNumbers(canvas, frame, from, placer);
        var change = i1 == i2
            ? "There is one point only, so there is no pair. "
            : $"Rows {i1} and {i2} are {ProvedText.About(before)} apart in f and {ProvedText.About(after)} in f*; "
                + "the black bar on the longer segment "
                + $"is the difference, the largest over all pairs. ";
        var caption =
            $"d_{{iso}}(f, F_{{TS}}) is the smallest possible largest change of a distance; "
                + $"proved to lie in {ProvedText.Range(value)}. {change}"
            + $"f* is drawn after the rigid motion that brings it closest to f (d_{{iso}} does not see rigid motions); "
            + "it is the embedding that was "
            + $"found: {status}";
        return page.Finish(
            [
                .. LegendEntry.Classes(f, "f", false), .. LegendEntry.Classes(f, "f*", true),
                LegendEntry.Line("the pair in f", Paint.Line(FigureStyle.Soft, 2)),
                LegendEntry.Line("the pair in f*", Paint.Dashed(FigureStyle.Soft, 2)),
                LegendEntry.Bar("change of its distance"), LegendEntry.Line("same point", Paint.Dashed(FigureStyle.Faint, 1, "2 3")),
            ],
            caption);
    }
}
