using IsoApprox.Certificates;

namespace IsoApprox.Solver.Global;

/// <summary>
/// Chooses and makes the split of a node: the arc of the two classes while it is wide, since that narrows the cones of all their pairs, then the cone of the
/// pair itself.
/// </summary>
internal static class DirectionSplit
{
    private const int FirstArcs = 8;

    /// <summary>In the plane arcs pay from so many pairs of rows on; below, a few pairs decide the value and their own cones close it sooner
    /// (measured).</summary>
    private const int ManyPairs = 50;

    /// <summary>Arcs narrower than this are not split: the cones of their pairs are hardly wider than the quadrant.</summary>
    private const double NarrowArc = 3 * Math.PI / 180;

    /// <summary>The split and the children's directions; null when nothing is left to split.</summary>
    internal static (BranchNode Node, Directions[] Children)? Of(DirectionModel model, SplitPlan plan, Directions here)
    {
        var (a, b) = (model.Points.Classes[plan.I], model.Points.Classes[plan.K]);
        var pairs = model.Points.Members(a).Length * model.Points.Members(b).Length;
        if (a != b && (model.Dimension == 1 || (model.Dimension == 2 && pairs >= ManyPairs))
            && SplitClasses(model, here, Math.Min(a, b), Math.Max(a, b)) is { } split)
        {
            return split;
        }

        if (here.Planar is not null && here.Planar[plan.I, plan.K] is { IsPointed: false } wide)
        {
            var middle = DirectionGeometry.Middle(wide);
            return wide.IsInside(middle)
                ? (new BranchNode(BranchNodeKind.Edge, plan.I, plan.K, 0, 1, middle), Halves(here, plan, wide, middle))
                : null;
        }

        var pair = model.Relaxation.Pair(plan.I, plan.K);
        if (DirectionGeometry.Split(model, plan, here.Cones[pair]) is not { } own)
        {
            return null;
        }

        return (own.Node, Array.ConvertAll(own.Cones, cone => here.Planar is null ? here.With(pair, cone)
            : here.With([(plan.I, plan.K, DirectionGeometry.Arc(cone.Generators))])));
    }

    private static Directions[] Halves(Directions here, SplitPlan plan, PlanarArc arc, double[] middle) =>
        [here.With([(plan.I, plan.K, new PlanarArc(arc.Start, middle))]), here.With([(plan.I, plan.K, new PlanarArc(middle, arc.End))])];

    private static (BranchNode Node, Directions[] Children)? SplitClasses(DirectionModel model, Directions here, int a, int b)
    {
        var arc = here.Arcs[BranchArcs.Pair(a, b, model.Points.ClassCount)];
        if (arc is null)
        {
            double[][] vectors = model.Dimension == 1 ? [[1], [-1]]
                : [.. Enumerable.Range(0, FirstArcs).Select(t => new[] { Math.Cos(2 * Math.PI * t / FirstArcs), Math.Sin(2 * Math.PI * t / FirstArcs) })];
            return BranchArcs.CoverAll(vectors)
                ? (new BranchNode(BranchNodeKind.ClassCover, a, b, 0, 0, DirectionGeometry.Flatten(vectors)),
                    Array.ConvertAll(BranchArcs.Arcs(vectors), x => WithArc(model, here, a, b, x)))
                : null;
        }

        if (arc.Length < 2 || Math.Acos(Math.Clamp(DirectionCone.Dot(DirectionCone.Unit(arc[0]), DirectionCone.Unit(arc[1])), -1, 1)) < NarrowArc)
        {
            return null;
        }

        var (first, second) = (DirectionCone.Unit(arc[0]), DirectionCone.Unit(arc[1]));
        var middle = DirectionCone.Unit([first[0] + second[0], first[1] + second[1]]);
        return BranchArcs.SplitCovers(arc, middle)
            ? (new BranchNode(BranchNodeKind.ClassEdge, a, b, 0, 0, middle),
                [WithArc(model, here, a, b, [arc[0], middle]), WithArc(model, here, a, b, [middle, arc[1]])])
            : null;
    }

    private static Directions WithArc(DirectionModel model, Directions here, int a, int b, double[][] arc)
    {
        var arcs = (double[][]?[])here.Arcs.Clone();
        arcs[BranchArcs.Pair(a, b, model.Points.ClassCount)] = arc;
        var cone = DirectionGeometry.Arc(BranchArcs.Cone(arc, false));
        var known = new List<(int I, int K, PlanarArc Arc)>();
        foreach (var i in model.Points.Members(a))
        {
            foreach (var k in model.Points.Members(b))
            {
                known.Add((i, k, cone));
            }
        }

        return here.With(known) with { Arcs = arcs };
    }
}
