using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>Embeddings in the coordinates of a result.</summary>
internal static class Coordinates
{
    /// <summary>Number of coordinates of a result: HAUS in the space of f, padded when d > n; ISO d.</summary>
    internal static int Width(Problem problem, int dimension) =>
        problem.Metric == NearestMetric.HausdorffLike ? Math.Max(problem.Points.Dimension, dimension) : dimension;

    /// <summary>
    /// g in the coordinates of the result; null when it does not fit (ISO with d below the coordinates in which its points differ).
    /// </summary>
    internal static Embedding? Fit(Embedding g, Problem problem, int dimension)
    {
        var width = Width(problem, dimension);
        return width >= g.Dimension ? Pad(g, width) : problem.Set.HasUnitNorms ? null : Varying(g, width);
    }

    /// <summary>g with zeros appended.</summary>
    internal static Embedding Pad(Embedding g, int width)
    {
        if (width == g.Dimension)
        {
            return g;
        }

        var result = new double[g.Count * width];
        for (var i = 0; i < g.Count; i++)
        {
            g[i].CopyTo(result.AsSpan(i * width));
        }

        return g.WithPoints(result, width);
    }

    /// <summary>
    /// The coordinates that are not the same for all points decide the distances; null when there are more of them than fit.
    /// </summary>
    private static Embedding? Varying(Embedding g, int width)
    {
        var varying = Enumerable.Range(0, g.Dimension).Where(q => Enumerable.Range(1, g.Count - 1).Any(i => g[i][q] != g[0][q])).ToArray();
        if (varying.Length > width)
        {
            return null;
        }

        var result = new double[g.Count * width];
        for (var i = 0; i < g.Count; i++)
        {
            for (var q = 0; q < varying.Length; q++)
            {
                result[(i * width) + q] = g[i][varying[q]];
            }
        }

        return g.WithPoints(result, width);
    }
}
