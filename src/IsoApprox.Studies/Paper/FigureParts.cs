using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>Pieces that several figures of the paper share.</summary>
internal static class FigureParts
{
    private const int LargestNumbered = 8;

    /// <summary>Draws dots; of points of several classes in one place the later ones are smaller, so that all can be seen.</summary>
    public static void Dots(SvgCanvas canvas, PlotFrame frame, Embedding f, PlanarPoints points, string name = "f")
    {
        for (var i = 0; i < f.Count; i++)
        {
            FigureStyle.Dot(
                canvas, frame.Map(points, i), FigureStyle.ClassColour(f.Classes[i]), 5 * Share(frame, f, points, i),
                Readout.Point(name, f, i, points));
        }
    }

    /// <summary>Draws stars, smaller ones over larger ones as for dots.</summary>
    public static void Stars(SvgCanvas canvas, PlotFrame frame, Embedding f, PlanarPoints points, double radius = 8.5)
    {
        for (var i = 0; i < f.Count; i++)
        {
            FigureStyle.Star(
                canvas, frame.Map(points, i), FigureStyle.ClassColour(f.Classes[i]), radius * Share(frame, f, points, i),
                Readout.Point("f*", f, i, points));
        }
    }

    /// <summary>Joins the places of a point in f and f* by faint lines.</summary>
    public static void Moves(SvgCanvas canvas, PlotFrame frame, Embedding f, PlanarPoints from, PlanarPoints to)
    {
        for (var i = 0; i < f.Count; i++)
        {
            var (dot, star) = (frame.Map(from, i), frame.Map(to, i));
            canvas.Line(dot.X, dot.Y, star.X, star.Y, Paint.Dashed(FigureStyle.Faint, 1, "2 3"), Moved(f, i, from.Distance(i, to, i)));
        }
    }

    /// <summary>"row 3, class cat: moved by 0.5".</summary>
    public static string Moved(Embedding f, int i, double length) => $"{Readout.Row(f, i)}: moved by {Readout.Number(length)}";

    /// <summary>Writes the row numbers beside the points, for up to eight points.</summary>
    public static void RowNumbers(SvgCanvas canvas, PlotFrame frame, PlanarPoints points, LabelPlacer placer)
    {
        for (var i = 0; points.Count <= LargestNumbered && i < points.Count; i++)
        {
            placer.Place(canvas, frame.Map(points, i), SvgText.Number(i), new TextStyle(11, Colour: FigureStyle.Axis));
        }
    }

    /// <summary>A placer that keeps all points free.</summary>
    public static LabelPlacer Placer(PlotFrame frame, params PlanarPoints[] sets)
    {
        var placer = new LabelPlacer(frame.Box);
        foreach (var points in sets)
        {
            for (var i = 0; i < points.Count; i++)
            {
                placer.AddPoint(frame.Map(points, i));
            }
        }

        return placer;
    }

    /// <summary>Segments anchor-positive and anchor-negative, rings, the letters a, p, n and both lengths.</summary>
    public static void Triplet(SvgCanvas canvas, PlotFrame frame, Embedding f, PlanarPoints points, Triplet triplet, LabelPlacer placer)
    {
        var (a, p, n) = (frame.Map(points, triplet.Anchor), frame.Map(points, triplet.Positive), frame.Map(points, triplet.Negative));
        canvas.Line(
            a.X, a.Y, p.X, p.Y, Paint.Line(FigureStyle.ClassColour(f.Classes[triplet.Anchor]), 2.5),
            Length("d(a, p)", f, points, triplet.Anchor, triplet.Positive));
        canvas.Line(
            a.X, a.Y, n.X, n.Y, Paint.Dashed(FigureStyle.ClassColour(f.Classes[triplet.Negative]), 2.5, "7 4"),
            Length("d(a, n)", f, points, triplet.Anchor, triplet.Negative));
        placer.AddLine(a, p);
        placer.AddLine(a, n);
        foreach (var (at, title) in new[]
        {
            (a, "anchor: " + Readout.Row(f, triplet.Anchor)), (p, "positive: " + Readout.Row(f, triplet.Positive)),
            (n, "negative: " + Readout.Row(f, triplet.Negative)),
        })
        {
            FigureStyle.Ring(canvas, at, title);
            placer.AddPoint(at, 11);
        }
    }

    /// <summary>The letters and lengths of <see cref="Triplet"/>, drawn above the points.</summary>
    public static void TripletLabels(SvgCanvas canvas, PlotFrame frame, PlanarPoints points, Triplet triplet, LabelPlacer placer)
    {
        var (a, p, n) = (frame.Map(points, triplet.Anchor), frame.Map(points, triplet.Positive), frame.Map(points, triplet.Negative));
        var letter = new TextStyle(14, Bold: true);
        placer.Place(canvas, a, triplet.Positive == triplet.Anchor ? "a = p" : "a", letter);
        if (triplet.Positive != triplet.Anchor)
        {
            placer.Place(canvas, p, "p", letter);
        }

        placer.Place(canvas, n, "n", letter);
        var length = new TextStyle(12);
        placer.Place(
            canvas, Middle(a, p), $"d(a, p) = {ProvedText.About(points.Distance(triplet.Anchor, points, triplet.Positive))}", length);
        placer.Place(
            canvas, Middle(a, n), $"d(a, n) = {ProvedText.About(points.Distance(triplet.Anchor, points, triplet.Negative))}", length);
    }

    /// <summary>Middle of two pixels.</summary>
    public static (double X, double Y) Middle((double X, double Y) a, (double X, double Y) b) => ((a.X + b.X) / 2, (a.Y + b.Y) / 2);

    /// <summary>"d(a, p) = 0.5: row 1, class cat to row 3, class cat".</summary>
    public static string Length(string name, Embedding f, PlanarPoints points, int i, int j) =>
        $"{name} = {Readout.Number(points.Distance(i, points, j))}: {Readout.Row(f, i)} to {Readout.Row(f, j)}";

    private static double Share(PlotFrame frame, Embedding f, PlanarPoints points, int i)
    {
        var classes = new HashSet<int>();
        for (var j = 0; j < i; j++)
        {
            if (f.Classes[j] != f.Classes[i] && points.Distance(i, points, j) * frame.PixelsPerUnit < 1)
            {
                classes.Add(f.Classes[j]);
            }
        }

        return Math.Pow(0.5, Math.Min(3, classes.Count));
    }
}
