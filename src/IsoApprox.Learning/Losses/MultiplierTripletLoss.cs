using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Canonical;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// A triplet loss mined by the multipliers of the Triplet-Separated embedding g of the batch that is nearest in the sum of squares, with
/// the margin and with anchor radii of at least a floor, so that g is not collapsed. A short search gives lambda_ij (positives) and nu_ik
/// (negatives), equal sums w_i for every anchor i; the loss is sum_i (w_i/W) [ sum_j (lambda_ij/w_i) d_ij - sum_k (nu_ik/w_i) d_ik + margin
/// ]_+ , W = sum w_i. The multiplier of the floor stands for the anchor itself, at distance 0: there only the negatives pull. The weights
/// are held constant in the gradient. Cost O(evaluations N^2 n).
/// </summary>
public sealed record MultiplierTripletLoss : IEmbeddingLoss
{
    private readonly double _margin;
    private readonly double _anchorRadius;

    /// <summary>alpha >= 0, unit of the points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Margin
    {
        get => _margin;
        init => _margin = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Margin), value, "a margin is a finite number, at least 0");
    }

    /// <summary>Floor of the anchor radii >= 0, unit of the points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double AnchorRadius
    {
        get => _anchorRadius;
        init => _anchorRadius = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AnchorRadius), value, "an anchor radius is a finite number, at least 0");
    }

    /// <summary>Evaluations of the search for each batch.</summary>
    public int Evaluations { get; init; } = 60;

    /// <inheritdoc/>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        var field = new DistanceField(f, PairDistance.Euclidean, gradient);
        var tally = new TermTally();
        var anchors = RestrictedSolver.Multipliers(f, Margin, AnchorRadius, Evaluations).GroupBy(m => m.Anchor).ToArray();
        var total = anchors.Sum(anchor => anchor.Where(m => !m.IsPositive).Sum(m => m.Value));
        foreach (var anchor in anchors)
        {
            var terms = anchor.Select(m => (m.Other, m.Value, m.IsPositive, Distance: field.At(m.Anchor, m.Other))).ToArray();
            var weight = terms.Sum(t => t.IsPositive ? 0 : t.Value);
            var value = Margin + terms.Sum(t => (t.IsPositive ? t.Value : -t.Value) / weight * t.Distance);
            var positive = terms.Where(t => t.IsPositive).MaxBy(t => t.Value).Other;
            tally.Add(Math.Max(0, value), anchor.Key, positive, terms.Where(t => !t.IsPositive).MaxBy(t => t.Value).Other, weight);
            foreach (var (other, multiplier, isPositive, distance) in value > 0 ? terms : [])
            {
                field.Add(anchor.Key, other, distance, isPositive ? multiplier : -multiplier);
            }
        }

        field.Finish(total > 0 ? 1 / total : 0, gradient);
        return tally.Weighted(total > 0 ? 1 / total : 0);
    }
}
