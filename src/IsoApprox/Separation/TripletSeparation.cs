using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Separation;

/// <summary>Worst triplet of an embedding against the constraint ||f_a - f_p|| + margin &lt;= ||f_a - f_n||.</summary>
/// <param name="Violation">max over triplets of ||f_a - f_p|| + margin - ||f_a - f_n||; positive when violated; negative infinity when there is no triplet.</param>
/// <param name="Triplet">The triplet that attains it; null when there is no triplet (one class).</param>
public readonly record struct WorstTriplet(double Violation, Triplet? Triplet);

/// <summary>The Triplet-Separated test (Def. 1 of arXiv 2210.11173): every positive is at most as far from its anchor as every negative.</summary>
public static class TripletSeparation
{
    /// <summary>The worst triplet, evaluated in floating point (relative error of each distance about (n + 2) 2^-53). Cost O(N^2 n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="margin">alpha >= 0, length unit of the points.</param>
    public static WorstTriplet Worst(Embedding f, double margin = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var anchors = AnchorDistances.Compute(f);
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
    /// True only when the stored doubles certainly satisfy every triplet constraint, in exact arithmetic. False means violated.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="margin">alpha >= 0.</param>
    public static bool IsSatisfied(Embedding f, double margin = 0) => Worst(f, margin).Violation <= 0;
}
