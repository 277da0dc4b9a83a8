using System.Numerics;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Separation;

/// <summary>Exact decision of the triplet constraints of single anchors.</summary>
internal sealed class ExactAnchors
{
    private readonly Embedding _embedding;
    private readonly double _margin;
    private readonly PairwiseDistancesExact _exact;
    private readonly BigInteger _marginUnits;
    private readonly int[] _representatives;

    internal ExactAnchors(Embedding embedding, double margin)
    {
        (_embedding, _margin) = (embedding, margin);
        _exact = new PairwiseDistancesExact(embedding.Coordinates, embedding.Dimension, margin);
        _representatives = Duplicates.Representatives(embedding);
        _marginUnits = _exact.ToUnits(margin);
    }

    /// <summary>True when every triplet of the given anchors satisfies the constraint.</summary>
    internal bool AllSatisfied(AnchorDistances anchors, IReadOnlyList<int> rows) =>
        Parallel.For(0, rows.Count, (r, state) =>
        {
            if (!IsSatisfied(anchors, rows[r]))
            {
                state.Stop();
            }
        }).IsCompleted;

    private bool IsSatisfied(AnchorDistances anchors, int i)
    {
        var (positive, negative) = (anchors.FarthestPositiveSquared[i], anchors.NearestNegativeSquared[i]);
        if (!_exact.FloatingPointIsExact)
        {
            var (farthest, nearest) = Extremes(i, positive, negative);
            return PairwiseDistancesExact.RootPlusAtMost(farthest, _marginUnits, nearest);
        }

        return _margin == 0
            ? positive <= negative
            : PairwiseDistancesExact.RootPlusAtMost(_exact.ToSquaredUnits(positive), _marginUnits, _exact.ToSquaredUnits(negative));
    }

    /// <summary>Exact largest positive and smallest negative squared distance; only pairs that rounding cannot tell from the extremes are evaluated
    /// exactly.</summary>
    private (BigInteger Farthest, BigInteger Nearest) Extremes(int i, double positive, double negative)
    {
        var n = _embedding.Dimension;
        var positiveFloor = PairwiseDistances.SquaredEnclosure(positive, n).Lower;
        var negativeCeiling = PairwiseDistances.SquaredEnclosure(negative, n).Upper;
        var (farthest, nearest) = (BigInteger.Zero, BigInteger.MinusOne);
        var (seenPositives, seenNegatives) = (new HashSet<int>(), new HashSet<int>());
        for (var j = 0; j < _embedding.Count; j++)
        {
            var same = _embedding.Classes[j] == _embedding.Classes[i];
            var enclosure = PairwiseDistances.SquaredEnclosure(PairwiseDistances.Squared(_embedding[i], _embedding[j]), n);
            if (same && j != i && enclosure.Upper >= positiveFloor && seenPositives.Add(_representatives[j]))
            {
                farthest = BigInteger.Max(farthest, _exact.Squared(i, j));
            }
            else if (!same && enclosure.Lower <= negativeCeiling && seenNegatives.Add(_representatives[j]))
            {
                var squared = _exact.Squared(i, j);
                nearest = nearest.Sign < 0 || squared < nearest ? squared : nearest;
            }
        }

        return (farthest, nearest);
    }
}
