using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Directions;

/// <summary>An open node: the cones in force (one for each family, by the tree node that made it) and what it was solved to.</summary>
/// <param name="tree">Its tree node.</param>
/// <param name="cones">The cones.</param>
/// <param name="start">The parent's solution.</param>
/// <param name="bound">The parent's bound.</param>
internal sealed class OpenDirection(
    DirectionTree tree, Dictionary<DirectionSubject, DirectionTree> cones, NodeSolution? start, double bound)
{
    internal DirectionTree Tree => tree;

    internal Dictionary<DirectionSubject, DirectionTree> Cones => cones;

    /// <summary>Its own solution, or its parent's before it was solved.</summary>
    internal NodeSolution? Solution { get; set; } = start;

    internal double Bound { get; set; } = bound;

    /// <summary>Rows to begin with, besides those that carry the parent.</summary>
    internal int[] Proposed { get; set; } = [];

    /// <summary>
    /// Places for all points, in the unit and at the place of the search, from the node's points where these are about an embedding: the
    /// largest distance, coordinates row by row.
    /// </summary>
    internal (double Value, double[] Images)? Placement { get; set; }

    /// <summary>True when solving it better would bring nothing.</summary>
    internal bool IsPolished { get; set; }

    /// <summary>
    /// The families that may be branched on next, by falling promise; empty when nothing is left to branch, null when not chosen yet.
    /// </summary>
    internal DirectionSubject[]? Next { get; set; }

    /// <summary>Branches a tree node in the place of this node's; the children are not solved.</summary>
    /// <param name="f">The points.</param>
    /// <param name="subject">The family.</param>
    /// <param name="at">The tree node.</param>
    internal List<OpenDirection> Branch(ScaledPoints f, DirectionSubject subject, DirectionTree at)
    {
        var known = cones.GetValueOrDefault(subject);
        var trees = ConeBranching.Split(at, subject, known, known is null ? Container(subject, f.Source) : null, f.Dimension);
        return trees.ConvertAll(
            t => new OpenDirection(t, new Dictionary<DirectionSubject, DirectionTree>(cones) { [subject] = t }, Solution, Bound));
    }

    /// <summary>The cones that say something.</summary>
    internal IReadOnlyList<(DirectionSubject Subject, AcuteCone Cone)> Usable() =>
        [.. cones.Values.Where(t => t.Choice!.Cone is not null).Select(t => (t.Choice!.Subject, t.Choice.Cone!))];

    /// <summary>The narrowest cone of a family that contains another one, or null.</summary>
    internal DirectionTree? Container(DirectionSubject subject, Embedding f)
    {
        DirectionTree? best = null;
        foreach (var (other, node) in cones)
        {
            if (other != subject && node.Choice!.Cone is { } cone && other.Contains(subject, f)
                && (best is null || cone.Slope < best.Choice!.Cone!.Slope))
            {
                best = node;
            }
        }

        return best;
    }
}
