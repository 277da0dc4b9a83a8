using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Repair;

/// <summary>Embeddings scaled as a whole or row by row.</summary>
internal static class RowScaling
{
    /// <summary>All points moved away from their mean by a factor.</summary>
    internal static Embedding AboutMean(Embedding g, double factor)
    {
        var n = g.Dimension;
        var mean = new double[n];
        for (var e = 0; e < g.Coordinates.Length; e++)
        {
            mean[e % n] += g.Coordinates[e] / g.Count;
        }

        var result = g.Coordinates.ToArray();
        for (var e = 0; e < result.Length; e++)
        {
            result[e] = mean[e % n] + (factor * (result[e] - mean[e % n]));
        }

        return g.WithPoints(result, n);
    }

    /// <summary>Every row divided by its norm; the first axis in the place of 0.</summary>
    internal static Embedding ToUnitNorms(Embedding g)
    {
        var n = g.Dimension;
        var (result, origin) = (g.Coordinates.ToArray(), new double[n]);
        for (var i = 0; i < g.Count; i++)
        {
            var norm = PairwiseDistances.Distance(g[i], origin);
            for (var q = 0; q < n; q++)
            {
                result[(i * n) + q] = norm > 0 ? result[(i * n) + q] / norm : q == 0 ? 1 : 0;
            }
        }

        return g.WithPoints(result, n);
    }
}
