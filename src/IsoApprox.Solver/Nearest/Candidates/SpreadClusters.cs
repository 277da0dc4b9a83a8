using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// Points of several classes at one place, which a margin forces apart: each class of the place goes to a point of a small sphere about it,
/// so that classes are a margin apart there; everything else stays. Where far positives ask for no more, nothing moves further than a
/// little more than the margin needs.
/// </summary>
internal static class SpreadClusters
{
    /// <summary>The spheres are larger than needed by this, for the rounding of coordinates.</summary>
    private const double Room = 1 + 1e-9;

    /// <summary>Moves points in place; false when no two points of different classes coincide.</summary>
    /// <param name="points">Row-major, N x d; equal where rows of f are.</param>
    /// <param name="d">Coordinates; at least 2, on a line there is an exact construction.</param>
    /// <param name="f">The embedding.</param>
    /// <param name="rows">Row of f of each point.</param>
    /// <param name="margin">Distance between classes of one place.</param>
    internal static bool Apply(double[] points, int d, Embedding f, IReadOnlyList<int> rows, double margin)
    {
        var (moved, first) = (false, Duplicates.FirstRows(f));
        foreach (var place in Enumerable.Range(0, rows.Count).GroupBy(p => first[rows[p]]))
        {
            var classes = place.Select(ClassOf).Distinct().Order().ToArray();
            if (classes.Length == 1)
            {
                continue;
            }

            moved = true;
            var (layout, radius) = (SphereLayout.Of(classes.Length, d), margin * Room / SphereLayout.LeastDistance(classes.Length, d));
            foreach (var p in place)
            {
                var direction = layout[Array.IndexOf(classes, ClassOf(p))];
                for (var q = 0; q < d; q++)
                {
                    points[(p * d) + q] += radius * direction[q];
                }
            }
        }

        return moved;

        int ClassOf(int p) => f.Classes[rows[p]];
    }

    /// <summary>f with its clusters spread, in its own dimension; null on a line or when nothing has to move.</summary>
    internal static Embedding? Apply(Embedding f, double margin)
    {
        var points = f.Coordinates.ToArray();
        return f.Dimension > 1 && Apply(points, f.Dimension, f, [.. Enumerable.Range(0, f.Count)], margin)
            ? f.WithPoints(points, f.Dimension)
            : null;
    }
}
