namespace IsoApprox.Solver.Directions;

/// <summary>An embedding of all points from a node: its points without their lifted coordinates, the others where they fit best.</summary>
internal sealed class EmbeddingGuess(ScaledPoints f)
{
    /// <summary>Coordinates row by row, in the length and at the place of the points.</summary>
    internal double[] Of(NodeSolution solution)
    {
        var n = f.Dimension;
        var result = new double[f.Count * n];
        var pricing = new PointPricing(f, solution);
        var place = new Dictionary<int, int>(solution.Last.Rows.Select((row, k) => KeyValuePair.Create(row, k)));
        for (var i = 0; i < f.Count; i++)
        {
            var known = place.TryGetValue(i, out var k);
            _ = known ? 0 : pricing.Violation(i);
            var y = known ? solution.Leading(k, n) : pricing.Position[..n];
            for (var q = 0; q < n; q++)
            {
                result[(i * n) + q] = f.Centre[q] + (f.Unit * y[q]);
            }
        }

        return result;
    }
}
