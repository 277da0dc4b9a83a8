using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Branch;

/// <summary>What is known about directions at a node of a <see cref="BranchCertificate"/>. Immutable: a split makes new states.</summary>
/// <param name="Cones">Per pair of rows i &lt; k the generators of a cone that holds x_ik, or null.</param>
/// <param name="Arcs">Per pair of classes the arc of <see cref="BranchArcs"/>, or null.</param>
/// <param name="Angles">What narrows the cones of each state; null for none.</param>
internal sealed record BranchState(double[][]?[] Cones, double[][]?[] Arcs, BranchAngles? Angles)
{
    /// <summary>True when angles leave no direction to a difference that is not 0: there is nothing to prove.</summary>
    internal bool IsEmpty { get; private init; }

    /// <summary>The states of the children, or null when the split does not cover all directions.</summary>
    /// <param name="node">A split.</param>
    /// <param name="f">The points with their classes.</param>
    /// <param name="dimension">n.</param>
    internal BranchState[]? Split(BranchNode node, Embedding f, int dimension)
    {
        if (node?.Data is null || node.Data.Length % dimension != 0)
        {
            return null;
        }

        double[][] vectors = [.. node.Data.Chunk(dimension)];
        var ofClasses = node.Kind is BranchNodeKind.ClassCover or BranchNodeKind.ClassEdge;
        if (node.First < 0 || node.First >= node.Second || node.Second >= (ofClasses ? f.ClassCount : f.Count))
        {
            return null;
        }

        var children = ofClasses ? SplitClasses(node, vectors, f) : SplitPair(node, vectors, f.Count, dimension);
        return children is null || Angles is null ? children : Array.ConvertAll(children, child => child.Narrowed(Cones));
    }

    /// <summary>The state with cones narrowed by <see cref="Angles"/>.</summary>
    /// <param name="before">The cones of the state that it is a part of; null at the root.</param>
    internal BranchState Narrowed(double[][]?[]? before)
    {
        var cones = (double[][]?[])Cones.Clone();
        return Angles!.Narrow(cones, before) ? this with { Cones = cones } : this with { IsEmpty = true };
    }

    private BranchState[]? SplitPair(BranchNode node, double[][] vectors, int count, int dimension)
    {
        var pair = BranchRelaxation.Pair(node.First, node.Second, count);
        if (node.Kind == BranchNodeKind.Cover && Cones[pair] is null && vectors.Length == dimension + 1
            && BranchDirections.CoverAll(vectors))
        {
            return [.. Enumerable.Range(0, dimension + 1).Select(t => WithCone(pair, BranchDirections.Without(vectors, t)))];
        }

        if (node.Kind == BranchNodeKind.Edge && Cones[pair] is { } cone && cone.Length == dimension && vectors.Length == 1
            && BranchDirections.SplitCovers(cone, node.Start, node.End, vectors[0]))
        {
            int[] replaced = [node.Start, node.End];
            return Array.ConvertAll(replaced, t => WithCone(pair, BranchDirections.Replace(cone, t, vectors[0])));
        }

        return null;
    }

    private BranchState[]? SplitClasses(BranchNode node, double[][] vectors, Embedding f)
    {
        var arc = Arcs[BranchArcs.Pair(node.First, node.Second, f.ClassCount)];
        if (node.Kind == BranchNodeKind.ClassCover && arc is null && BranchArcs.CoverAll(vectors))
        {
            return Array.ConvertAll(BranchArcs.Arcs(vectors), a => WithArc(node.First, node.Second, a, f));
        }

        return node.Kind == BranchNodeKind.ClassEdge && arc is not null && vectors.Length == 1 && BranchArcs.SplitCovers(arc, vectors[0])
            ? [WithArc(node.First, node.Second, [arc[0], vectors[0]], f), WithArc(node.First, node.Second, [vectors[0], arc[1]], f)]
            : null;
    }

    private BranchState WithCone(int pair, double[][] cone)
    {
        var cones = (double[][]?[])Cones.Clone();
        cones[pair] = cone;
        return this with { Cones = cones };
    }

    private BranchState WithArc(int first, int second, double[][] arc, Embedding f)
    {
        var (cones, arcs) = ((double[][]?[])Cones.Clone(), (double[][]?[])Arcs.Clone());
        arcs[BranchArcs.Pair(first, second, f.ClassCount)] = arc;
        var (forward, backward) = (BranchArcs.Cone(arc, false), BranchArcs.Cone(arc, true));
        foreach (var i in f.Members(first))
        {
            foreach (var k in f.Members(second))
            {
                var pair = BranchRelaxation.Pair(Math.Min(i, k), Math.Max(i, k), f.Count);
                cones[pair] = BranchArcs.Intersect(cones[pair], i < k ? forward : backward);
            }
        }

        return this with { Cones = cones, Arcs = arcs };
    }
}
