namespace IsoApprox.Solver.Directions;

/// <summary>A branching that is tried on a node: the tree node it would become and its children.</summary>
internal sealed record Branching(OpenDirection Node, DirectionTree Tree, List<OpenDirection> Children)
{
    /// <summary>Gain of a closed child, in units of what was missing.</summary>
    private const double ClosedGain = 1.5;

    /// <summary>
    /// A child that gains nothing is taken to gain this: it is narrower, and its own children will gain. Less where it was narrow already.
    /// </summary>
    private const double LeastGain = 0.03;
    private const double LargestGrowth = 100;
    private const int Steps = 40;

    /// <summary>
    /// ln phi of sum phi^(-gain/missing) = 1: a tree that gains like these children needs about phi leaves to close what is missing.
    /// Source: Le Bodic and Nemhauser, An abstract model for branching and its application to mixed integer programming, Mathematical
    /// Programming 166 (2017) 369-405.
    /// </summary>
    /// <param name="target">Bounds of this are closed.</param>
    internal double Growth(double target)
    {
        var subject = Children.Count > 0 ? Children[0].Tree.Choice!.Subject : default;
        var least = LeastGain * (Node.Cones.TryGetValue(subject, out var known) ? ConeBranching.Worth(known.Choice!.Cell) : 1);
        var missing = target - Node.Bound;
        var gains = Children.ConvertAll(c => c.Bound >= target ? ClosedGain : Math.Max(least, (c.Bound - Node.Bound) / missing));
        var (low, high) = (0.0, LargestGrowth);
        for (var step = 0; step < Steps; step++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = gains.Sum(gain => Math.Exp(-gain * middle)) > 1 ? (middle, high) : (low, middle);
        }

        return high;
    }
}
