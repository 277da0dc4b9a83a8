namespace IsoApprox.Studies.Statistics;

/// <summary>Spearman's rank correlation.</summary>
public static class RankCorrelation
{
    /// <summary>
    /// The correlation of the ranks of x and y, ties with their mean rank: 1 when y increases with x, -1 when it decreases, whatever the
    /// shape of the curve. Null with fewer than 3 pairs or when x or y is constant. Cost O(N log N).
    /// </summary>
    /// <param name="pairs">The pairs, all finite.</param>
    public static double? Spearman(IReadOnlyList<(double X, double Y)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count < 3)
        {
            return null;
        }

        var (x, y) = (Ranks([.. pairs.Select(p => p.X)]), Ranks([.. pairs.Select(p => p.Y)]));
        var mean = (pairs.Count + 1) / 2.0;
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - mean, y[i] - mean);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }

        return xx == 0 || yy == 0 ? null : xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Ranks from 1; equal values share the mean of their ranks.</summary>
    internal static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort([.. values], order);
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[first]])
            {
                last++;
            }

            for (var k = first; k <= last; k++)
            {
                ranks[order[k]] = ((first + last) / 2.0) + 1;
            }

            first = last + 1;
        }

        return ranks;
    }
}
