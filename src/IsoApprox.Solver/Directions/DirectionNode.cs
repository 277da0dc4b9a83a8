using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Directions;

/// <summary>An open node: the cones in force (one for each family, with the tree node that made it) and what it was solved to.</summary>
internal sealed class OpenDirection(DirectionTree tree, Dictionary<DirectionSubject, DirectionTree> cones, NodeSolution? start, double bound)
{
    internal DirectionTree Tree => tree;

    internal Dictionary<DirectionSubject, DirectionTree> Cones => cones;

    /// <summary>Its own solution, or its parent's before it was solved.</summary>
    internal NodeSolution? Solution { get; set; } = start;

    internal double Bound { get; set; } = bound;

    /// <summary>The family to branch on next; null when nothing is left to branch.</summary>
    internal DirectionSubject? Next { get; set; }

    internal int[] First { get; set; } = [];

    internal bool Solved { get; set; }

    /// <summary>The narrowest cone of a family that contains another one, or null.</summary>
    internal DirectionTree? Container(DirectionSubject subject, Embedding f)
    {
        DirectionTree? best = null;
        foreach (var (other, tree) in cones)
        {
            if (other != subject && tree.Choice!.Cone is { } cone && other.Contains(subject, f) && (best is null || cone.Slope < best.Choice!.Cone!.Slope))
            {
                best = tree;
            }
        }

        return best;
    }

    internal IReadOnlyList<(DirectionSubject Subject, AcuteCone Cone)> Usable() =>
        [.. cones.Values.Where(t => t.Choice!.Cone is not null).Select(t => (t.Choice!.Subject, t.Choice.Cone!))];
}
