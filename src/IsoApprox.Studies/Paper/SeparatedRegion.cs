using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Paper;

/// <summary>
/// Where an embedding allows points of other classes: outside the union of the discs ||x - f_a|| &lt; s_a over the anchors a of a class,
/// s_a = distance of the farthest positive. The embedding is Triplet-Separated (Def. 1) when no point of another class is inside.
/// </summary>
internal static class SeparatedRegion
{
    /// <summary>The discs of one class; radius 0 for a singleton.</summary>
    public static IReadOnlyList<Disc> Discs(Embedding f, PlanarPoints points, int classIndex)
    {
        var radii = AnchorDistances.Compute(f).FarthestPositiveDistance;
        return [.. f.Members(classIndex).ToArray().Select(a => new Disc(points.X[a], points.Y[a], radii[a]))];
    }

    /// <summary>The discs of every class.</summary>
    public static IReadOnlyList<Disc>[] AllDiscs(Embedding f, PlanarPoints points) =>
        [.. Enumerable.Range(0, f.ClassCount).Select(k => Discs(f, points, k))];

    /// <summary>Draws the dashed boundaries of every class of f.</summary>
    public static void DrawBoundaries(SvgCanvas canvas, PlotFrame frame, Embedding f, IReadOnlyList<Disc>[] discs)
    {
        for (var k = 0; k < discs.Length; k++)
        {
            frame.Arcs(
                canvas, DiscUnion.Boundary(discs[k]), Paint.Dashed(FigureStyle.ClassColour(k), 1.6),
                $"boundary of class {SvgText.Literal(f.ClassNames[k])}");
        }
    }

    /// <summary>Legend lines of the boundaries, at most six; a singleton has none.</summary>
    public static IEnumerable<LegendEntry> Legend(Embedding f, string name) => Enumerable.Range(0, f.ClassCount)
        .Where(k => f.Members(k).Length > 1).Take(6)
        .Select(
            k => LegendEntry.Line(
                $"boundary of {name}, class {SvgText.Literal(f.ClassNames[k])}", Paint.Dashed(FigureStyle.ClassColour(k), 1.6)));
}
