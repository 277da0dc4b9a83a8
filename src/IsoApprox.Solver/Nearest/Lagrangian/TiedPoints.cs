namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>Groups of points that are moved as one: their gradients are replaced by their mean, which keeps them together.</summary>
internal sealed class TiedPoints
{
    /// <summary>The positions of each group, of two points at least.</summary>
    internal IReadOnlyList<int[]> Groups { get; set; } = [];

    /// <summary>Replaces the rows of each group by their mean.</summary>
    /// <param name="rows">N x d.</param>
    /// <param name="dimension">d.</param>
    internal void Average(Span<double> rows, int dimension)
    {
        foreach (var members in Groups)
        {
            for (var q = 0; q < dimension; q++)
            {
                var sum = 0.0;
                foreach (var i in members)
                {
                    sum += rows[(i * dimension) + q];
                }

                foreach (var i in members)
                {
                    rows[(i * dimension) + q] = sum / members.Length;
                }
            }
        }
    }
}
