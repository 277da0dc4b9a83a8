using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Repair;

/// <summary>Puts points that nearly coincide at one point.</summary>
internal static class Merging
{
    /// <summary>
    /// Single-linkage groups of points closer than the tolerance are put at their mean; null when there is none. Cost O(N^2 n).
    /// </summary>
    internal static Embedding? Apply(Embedding g, double tolerance)
    {
        var n = g.Dimension;
        var groups = new Partition(g.Count);
        var merged = false;
        for (var i = 0; i < g.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var s = PairwiseDistances.Squared(g[i], g[j]);
                if (s > 0 && s <= tolerance * tolerance)
                {
                    groups.Join(i, j);
                    merged = true;
                }
            }
        }

        if (!merged)
        {
            return null;
        }

        var result = g.Coordinates.ToArray();
        foreach (var group in Enumerable.Range(0, g.Count).GroupBy(i => groups[i]).Where(group => group.Count() > 1))
        {
            var rows = group.ToArray();
            for (var q = 0; q < n; q++)
            {
                var origin = g[rows[0]][q];
                var mean = origin + (rows.Sum(i => g[i][q] - origin) / rows.Length);
                foreach (var i in rows)
                {
                    result[(i * n) + q] = mean;
                }
            }
        }

        return g.WithPoints(result, n);
    }
}
