using IsoApprox.Certificates.Branch;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>A node of the log: a leaf until it is split.</summary>
internal sealed class BranchTree
{
    private BranchNode _node;
    private BranchTree[] _children = [];

    internal BranchTree(double[] rows) => _node = Leaf(rows);

    /// <summary>Gives a leaf other rows.</summary>
    internal void Replace(double[] rows) => _node = Leaf(rows);

    private static BranchNode Leaf(double[] rows) => new(BranchNodeKind.Leaf, 0, 0, 0, 0, rows);

    internal void Split(BranchNode split, BranchTree[] children) => (_node, _children) = (split, children);

    /// <summary>The nodes in preorder.</summary>
    internal BranchNode[] Preorder()
    {
        var result = new List<BranchNode>();
        var open = new Stack<BranchTree>([this]);
        while (open.TryPop(out var tree))
        {
            result.Add(tree._node);
            for (var c = tree._children.Length - 1; c >= 0; c--)
            {
                open.Push(tree._children[c]);
            }
        }

        return [.. result];
    }
}
