using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Repair;

/// <summary>
/// Moves points towards the centroids of their groups: classes, and classes of similar levels where a boundary makes groups of them.
/// </summary>
internal sealed class Contraction
{
    private readonly int[][] _groupings;

    internal Contraction(SimilarityLevels levels) => _groupings =
        [.. Enumerable.Range(1, Math.Max(1, levels.Count - 1)).Select(boundary => LevelOrder.Groups(levels, boundary)).OfType<int[]>()];

    /// <summary>
    /// g with every point moved by a share of its way to each centroid; by 1: all points at the centroids of the largest groups.
    /// </summary>
    /// <param name="g">The points.</param>
    /// <param name="factor">0 to 1.</param>
    internal Embedding Apply(Embedding g, double factor)
    {
        var n = g.Dimension;
        var result = g.Coordinates.ToArray();
        foreach (var grouping in _groupings)
        {
            var centroids = Centroids(g, grouping);
            for (var i = 0; i < g.Count; i++)
            {
                var centroid = centroids[grouping[g.Classes[i]]];
                var own = g[i];
                var row = result.AsSpan(i * n, n);
                for (var q = 0; q < row.Length; q++)
                {
                    row[q] = factor == 1 ? centroid[q] : row[q] - (factor * (own[q] - centroid[q]));
                }
            }
        }

        return g.WithPoints(result, n);
    }

    /// <summary>Relative to the first point of each group: equal points have exactly that one as their centroid.</summary>
    private static double[][] Centroids(Embedding g, int[] grouping)
    {
        var (n, groups) = (g.Dimension, grouping.Max() + 1);
        var (sums, counts, first) = (new double[groups][], new int[groups], new int[groups]);
        for (var i = 0; i < g.Count; i++)
        {
            counts[grouping[g.Classes[i]]]++;
        }

        for (var i = 0; i < g.Count; i++)
        {
            var group = grouping[g.Classes[i]];
            first[group] = sums[group] is null ? i : first[group];
            var sum = sums[group] ??= new double[n];
            for (var q = 0; q < n; q++)
            {
                sum[q] += (g[i][q] - g[first[group]][q]) / counts[group];
            }
        }

        for (var group = 0; group < groups; group++)
        {
            for (var q = 0; q < n; q++)
            {
                sums[group][q] += g[first[group]][q];
            }
        }

        return sums;
    }
}
