using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Direction;

/// <summary>The linear terms q.(g_a - g_b) that the cones of a leaf give.</summary>
/// <param name="f">The points.</param>
/// <param name="leaf">The leaf, its numbers checked.</param>
/// <param name="path">The cones on the way to it.</param>
/// <param name="dimension">n.</param>
internal sealed class ConeFlows(Embedding f, DirectionLeaf leaf, DirectionPath? path, int dimension)
{
    /// <summary>A term q.(g_a - g_b); a and b are places in the leaf.</summary>
    internal readonly record struct Flow(int First, int Second, Interval[] Vector);

    /// <summary>
    /// The terms and the sum of kappa_0 over the anchors' inequalities; null when a multiplier does not belong to an inequality.
    /// </summary>
    internal (List<Flow> Terms, Interval Anchors)? Collect()
    {
        var terms = new List<Flow>();
        Interval anchors = 0;
        foreach (var c in leaf.Cones)
        {
            if (DirectionPath.At(path, c.Cone) is not { Cone: { } cone } element || !IsInequality(c, element.Subject))
            {
                return null;
            }

            var top = Top(c.Value);
            terms.Add(new Flow(c.First, c.Second, Array.ConvertAll(c.Value[..dimension], x => (Interval)x)));
            if (c.Kind == ConeTermKind.Cross)
            {
                terms.Add(new Flow(c.First, c.Second, Along(cone, -top)));
                continue;
            }

            anchors += top;
            var (lines, total) = Lines(c);
            if (!(total.Lower > 0))
            {
                return null;
            }

            var side = c.Kind == ConeTermKind.FirstAnchor ? element.Subject.Second : element.Subject.First;
            foreach (var line in lines)
            {
                if (!Belongs(leaf.Rows[line.Row], side))
                {
                    return null;
                }

                var vector = Along(cone, -top * line.Value / total);
                terms.Add(c.Kind == ConeTermKind.FirstAnchor ? new Flow(c.First, line.Row, vector) : new Flow(line.Row, c.First, vector));
            }
        }

        return (terms, anchors);
    }

    private bool IsInequality(ConeMultiplier c, DirectionSubject subject)
    {
        var (a, b) = (leaf.Rows[c.First], leaf.Rows[c.Second]);
        return c.Kind switch
        {
            ConeTermKind.Cross => Belongs(a, subject.First) && Belongs(b, subject.Second),
            ConeTermKind.FirstAnchor => Belongs(a, subject.First) && f.Classes[a] == f.Classes[b],
            ConeTermKind.SecondAnchor => Belongs(a, subject.Second) && f.Classes[a] == f.Classes[b],
            _ => false,
        };
    }

    private bool Belongs(int row, int side) => side < 0 ? row == -1 - side : f.Classes[row] == side;

    private (List<LineMultiplier> Lines, Interval Total) Lines(ConeMultiplier c)
    {
        var lines = new List<LineMultiplier>();
        Interval total = 0;
        foreach (var line in leaf.Lines)
        {
            if (line.Cone == c.Cone && line.Kind == c.Kind)
            {
                lines.Add(line);
                total += line.Value;
            }
        }

        return (lines, total);
    }

    /// <summary>kappa_0, or |kappa| rounded up where that is larger.</summary>
    private static Interval Top(double[] value)
    {
        Interval square = 0;
        foreach (var x in value.AsSpan(0, value.Length - 1))
        {
            square += ((Interval)x).Square();
        }

        return Math.Max(value[^1], square.Sqrt().Upper);
    }

    private Interval[] Along(AcuteCone cone, Interval factor)
    {
        var result = new Interval[dimension];
        for (var k = 0; k < dimension; k++)
        {
            result[k] = factor * cone.Slope * cone.Axis[k];
        }

        return result;
    }
}
