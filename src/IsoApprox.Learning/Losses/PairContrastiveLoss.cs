using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Losses;

/// <summary>The function of the distance of a pair of one class, and of what a pair of two classes lacks to the margin.</summary>
public enum PairPenalty
{
    /// <summary>x^2/2: with plain distances Hadsell, Chopra and LeCun.</summary>
    HalfSquare,

    /// <summary>x itself: with squared distances d^2 and [eps - d^2]_+.</summary>
    Identity,
}

/// <summary>
/// Contrastive loss of Hadsell, Chopra and LeCun (2006): mean over all pairs i &lt; j of d^2/2 for pairs of one class and [margin -
/// d]_+^2/2 for pairs of two classes, or of d and [margin - d]_+ (<see cref="PairPenalty.Identity"/>). It is 0 exactly when every class is
/// one point and different classes are at least the margin apart. Cost O(N^2 n), memory O(N n).
/// </summary>
/// <param name="margin">Distance beyond which pairs of two classes are left alone, at least 0.</param>
/// <param name="distance">The distance d; the margin is in its unit.</param>
/// <param name="penalty">The function of d and of what is missing.</param>
public sealed class PairContrastiveLoss(
    double margin, PairDistance distance = PairDistance.Euclidean, PairPenalty penalty = PairPenalty.HalfSquare) : IEmbeddingLoss
{
    private readonly double _margin = margin >= 0 && double.IsFinite(margin)
        ? margin
        : throw new ArgumentOutOfRangeException(nameof(margin), margin, "a margin is a finite number, at least 0");

    /// <inheritdoc/>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        var field = new DistanceField(f, distance, gradient);
        var tally = new TermTally();
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = i + 1; j < f.Count; j++)
            {
                var d = field.At(i, j);
                var isPositive = f.Classes[i] == f.Classes[j];
                var excess = isPositive ? d : Math.Max(0, _margin - d);
                var (value, slope) = penalty == PairPenalty.HalfSquare ? (excess * excess / 2, excess) : (excess, excess > 0 ? 1 : 0);
                tally.Add(value, i, isPositive ? j : null, isPositive ? null : j);
                field.Add(i, j, d, isPositive ? slope : -slope);
            }
        }

        field.Finish(tally.Scale(TermMean.AllTerms), gradient);
        return tally.Result(TermMean.AllTerms);
    }
}
