using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>For every row its nearest other row.</summary>
/// <param name="Distance">min over j different from i of ||f_i - f_j||; positive infinity when N = 1.</param>
/// <param name="Neighbour">The lowest such j; -1 when N = 1.</param>
public sealed record NearestNeighbours(double[] Distance, int[] Neighbour)
{
    /// <summary>Nearest neighbours of all rows, labels not used. Cost O(N^2 n) on all cores, memory O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static NearestNeighbours Compute(Embedding f, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        var anchors = AnchorDistances.ComputeNearest(f, progress, cancellation);
        return new NearestNeighbours(anchors.NearestNegativeDistance, anchors.NearestNegative);
    }

    /// <summary>The closest pair (lowest rows on ties); value 0 and rows (0, 0) when N = 1.</summary>
    public PairMeasure ClosestPair()
    {
        var best = new PairMeasure(double.PositiveInfinity, 0, 0);
        for (var i = 0; i < Distance.Length; i++)
        {
            // The lowest row of a closest pair meets its partner as its own lowest nearest neighbour.
            best = Distance[i] < best.Value ? new PairMeasure(Distance[i], i, Neighbour[i]) : best;
        }

        return Distance.Length == 1 ? new PairMeasure(0, 0, 0) : best;
    }
}
