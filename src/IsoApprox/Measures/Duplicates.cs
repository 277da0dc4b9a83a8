using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>Coincident points.</summary>
public static class Duplicates
{
    /// <summary>
    /// Number of rows whose coordinates all equal those of an earlier row, whatever the labels: N minus the number of distinct points. Cost
    /// O(N n), memory O(N).
    /// </summary>
    /// <param name="f">The embedding.</param>
    public static int Count(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return f.Count - FirstRows(f).Where((row, i) => row == i).Count();
    }

    /// <summary>
    /// For every row the lowest row with the same coordinates, whatever the labels; 0 and -0 are the same number. Cost O(N n), memory O(N).
    /// </summary>
    /// <param name="f">The embedding.</param>
    public static int[] FirstRows(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return RowComparer.Representatives(f);
    }
}
