namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>How a node is split: the pair and the relaxed vector x_ik whose length falls short.</summary>
/// <param name="I">First row.</param>
/// <param name="K">Second row, larger.</param>
/// <param name="Direction">x_ik of the relaxation.</param>
internal sealed record SplitPlan(int I, int K, double[] Direction);

/// <summary>What the linear program of a node gave.</summary>
/// <param name="Bound">Proved lower bound, unit of the points.</param>
/// <param name="Rows">The rows that prove it.</param>
/// <param name="Basis">Last basis, for a warm start.</param>
/// <param name="Split">Null when the relaxed point violates no pair or nothing is left to split.</param>
/// <param name="Point">Relaxed g in the coordinates of the result; null when the node is closed.</param>
internal sealed record NodeResult(double Bound, double[] Rows, DirectionRow[] Basis, SplitPlan? Split, double[]? Point);

/// <summary>An open node: its directions and its result. The tree keeps the rows for the certificate.</summary>
internal sealed class DirectionNode(Directions directions, NodeResult result, BranchTree tree, int stale)
{
    /// <summary>Splits in a row, ending with this node, that proved nothing better.</summary>
    internal int Stale { get; } = stale;

    internal Directions Directions { get; } = directions;

    internal NodeResult Result { get; } = result;

    internal BranchTree Tree { get; } = tree;
}
