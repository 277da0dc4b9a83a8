using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>
/// How far rows are from an anchor: enclosures of the distances, which sift, and their exact order, which decides what the enclosures leave
/// open. Nothing is rescaled, so it holds for whatever doubles hold. Safe for many threads.
/// </summary>
internal abstract class AnchorOrder
{
    private readonly Lazy<int[]> _representatives;

    private protected AnchorOrder(Embedding g)
    {
        Points = g;
        _representatives = new Lazy<int[]>(() => RowComparer.Representatives(g));
    }

    /// <summary>The points g.</summary>
    internal Embedding Points { get; }

    /// <summary>For every row the lowest row with the same coordinates.</summary>
    internal int[] Representatives => _representatives.Value;

    /// <summary>Enclosures of the distances d(i, 0), d(i, 1), ... Cost O(N n).</summary>
    internal abstract void Enclose(int i, Span<Interval> distances);

    /// <summary>The exact order of the rows seen from an anchor, which remembers what it has evaluated. For one thread.</summary>
    internal abstract RowOrder From(int i);

    /// <summary>
    /// The farthest row that is near by demand and the nearest one that is not, the lowest one on ties, exact. Farthest is the anchor
    /// itself where all near rows coincide with it; Nearest is -1 where all rows are near.
    /// </summary>
    /// <param name="i">The anchor, a near row.</param>
    /// <param name="order">What <see cref="From"/> gave.</param>
    /// <param name="distances">What <see cref="Enclose"/> gave.</param>
    /// <param name="isNear">Which rows are near by demand.</param>
    internal (int Farthest, int Nearest) Extremes(int i, RowOrder order, ReadOnlySpan<Interval> distances, Func<int, bool> isNear)
    {
        var (least, most) = (0.0, double.PositiveInfinity);
        for (var j = 0; j < distances.Length; j++)
        {
            (least, most) = isNear(j) ? (Math.Max(least, distances[j].Lower), most) : (least, Math.Min(most, distances[j].Upper));
        }

        var (farRows, nearRows) = (new List<int> { i }, new List<int>());
        for (var j = 0; j < distances.Length; j++)
        {
            if (j != i && (isNear(j) ? distances[j].Upper >= least : distances[j].Lower <= most))
            {
                (isNear(j) ? farRows : nearRows).Add(j);
            }
        }

        return (First(farRows, order, distances, 1), First(nearRows, order, distances, -1));
    }

    /// <summary>
    /// The first row with the largest (sign 1) or the least (sign -1) distance; -1 for none. Of coincident rows only the first is looked
    /// at.
    /// </summary>
    private int First(List<int> rows, RowOrder order, ReadOnlySpan<Interval> distances, int sign)
    {
        var best = rows.Count == 0 ? -1 : rows[0];
        foreach (var j in rows.Count < 3 ? rows : rows.DistinctBy(j => Representatives[j]))
        {
            var (d, held) = (distances[j], distances[best]);
            var comparison = j == best ? 0 : d.Lower > held.Upper ? 1 : d.Upper < held.Lower ? -1 : order.Compare(j, best);
            best = comparison == sign ? j : best;
        }

        return best;
    }
}

/// <summary>The exact order of the distances of rows from one anchor.</summary>
internal abstract class RowOrder
{
    /// <summary>Sign of d(j) - d(k).</summary>
    internal abstract int Compare(int j, int k);

    /// <summary>Sign of d(j) + margin - d(k).</summary>
    internal abstract int Compare(int j, double margin, int k);
}
