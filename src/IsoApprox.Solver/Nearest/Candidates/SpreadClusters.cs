using IsoApprox.Embeddings;

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
    /// <param name="points">Row-major, N x d.</param>
    /// <param name="d">Coordinates; at least 2, on a line there is an exact construction.</param>
    /// <param name="classOf">Class of a row.</param>
    /// <param name="margin">Distance between classes of one place.</param>
    internal static bool Apply(double[] points, int d, Func<int, int> classOf, double margin)
    {
        var moved = false;
        foreach (var place in Enumerable.Range(0, points.Length / d).GroupBy(i => Key(points.AsSpan(i * d, d))))
        {
            var classes = place.Select(classOf).Distinct().Order().ToArray();
            if (classes.Length == 1)
            {
                continue;
            }

            moved = true;
            var (layout, radius) = (SphereLayout.Of(classes.Length, d), margin * Room / SphereLayout.LeastDistance(classes.Length, d));
            foreach (var i in place)
            {
                var direction = layout[Array.IndexOf(classes, classOf(i))];
                for (var q = 0; q < d; q++)
                {
                    points[(i * d) + q] += radius * direction[q];
                }
            }
        }

        return moved;
    }

    /// <summary>f with its clusters spread, in its own dimension; null on a line or when nothing has to move.</summary>
    internal static Embedding? Apply(Embedding f, double margin)
    {
        var points = f.Coordinates.ToArray();
        return f.Dimension > 1 && Apply(points, f.Dimension, i => f.Classes[i], margin) ? f.WithPoints(points, f.Dimension) : null;
    }

    private static string Key(ReadOnlySpan<double> row)
    {
        var words = new char[4 * row.Length];
        for (var q = 0; q < row.Length; q++)
        {
            var bits = BitConverter.DoubleToUInt64Bits(row[q] + 0.0);
            for (var part = 0; part < 4; part++)
            {
                words[(4 * q) + part] = (char)(bits >> (16 * part));
            }
        }

        return new string(words);
    }
}
