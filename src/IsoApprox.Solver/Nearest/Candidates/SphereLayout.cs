namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>Points of a unit sphere that are far from each other.</summary>
internal static class SphereLayout
{
    /// <summary>
    /// The corners of a regular simplex or of a cross-polytope where they are enough, otherwise points equally spaced on a circle (on a
    /// line, at its two ends in turn).
    /// </summary>
    /// <param name="count">Points, at least 1.</param>
    /// <param name="width">Coordinates, at least 1.</param>
    internal static double[][] Of(int count, int width) => [.. Enumerable.Range(0, count).Select(k =>
    {
        var point = new double[width];
        if (count <= width + 1 && width > 1)
        {
            SimplexCorner(k, count).CopyTo(point, 0);
        }
        else if (count <= 2 * width || width == 1)
        {
            point[k / 2 % width] = k % 2 == 0 ? 1 : -1;
        }
        else
        {
            (point[0], point[1]) = (Math.Cos(2 * Math.PI * k / count), Math.Sin(2 * Math.PI * k / count));
        }

        return point;
    })];

    /// <summary>The least distance of two of them, at least 2 points and 2 coordinates.</summary>
    /// <param name="count">Points.</param>
    /// <param name="width">Coordinates.</param>
    internal static double LeastDistance(int count, int width) =>
        count <= width + 1 ? Math.Sqrt(2.0 * count / (count - 1))
        : count <= 2 * width ? Math.Sqrt(2)
        : 2 * Math.Sin(Math.PI / count);

    /// <summary>Corner number k of a regular simplex of c corners inscribed in the unit sphere of R^(c - 1).</summary>
    private static double[] SimplexCorner(int k, int c)
    {
        var corner = new double[Math.Max(1, c - 1)];
        for (var q = 0; q < c - 1 && q <= k; q++)
        {
            var left = c - q;
            corner[q] = (q == k ? left - 1 : -1) * Math.Sqrt((double)c / ((c - 1) * (double)left * (left - 1)));
        }

        return corner;
    }
}
