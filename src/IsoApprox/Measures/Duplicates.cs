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
        return f.Count - RowComparer.Representatives(f).Where((row, i) => row == i).Count();
    }
}
