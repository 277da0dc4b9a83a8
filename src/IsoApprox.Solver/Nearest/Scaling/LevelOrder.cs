using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Nearest.Scaling;

/// <summary>
/// Rows in an order in which the rows that an anchor compares with the others lie together. Rows of a class are consecutive, and so are
/// classes of a group where "level below a boundary" is an equivalence. A place in this order is a position; a cut is an anchor with a
/// boundary, number (boundary - 1) N + position of the anchor; the rows of a level below the boundary are near, the others far.
/// </summary>
internal sealed class LevelOrder
{
    private readonly (int Start, int End)[][] _near;
    private readonly (int Start, int End)[][] _far;
    private readonly (int Start, int End)[][] _middle;
    private readonly (int Start, int End)[] _classes;

    /// <summary>Orders. Cost O(N log N + boundaries c^2), O(N log N) where levels are classes.</summary>
    /// <param name="f">The points.</param>
    /// <param name="levels">Levels of its classes.</param>
    /// <param name="hasComparisons">False: there are no boundaries.</param>
    internal LevelOrder(Embedding f, SimilarityLevels levels, bool hasComparisons)
    {
        Boundaries = hasComparisons ? levels.Count - 1 : 0;
        var classes = OrderOfClasses(levels);
        Rows = [.. classes.SelectMany(k => f.Members(k).ToArray())];
        (Positions, Classes, _classes) = (new int[f.Count], new int[f.Count], new (int, int)[f.ClassCount]);
        for (var p = 0; p < Rows.Length; p++)
        {
            (Positions[Rows[p]], Classes[p]) = (p, f.Classes[Rows[p]]);
        }

        foreach (var k in classes)
        {
            var start = Positions[f.Members(k)[0]];
            _classes[k] = (start, start + f.Members(k).Length);
        }

        _near = [.. Enumerable.Range(0, Math.Max(1, Boundaries) * f.ClassCount)
            .Select(e => levels.Count <= 2 ? [_classes[e]] : NearRanges(levels, classes, e % f.ClassCount, 1 + (e / f.ClassCount)))];
        _far = Array.ConvertAll(_near, near => Complement([(0, f.Count)], near));
        _middle = [.. _near.Select((near, e) => Complement(Kept(e % f.ClassCount), near))];
    }

    /// <summary>Row at each position.</summary>
    internal int[] Rows { get; }

    /// <summary>Position of each row.</summary>
    internal int[] Positions { get; }

    /// <summary>Class at each position.</summary>
    internal int[] Classes { get; }

    /// <summary>Number of boundaries; 0 where nothing is compared.</summary>
    internal int Boundaries { get; }

    /// <summary>Number of cuts.</summary>
    internal int Cuts => Boundaries * Rows.Length;

    /// <summary>Position of the anchor of a cut.</summary>
    internal int Anchor(int cut) => cut % Rows.Length;

    /// <summary>Boundary of a cut, from 1.</summary>
    internal int Boundary(int cut) => 1 + (cut / Rows.Length);

    /// <summary>Positions of a class.</summary>
    internal (int Start, int End) OfClass(int k) => _classes[k];

    /// <summary>Near positions of the anchors of a class at a boundary, in order; those of the class are among them.</summary>
    internal ReadOnlySpan<(int Start, int End)> Near(int k, int boundary) => _near[((boundary - 1) * _classes.Length) + k];

    /// <summary>The other positions.</summary>
    internal ReadOnlySpan<(int Start, int End)> Far(int k, int boundary) => _far[((boundary - 1) * _classes.Length) + k];

    /// <summary>Those of them that are near at the last boundary.</summary>
    internal ReadOnlySpan<(int Start, int End)> Middle(int k, int boundary) => _middle[((boundary - 1) * _classes.Length) + k];

    /// <summary>Positions of all levels but the last one.</summary>
    internal (int Start, int End)[] Kept(int k) => _near[^(_classes.Length - k)];

    /// <summary>True when a position is near in a cut.</summary>
    internal bool IsNear(int cut, int position) => Contains(Near(Classes[Anchor(cut)], Boundary(cut)), position);

    /// <summary>True when a position is of another level than the last one for the anchors of a class.</summary>
    internal bool IsKept(int k, int position) => Contains(Kept(k), position);

    /// <summary>The group of each class where "level below the boundary" is an equivalence, otherwise null.</summary>
    internal static int[]? Groups(SimilarityLevels levels, int boundary)
    {
        var first = new int[levels.ClassCount];
        for (var a = 0; a < first.Length; a++)
        {
            first[a] = a;
            for (var b = 0; b < a && first[a] == a; b++)
            {
                first[a] = levels[a, b] < boundary ? b : a;
            }
        }

        for (var a = 0; a < first.Length; a++)
        {
            for (var b = 0; b < first.Length; b++)
            {
                if ((first[a] == first[b]) != levels[a, b] < boundary)
                {
                    return null;
                }
            }
        }

        var numbers = first.Distinct().ToArray();
        return Array.ConvertAll(first, a => Array.IndexOf(numbers, a));
    }

    private static bool Contains(ReadOnlySpan<(int Start, int End)> ranges, int position)
    {
        foreach (var (start, end) in ranges)
        {
            if (position >= start && position < end)
            {
                return true;
            }
        }

        return false;
    }

    private static int[] OrderOfClasses(SimilarityLevels levels)
    {
        var order = Enumerable.Range(0, levels.ClassCount).OrderBy(_ => 0);
        for (var boundary = levels.Count - 1; boundary >= 2; boundary--)
        {
            if (Groups(levels, boundary) is { } groups)
            {
                order = order.ThenBy(k => groups[k]);
            }
        }

        return [.. order.ThenBy(k => k)];
    }

    private (int Start, int End)[] NearRanges(SimilarityLevels levels, int[] classes, int anchor, int boundary)
    {
        var ranges = new List<(int Start, int End)>();
        foreach (var (start, end) in classes.Where(k => levels[anchor, k] < boundary).Select(k => _classes[k]))
        {
            if (ranges.Count > 0 && ranges[^1].End == start)
            {
                ranges[^1] = (ranges[^1].Start, end);
            }
            else
            {
                ranges.Add((start, end));
            }
        }

        return [.. ranges];
    }

    /// <summary>Those positions of the first ranges that are not in the others; the others lie in them.</summary>
    private static (int Start, int End)[] Complement((int Start, int End)[] ranges, (int Start, int End)[] others)
    {
        var result = new List<(int Start, int End)>();
        foreach (var (start, end) in ranges)
        {
            var at = start;
            foreach (var other in others.Where(o => o.Start >= start && o.End <= end))
            {
                result.Add((at, other.Start));
                at = other.End;
            }

            result.Add((at, end));
        }

        return [.. result.Where(r => r.Start < r.End)];
    }
}
