using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Writes a search tree as a certificate: every way down ends where a node's own multipliers prove the level, and the multipliers are left
/// out and rounded as far as the trusted check still accepts the leaf.
/// </summary>
/// <param name="f">The points.</param>
internal sealed class DirectionProof(ScaledPoints f)
{
    /// <summary>
    /// Shares of the largest multiplier below which one is left out, and the digits of the others, tried where the bound is above the
    /// level by more than a slack.
    /// </summary>
    private static readonly (double Slack, double Share, int Digits)[] Attempts =
    [
        (3e-3, 3e-2, 2), (1e-3, 1e-2, 2), (3e-4, 1e-2, 3), (1e-4, 1e-3, 3), (1e-5, 1e-3, 4), (0, 1e-4, 4), (0, 1e-5, 5), (0, 1e-6, 6),
            (0, 1e-8, 8),
        (double.NegativeInfinity, 0, 12), (double.NegativeInfinity, 0, 17),
    ];

    /// <summary>The certificate of a level, or null when some leaf does not prove it.</summary>
    /// <param name="root">Root of the tree.</param>
    /// <param name="level">T, in the length of the points.</param>
    /// <param name="threads">Threads.</param>
    internal DirectionCertificate? Write(DirectionTree root, double level, int threads)
    {
        var (nodes, leaves) = (new List<DirectionTree>(), new List<DirectionTree>());
        Collect(root, level / f.Unit, nodes, leaves);
        var written = new DirectionLeaf?[leaves.Count];
        Parallel.For(0, leaves.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, (k, state) =>
        {
            written[k] = Leaf(leaves[k], level);
            if (written[k] is null)
            {
                state.Stop();
            }
        });
        return Array.TrueForAll(written, leaf => leaf is not null) ? new DirectionCertificate
        {
            Digest = f.Problem.Digest,
            Dimension = f.Dimension,
            Level = level,
            Tree = [.. nodes.Select(Branch)],
            Leaves = written!,
        } : null;

        DirectionBranch Branch(DirectionTree tree) =>
            IsLeaf(tree, level / f.Unit) ? DirectionBranch.Leaf
            : tree.Choice is { IsEmpty: true } ? DirectionBranch.Empty
            : tree.Cover is { } subject ? DirectionBranch.Cover(subject, tree.Container is { } container ? Number(container) : -1)
            : tree.Divided is { } divided ? DirectionBranch.Split(Number(divided), tree.Cut.Coordinate, tree.Cut.Position)
                : DirectionBranch.Leaf;
    }

    private static void Collect(DirectionTree root, double level, List<DirectionTree> nodes, List<DirectionTree> leaves)
    {
        var open = new Stack<DirectionTree>([root]);
        while (open.TryPop(out var tree))
        {
            nodes.Add(tree);
            if (IsLeaf(tree, level) || (tree.Children.Length == 0 && tree.Choice is not { IsEmpty: true }))
            {
                leaves.Add(tree);
                continue;
            }

            for (var c = tree.Children.Length - 1; c >= 0 && tree.Choice is not { IsEmpty: true }; c--)
            {
                open.Push(tree.Children[c]);
            }
        }
    }

    private static bool IsLeaf(DirectionTree tree, double level) => tree.Proof is not null && tree.Bound >= level;

    /// <summary>Number of a node's cone on the way from the root.</summary>
    private static int Number(DirectionTree tree) => Path(tree).Count - 1;

    private static List<DirectionTree> Path(DirectionTree? tree)
    {
        var path = new List<DirectionTree>();
        for (; tree is not null; tree = tree.Parent)
        {
            if (tree.Choice is not null)
            {
                path.Add(tree);
            }
        }

        path.Reverse();
        return path;
    }

    private DirectionLeaf? Leaf(DirectionTree tree, double level)
    {
        if (tree.Proof is not { } proof)
        {
            return null;
        }

        var path = Path(tree);
        var cones = Array.ConvertAll(proof.Cones, c => path.FindIndex(t => ReferenceEquals(t.Choice!.Cone, c.Cone)));
        var known = path.ConvertAll(t => t.Choice!.Cone);
        var slack = (tree.Bound * f.Unit / level) - 1;
        foreach (var (_, share, digits) in Attempts.SkipWhile(a => slack < a.Slack))
        {
            var leaf = new LeafWriter(proof, tree.Scaling, f, level, share, digits).Write(cones);
            if (leaf is not null && DirectionCertificate.LeafBound(f.Problem, f.Dimension, level, leaf, known) >= level)
            {
                return leaf;
            }
        }

        return null;
    }
}
