using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Separation;

/// <summary>Worst triplet of an embedding against the constraint ||f_a - f_p|| + margin &lt;= ||f_a - f_n||.</summary>
/// <param name="Violation">max over triplets of ||f_a - f_p|| + margin - ||f_a - f_n||; positive when violated; negative infinity when there is no
/// triplet.</param>
/// <param name="Triplet">The triplet that attains it, lowest anchor on ties; null when there is no triplet (one class).</param>
public readonly record struct WorstTriplet(double Violation, Triplet? Triplet);

/// <summary>The Triplet-Separated test (Def. 1 of arXiv 2210.11173): every positive is at most as far from its anchor as every negative.</summary>
public static class TripletSeparation
{
    /// <summary>
    /// The worst triplet, evaluated in floating point (relative error of each distance about (n + 2) 2^-54). Within that error of 0 the sign decides nothing;
    /// use <see cref="IsSatisfied"/>. Cost O(N^2 n), memory O(N).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="margin">alpha >= 0, length unit of the points.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static WorstTriplet Worst(Embedding f, double margin = 0, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        MarginGuard.ThrowIfInvalid(margin);
        var anchors = AnchorDistances.Compute(f, progress, cancellation);
        var worst = new WorstTriplet(double.NegativeInfinity, null);
        for (var i = 0; i < f.Count; i++)
        {
            if (anchors.NearestNegative[i] < 0)
            {
                continue;
            }

            var violation = anchors.FarthestPositiveDistance[i] + margin - anchors.NearestNegativeDistance[i];
            if (violation > worst.Violation)
            {
                worst = new WorstTriplet(violation, new Triplet(i, anchors.FarthestPositive[i], anchors.NearestNegative[i]));
            }
        }

        return worst;
    }

    /// <summary>
    /// Decides, for the real numbers that the stored doubles are, whether ||f_a - f_p|| + margin &lt;= ||f_a - f_n|| holds for every triplet. True is a
    /// proof and so is
    /// false: an interval evaluation decides most anchors, exact integer arithmetic those that rounding leaves open. One class, or no positive and no
    /// margin: true.
    /// Cost O(N^2 n), plus O(n) big-integer operations for every pair that ties with an open anchor's extreme distance; memory O(N n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="margin">alpha >= 0, length unit of the points, taken exactly as stored.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static bool IsSatisfied(Embedding f, double margin = 0, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        MarginGuard.ThrowIfInvalid(margin);
        var anchors = AnchorDistances.Compute(f, progress, cancellation);
        var open = new List<int>();
        for (var i = 0; i < f.Count; i++)
        {
            var decision = anchors.NearestNegative[i] < 0 ? true : Decide(anchors, i, f.Dimension, margin);
            if (decision == false)
            {
                return false;
            }

            if (decision is null)
            {
                open.Add(i);
            }
        }

        return open.Count == 0 || new ExactAnchors(f, margin).AllSatisfied(anchors, open);
    }

    private static bool? Decide(AnchorDistances anchors, int i, int dimension, double margin)
    {
        var positive = PairwiseDistances.SquaredEnclosure(anchors.FarthestPositiveSquared[i], dimension);
        var negative = PairwiseDistances.SquaredEnclosure(anchors.NearestNegativeSquared[i], dimension);
        if (margin > 0)
        {
            (positive, negative) = (positive.Sqrt() + margin, negative.Sqrt());
        }

        return positive.Upper <= negative.Lower ? true : positive.Lower > negative.Upper ? false : null;
    }
}
