using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>Coincident points.</summary>
public static class Duplicates
{
    /// <summary>Number of rows whose coordinates all equal those of an earlier row, whatever the labels: N minus the number of distinct points. Cost O(N
    /// n), memory O(N).</summary>
    /// <param name="f">The embedding.</param>
    public static int Count(Embedding f)
    {
        var first = Representatives(f);
        return f.Count - first.Where((row, i) => row == i).Count();
    }

    /// <summary>For every row the lowest row with the same coordinates.</summary>
    internal static int[] Representatives(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var distinct = new HashSet<int>(f.Count, new RowComparer(f));
        var first = new int[f.Count];
        for (var i = 0; i < f.Count; i++)
        {
            first[i] = distinct.TryGetValue(i, out var earlier) ? earlier : i;
            distinct.Add(i);
        }

        return first;
    }
}
