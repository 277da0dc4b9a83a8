using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Sets;

/// <summary>
/// How far rows are from an anchor: enclosures of the distances, which sift, and their exact order, which decides what the enclosures leave open. Nothing is
/// rescaled, so it holds for whatever doubles hold. Safe for many threads.
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

    /// <summary>Sign of d(i, j) - d(i, k), exact.</summary>
    internal abstract int Compare(int i, int j, int k);

    /// <summary>Sign of d(i, j) + margin - d(i, k), exact.</summary>
    internal abstract int Compare(int i, int j, double margin, int k);

    /// <summary>
    /// The farthest row that is near by demand and the nearest one that is not, the lowest one on ties, exact. Farthest is the anchor itself where all near rows
    /// coincide with it; Nearest is -1 where all rows are near.
    /// </summary>
    /// <param name="i">The anchor, a near row.</param>
    /// <param name="distances">What <see cref="Enclose"/> gave.</param>
    /// <param name="isNear">Which rows are near by demand.</param>
    internal (int Farthest, int Nearest) Extremes(int i, ReadOnlySpan<Interval> distances, Func<int, bool> isNear)
    {
        var (least, most) = (0.0, double.PositiveInfinity);
        for (var j = 0; j < distances.Length; j++)
        {
            (least, most) = isNear(j) ? (Math.Max(least, distances[j].Lower), most) : (least, Math.Min(most, distances[j].Upper));
        }

        var (farthest, nearest) = (i, -1);
        var (seenNear, seenFar) = (new HashSet<int> { Representatives[i] }, new HashSet<int>());
        for (var j = 0; j < distances.Length; j++)
        {
            if (isNear(j))
            {
                if (distances[j].Upper >= least && seenNear.Add(Representatives[j]) && Order(j, farthest, distances) > 0)
                {
                    farthest = j;
                }
            }
            else if (distances[j].Lower <= most && seenFar.Add(Representatives[j]) && (nearest < 0 || Order(j, nearest, distances) < 0))
            {
                nearest = j;
            }
        }

        return (farthest, nearest);

        int Order(int j, int k, ReadOnlySpan<Interval> d) => d[j].Lower > d[k].Upper ? 1 : d[j].Upper < d[k].Lower ? -1 : Compare(i, j, k);
    }
}
