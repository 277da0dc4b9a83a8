using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Thickness in the plane by rotating calipers: the minimum over the edges of the convex hull of the largest distance of a vertex from the
/// edge's line. The hull (Andrew's monotone chain) uses exact predicates, so duplicates and collinear points are right. Cost O(N log N).
/// </summary>
internal static class PlanarWidth
{
    /// <summary>Computes the thickness with rigorous ends.</summary>
    /// <param name="f">Points with n = 2.</param>
    internal static ThicknessInterval Compute(Embedding f)
    {
        var points = new PlanarPoint[f.Count];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new PlanarPoint(f[i][0], f[i][1]);
        }

        var hull = Hull(points);
        if (hull.Length < 3)
        {
            return new ThicknessInterval(0, 0, hull.Length < 2 ? [1, 0] : Normal(hull[0], hull[1]), "zero (rank)");
        }

        var (distance, edge) = Calipers(hull);
        var direction = Normal(hull[edge], hull[(edge + 1) % hull.Length]);
        var upper = Width.Enclose(f, direction).Upper;
        return new ThicknessInterval(Math.Min(distance.Lower, upper), upper, direction, "rotating calipers");
    }

    /// <summary>Vertices of the convex hull in counter-clockwise order, without duplicates or points inside edges.</summary>
    /// <param name="points">Any points.</param>
    internal static PlanarPoint[] Hull(PlanarPoint[] points)
    {
        var sorted = points.Distinct().OrderBy(p => p.X).ThenBy(p => p.Y).ToArray();
        if (sorted.Length < 3)
        {
            return sorted;
        }

        var chain = new List<PlanarPoint>(sorted.Length + 1);
        foreach (var p in sorted)
        {
            Append(chain, p, 1);
        }

        var lower = chain.Count;
        for (var i = sorted.Length - 2; i >= 0; i--)
        {
            Append(chain, sorted[i], lower);
        }

        chain.RemoveAt(chain.Count - 1);
        return [.. chain];
    }

    /// <summary>
    /// Adds p after removing the vertices that p turns into points inside the hull; the first <paramref name="keep"/> stay.
    /// </summary>
    private static void Append(List<PlanarPoint> chain, PlanarPoint p, int keep)
    {
        while (chain.Count > keep && PlanarPredicates.CrossSign(chain[^2], chain[^1], chain[^1], p) <= 0)
        {
            chain.RemoveAt(chain.Count - 1);
        }

        chain.Add(p);
    }

    /// <summary>
    /// For each edge the farthest vertex, which moves on monotonically. Returns an interval whose lower end is at most the thickness, and
    /// the best edge. The distance of any vertex from an edge is at most the width of that edge, so the lower end does not depend on the
    /// vertex being the farthest.
    /// </summary>
    private static (Interval Distance, int Edge) Calipers(PlanarPoint[] hull)
    {
        var count = hull.Length;
        var (far, edge) = (1, 0);
        var lower = double.PositiveInfinity;
        var upper = double.PositiveInfinity;
        for (var i = 0; i < count; i++)
        {
            var (p, q) = (hull[i], hull[(i + 1) % count]);
            far = Math.Max(far, i + 1);
            while (PlanarPredicates.CrossSign(p, q, hull[far % count], hull[(far + 1) % count]) > 0)
            {
                far++;
            }

            var vertex = hull[far % count];
            var length = (((Interval)q.X - p.X).Square() + ((Interval)q.Y - p.Y).Square()).Sqrt();
            var distance = PlanarPredicates.Cross(p, q, p, vertex) / length;
            lower = Math.Min(lower, distance.Lower);
            if (distance.Upper < upper)
            {
                (upper, edge) = (distance.Upper, i);
            }
        }

        lower = Math.Max(0, lower);
        return (new Interval(lower, Math.Max(lower, upper)), edge);
    }

    private static double[] Normal(PlanarPoint p, PlanarPoint q)
    {
        double[] normal = [(p.Y / 2) - (q.Y / 2), (q.X / 2) - (p.X / 2)];
        WidthLocalSearch.Normalise(normal);
        return normal;
    }
}
