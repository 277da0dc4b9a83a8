using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>Euclidean distances of the stored doubles.</summary>
internal sealed class EuclideanOrder(Embedding g) : AnchorOrder(g)
{
    /// <summary>Enclosures of the distances d(i, 0), d(i, 1), ...; of coincident rows only the first is looked at. Cost O(M n), M the
    /// number of distinct rows.</summary>
    internal override void Enclose(int i, Span<Interval> distances)
    {
        var firsts = Representatives;
        for (var j = 0; j < distances.Length; j++)
        {
            distances[j] = firsts[j] < j ? distances[firsts[j]]
                : j == firsts[i] ? Interval.Zero
                : PairwiseDistances.Enclosure(Points[i], Points[j]);
        }
    }

    /// <inheritdoc/>
    internal override RowOrder From(int i) => new Rows(Points, i);

    /// <summary>||g_i - g_j||^2.</summary>
    internal ExactDyadic Squared(int i, int j) => ExactDistance.Squared(Points[i], Points[j]);

    /// <summary>x^2.</summary>
    internal static ExactDyadic Square(ExactDyadic x) => x * x;

    /// <summary>Squares with twice the digits decide nearly all ties up to rounding, integers the rest.</summary>
    private sealed class Rows(Embedding g, int anchor) : RowOrder
    {
        private readonly Dictionary<int, CompensatedSquare> _squares = [];
        private readonly Dictionary<int, ExactDyadic> _exact = [];

        internal override int Compare(int j, int k) => Compensated(j).CompareTo(Compensated(k)) ?? Squared(j).CompareTo(Squared(k));

        internal override int Compare(int j, double margin, int k) =>
            margin == 0 ? Compare(j, k) : RootSums.Sign(Squared(j), Square(margin), Squared(k), ExactDyadic.Zero);

        private CompensatedSquare Compensated(int j) =>
            _squares.TryGetValue(j, out var square) ? square : _squares[j] = CompensatedSquare.Of(g[anchor], g[j]);

        private ExactDyadic Squared(int j) =>
            _exact.TryGetValue(j, out var square) ? square : _exact[j] = ExactDistance.Squared(g[anchor], g[j]);
    }
}
