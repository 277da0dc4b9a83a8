using IsoApprox.Certificates.Branch;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// What is known about directions at a node: cones per pair of rows, arcs per pair of classes (n &lt;= 2), and whether angles leave no
/// direction to some pair. Immutable.
/// </summary>
internal sealed record Directions(DirectionCone?[] Cones, double[][]?[] Arcs, bool IsEmpty = false)
{
    /// <summary>The same with the cones narrowed by angles, where the model has them.</summary>
    /// <param name="model">The problem.</param>
    /// <param name="parent">What these directions are a part of; null at the root.</param>
    internal Directions Narrow(DirectionModel model, Directions? parent)
    {
        if (model.Angles is not { } angles)
        {
            return this;
        }

        var generators = NodeSolver.Generators(Cones);
        if (!angles.Narrow(generators, parent is null ? null : NodeSolver.Generators(parent.Cones)))
        {
            return this with { IsEmpty = true };
        }

        DirectionCone?[] cones = [.. Cones.Select((cone, pair) =>
            ReferenceEquals(cone?.Generators, generators[pair]) ? cone : new DirectionCone(generators[pair]!))];
        return this with { Cones = cones };
    }
}

/// <summary>
/// Chooses and makes the split of a node: the arc of the two classes while it is wide, since that narrows the cones of all their pairs,
/// then the cone of the pair itself.
/// </summary>
internal static class DirectionSplit
{
    private const int FirstArcs = 8;

    /// <summary>
    /// In the plane arcs pay from so many pairs of rows on; below, a few pairs decide the value and their own cones close it sooner
    /// (measured).
    /// </summary>
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

        var pair = model.Relaxation.Pair(plan.I, plan.K);
        return DirectionGeometry.Split(model, plan, here.Cones[pair]) is { } own
            ? (own.Node, Array.ConvertAll(own.Cones, cone => here with { Cones = With(here.Cones, pair, cone) }))
            : null;
    }

    private static (BranchNode Node, Directions[] Children)? SplitClasses(DirectionModel model, Directions here, int a, int b)
    {
        var arc = here.Arcs[BranchArcs.Pair(a, b, model.Points.ClassCount)];
        if (arc is null)
        {
            double[][] vectors = model.Dimension == 1 ? [[1], [-1]]
                : [.. Enumerable.Range(0, FirstArcs).Select(
                    t => new[] { Math.Cos(2 * Math.PI * t / FirstArcs), Math.Sin(2 * Math.PI * t / FirstArcs) })];
            return BranchArcs.CoverAll(vectors)
                ? (new BranchNode(BranchNodeKind.ClassCover, a, b, 0, 0, DirectionGeometry.Flatten(vectors)),
                    Array.ConvertAll(BranchArcs.Arcs(vectors), x => WithArc(model, here, a, b, x)))
                : null;
        }

        if (arc.Length < 2
            || Math.Acos(Math.Clamp(DirectionCone.Dot(DirectionCone.Unit(arc[0]), DirectionCone.Unit(arc[1])), -1, 1)) < NarrowArc)
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
        var (cones, arcs) = ((DirectionCone?[])here.Cones.Clone(), (double[][]?[])here.Arcs.Clone());
        arcs[BranchArcs.Pair(a, b, model.Points.ClassCount)] = arc;
        var (forward, backward) = (new DirectionCone(BranchArcs.Cone(arc, false)), new DirectionCone(BranchArcs.Cone(arc, true)));
        foreach (var i in model.Points.Members(a))
        {
            foreach (var k in model.Points.Members(b))
            {
                var pair = model.Relaxation.Pair(Math.Min(i, k), Math.Max(i, k));
                var whole = i < k ? forward : backward;
                var common = BranchArcs.Intersect(cones[pair]?.Generators, whole.Generators);
                cones[pair] = ReferenceEquals(common, whole.Generators) ? whole
                    : ReferenceEquals(common, cones[pair]?.Generators) ? cones[pair] : new DirectionCone(common);
            }
        }

        return new Directions(cones, arcs);
    }

    private static DirectionCone?[] With(DirectionCone?[] cones, int pair, DirectionCone cone)
    {
        var result = (DirectionCone?[])cones.Clone();
        result[pair] = cone;
        return result;
    }
}
