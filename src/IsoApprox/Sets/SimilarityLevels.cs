using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>
/// Levels of similarity between classes, as the ladder loss uses them (arXiv 1911.07528): level 0 is the own class, and a row of a lower
/// level should be nearer to an anchor than a row of a higher one. Levels belong to ordered pairs of classes; they need not be symmetric. A
/// relevance between single items is the case of one class for each item.
/// </summary>
public sealed class SimilarityLevels
{
    private readonly int[]? _levels;

    /// <summary>A table, or none for the levels of the classes.</summary>
    private SimilarityLevels(int[]? levels, int classCount)
    {
        (_levels, ClassCount) = (levels, classCount);
        Count = levels is null ? Math.Min(2, classCount) : levels.Max() + 1;
    }

    /// <summary>Number of classes c.</summary>
    public int ClassCount { get; }

    /// <summary>Number of levels: 1 + the largest level. The boundaries between them are 1..Count-1.</summary>
    public int Count { get; }

    /// <summary>True when every other class has level 1: comparisons between the own class and the rest, as in F_TS.</summary>
    internal bool IsOfClasses => Count <= 2;

    /// <summary>Level of rows of class <paramref name="other"/> as seen from an anchor of class <paramref name="anchor"/>.</summary>
    /// <param name="anchor">0..c-1.</param>
    /// <param name="other">0..c-1.</param>
    public int this[int anchor, int other] => _levels is not null ? _levels[(anchor * ClassCount) + other] : anchor == other ? 0 : 1;

    /// <summary>Two levels: the own class, every other class. Its ladder set is F_TS.</summary>
    /// <param name="classCount">c >= 1.</param>
    public static SimilarityLevels OfClasses(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        return new SimilarityLevels(null, classCount);
    }

    /// <summary>Levels from a table of classes.</summary>
    /// <param name="levels">c x c; 0 on the diagonal, at least 1 elsewhere.</param>
    /// <exception cref="EmbeddingException">The table is not of this form.</exception>
    public static SimilarityLevels FromTable(int[,] levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var count = levels.GetLength(0);
        if (count == 0 || levels.GetLength(1) != count)
        {
            throw new EmbeddingException(
                $"the table of levels is {count} x {levels.GetLength(1)}; give one row and one column for each class");
        }

        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++)
            {
                if (a == b ? levels[a, b] != 0 : levels[a, b] is < 1 or > 1_000_000)
                {
                    throw new EmbeddingException(
                        $"the level of classes {a}, {b} is {levels[a, b]}; the own class has level 0, another class 1 to 1000000");
                }
            }
        }

        return new SimilarityLevels([.. levels.Cast<int>()], count);
    }

    /// <summary>
    /// Levels from a group of each row. A group is a path from coarse to fine with '/' between the parts ("animal/pet"); all rows of a
    /// class have one group. The level of two classes is 1 + the number of parts, counted in the longest path, that their groups do not
    /// share from the left: with plain groups 1 for the same group, 2 for different ones.
    /// </summary>
    /// <param name="f">The embedding whose classes are grouped.</param>
    /// <param name="groups">N groups, none of them blank.</param>
    /// <param name="source">Name used in messages.</param>
    /// <exception cref="EmbeddingException">Wrong number of groups, a blank one, or a class with two groups.</exception>
    public static SimilarityLevels FromGroups(Embedding f, IReadOnlyList<string> groups, string source = "levels")
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count != f.Count)
        {
            throw new EmbeddingException($"{source}: {groups.Count} groups for {f.Count} points; give one group for each row");
        }

        var paths = new string[f.ClassCount][];
        for (var i = 0; i < f.Count; i++)
        {
            var path = groups[i].Split('/', StringSplitOptions.TrimEntries);
            if (Array.Exists(path, string.IsNullOrEmpty))
            {
                throw new EmbeddingException(
                    $"{source}: row {i}: the group '{groups[i]}' is blank or has a blank part; write for example animal/pet");
            }

            var known = paths[f.Classes[i]] ??= path;
            if (!known.SequenceEqual(path, StringComparer.Ordinal))
            {
                throw new EmbeddingException(
                    $"{source}: row {i}: class '{f.ClassNames[f.Classes[i]]}' has the group '{groups[i]}' here and "
                        + $"'{string.Join('/', known)}' before; "
                    + "give every class one group");
            }
        }

        var depth = paths.Max(p => p.Length);
        var table = new int[f.ClassCount, f.ClassCount];
        for (var a = 0; a < f.ClassCount; a++)
        {
            for (var b = 0; b < f.ClassCount; b++)
            {
                var shared = paths[a].Zip(paths[b]).TakeWhile(p => p.First == p.Second).Count();
                table[a, b] = a == b ? 0 : 1 + (paths[a].SequenceEqual(paths[b], StringComparer.Ordinal) ? 0 : depth - shared);
            }
        }

        return FromTable(table);
    }
}
