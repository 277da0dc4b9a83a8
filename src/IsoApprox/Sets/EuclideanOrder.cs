using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Sets;

/// <summary>Euclidean distances of the stored doubles.</summary>
internal sealed class EuclideanOrder(Embedding g) : AnchorOrder(g)
{
    /// <inheritdoc/>
    internal override void Enclose(int i, Span<Interval> distances)
    {
        for (var j = 0; j < distances.Length; j++)
        {
            distances[j] = PairwiseDistances.Enclosure(Points[i], Points[j]);
        }
    }

    /// <inheritdoc/>
    internal override int Compare(int i, int j, int k) => Squared(i, j).CompareTo(Squared(i, k));

    /// <inheritdoc/>
    internal override int Compare(int i, int j, double margin, int k) => RootSums.Sign(Squared(i, j), Square(margin), Squared(i, k), ExactDyadic.Zero);

    /// <summary>||g_i - g_j||^2.</summary>
    internal ExactDyadic Squared(int i, int j) => ExactDistance.Squared(Points[i], Points[j]);

    /// <summary>x^2.</summary>
    internal static ExactDyadic Square(ExactDyadic x) => x * x;
}
