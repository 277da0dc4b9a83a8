using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>Embeddings that put each class at one point, or move classes as a whole.</summary>
internal static class ClassLayouts
{
    /// <summary>All points at the centre of the smallest enclosing ball of all, or of their class.</summary>
    internal static Embedding AtCentres(Embedding f, bool perClass)
    {
        var everything = perClass ? null : EnclosingBall.Compute(f).Center;
        return AtPoints(f, f.Dimension, k => everything ?? EnclosingBall.Compute(f, f.Members(k)).Center);
    }

    /// <summary>
    /// Each class at one point; the points lie on a line through the centre of all along the axis of largest spread, in order of the class
    /// centres, groups of similar classes together. Classes of level 1 are <paramref name="least"/> apart, those of a higher level by the
    /// width of the groups below it plus <paramref name="margin"/>, so that all comparisons hold. Null when the levels do not group the
    /// classes and there is a margin.
    /// </summary>
    /// <param name="f">The points.</param>
    /// <param name="levels">Levels of the classes.</param>
    /// <param name="margin">alpha.</param>
    /// <param name="least">Least distance of two classes, at least alpha.</param>
    internal static Embedding? OnLine(Embedding f, SimilarityLevels levels, double margin, double least)
    {
        var (n, c) = (f.Dimension, f.ClassCount);
        var centres = Enumerable.Range(0, c).Select(k => EnclosingBall.Compute(f, f.Members(k)).Center).ToArray();
        var axis = Enumerable.Range(0, n).MaxBy(q => centres.Max(p => p[q]) - centres.Min(p => p[q]));
        var middle = EnclosingBall.Compute(f).Center;
        var order = Enumerable.Range(0, c).OrderBy(_ => 0);
        var (gap, width) = (new double[levels.Count], 0.0);
        for (var level = levels.Count - 1; level > 1; level--)
        {
            if (LevelOrder.Groups(levels, level) is not { } groups)
            {
                if (margin > 0)
                {
                    return null;
                }

                continue;
            }

            order = order.ThenBy(k => Enumerable.Range(0, c).Where(other => groups[other] == groups[k]).Min(other => centres[other][axis]))
                .ThenBy(k => groups[k]);
        }

        var sorted = order.ThenBy(k => centres[k][axis]).ThenBy(k => k).ToArray();
        for (var level = 1; level < levels.Count; level++)
        {
            gap[level] = level == 1 ? least : Math.Max(gap[level - 1], width + margin);
            width = Widest(sorted, levels, gap, level);
        }

        var places = new double[c];
        places[sorted[0]] = middle[axis] - (0.5 * Length(sorted, levels, gap));
        for (var k = 1; k < c; k++)
        {
            places[sorted[k]] = AtLeastBeyond(places[sorted[k - 1]], gap[levels[sorted[k - 1], sorted[k]]]);
        }

        return AtPoints(f, n, k => [.. middle.Select((x, q) => q == axis ? places[k] : x)]);
    }

    /// <summary>Classes shrunk to at most a diameter, their centres moved away from the centre of all by a factor.</summary>
    internal static Embedding Spread(Embedding f, double within, double factor)
    {
        var n = f.Dimension;
        var (centres, middle) = (AtCentres(f, perClass: true), EnclosingBall.Compute(f).Center);
        var result = new double[f.Count * n];
        for (var k = 0; k < f.ClassCount; k++)
        {
            var members = f.Members(k).ToArray();
            var diameter = members.Max(i => members.Max(j => PairwiseDistances.Distance(f[i], f[j])));
            var shrunk = diameter > within ? within / diameter * (1 - 1e-12) : 1;
            foreach (var i in members)
            {
                for (var q = 0; q < n; q++)
                {
                    result[(i * n) + q] = middle[q] + (factor * (centres[i][q] - middle[q])) + (shrunk * (f[i][q] - centres[i][q]));
                }
            }
        }

        return f.WithPoints(result, n);
    }

    /// <summary>Each class at one point of the unit sphere, far from the others (<see cref="SphereLayout"/>).</summary>
    internal static Embedding OnSphere(Embedding f, int width)
    {
        var layout = SphereLayout.Of(f.ClassCount, width);
        return AtPoints(f, width, k => layout[k]);
    }

    private static Embedding AtPoints(Embedding f, int width, Func<int, double[]> point)
    {
        var result = new double[f.Count * width];
        for (var k = 0; k < f.ClassCount; k++)
        {
            var place = point(k);
            foreach (var i in f.Members(k))
            {
                place.CopyTo(result, i * width);
            }
        }

        return f.WithPoints(result, width);
    }

    /// <summary>The longest run of classes whose neighbours have at most a level.</summary>
    private static double Widest(int[] sorted, SimilarityLevels levels, double[] gap, int level)
    {
        var (longest, length) = (0.0, 0.0);
        for (var k = 1; k < sorted.Length; k++)
        {
            var between = levels[sorted[k - 1], sorted[k]];
            length = between <= level ? length + gap[between] : 0;
            longest = Math.Max(longest, length);
        }

        return longest;
    }

    private static double Length(int[] sorted, SimilarityLevels levels, double[] gap) => Widest(sorted, levels, gap, int.MaxValue);

    /// <summary>A double near place + margin whose exact distance from place is at least the margin.</summary>
    private static double AtLeastBeyond(double place, double margin)
    {
        var next = place + margin;
        for (var slack = Math.BitIncrement(margin) - margin; double.IsFinite(next) && ((Interval)next - place).Lower < margin; slack *= 2)
        {
            next = place + (margin + slack);
        }

        return next;
    }
}
