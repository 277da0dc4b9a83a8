using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Measures;

/// <summary>The distance that a triplet loss is written in.</summary>
public enum TripletDistance
{
    /// <summary>||x - y||, the paper's.</summary>
    Euclidean,

    /// <summary>||x - y||^2.</summary>
    SquaredEuclidean,
}

/// <summary>Value of the hard-mined loss with the triplet that attains it.</summary>
/// <param name="Value">L(f) >= 0, rounded once; 0 exactly when no triplet is violated.</param>
/// <param name="Triplet">The hardest triplet, exact, lowest rows on ties, also when its loss is 0; null when there is no triplet.</param>
public readonly record struct HardMinedLoss(double Value, Triplet? Triplet);

/// <summary>Hermans' batch-hard loss.</summary>
/// <param name="Value">Mean over anchors that have a negative; 0 when there is none.</param>
/// <param name="Anchors">Number of anchors that have a negative.</param>
/// <param name="Active">Number of anchors with a positive hinge, exact.</param>
public readonly record struct BatchHardLoss(double Value, int Anchors, int Active);

/// <summary>Counts over all triplets (a, p, n) with p different from a.</summary>
/// <param name="Triplets">All triplets.</param>
/// <param name="Violated">Triplets with d(a,p) + margin > d(a,n): batch-all's active ones.</param>
/// <param name="SemiHard">Triplets with d(a,p) &lt;= d(a,n) &lt; d(a,p) + margin (FaceNet's semi-hard).</param>
/// <param name="MeanLoss">Batch-all: mean hinge over all triplets.</param>
/// <param name="MeanActiveLoss">Batch-all without zero terms: mean hinge over the violated ones; 0 when there are none.</param>
public readonly record struct TripletCounts(long Triplets, long Violated, long SemiHard, double MeanLoss, double MeanActiveLoss);

/// <summary>Triplet losses of an embedding, with the mined witness.</summary>
public static class TripletLoss
{
    /// <summary>
    /// The paper's hard-mined triplet loss L(f) = max over anchors of [max_p d(a,p) - min_n d(a,n)]_+ (margin 0 in the paper), for the real
    /// numbers that the stored doubles are, at every scale. Cost O(N^2 n), and O(N n) for every anchor that ties with the worst up to
    /// rounding; memory O(N n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="distance">Plain (the paper's) or squared distance.</param>
    /// <param name="margin">alpha >= 0, added inside the bracket.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static HardMinedLoss HardMined(
        Embedding f,
        TripletDistance distance = TripletDistance.Euclidean,
        double margin = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        MarginGuard.ThrowIfInvalid(margin);
        var test = ComparisonTest.OfClasses(f, margin, progress, cancellation);
        var worst = distance == TripletDistance.Euclidean ? test.Worst(cancellation) : test.WorstOfSquares(cancellation);
        if (worst is null)
        {
            return new HardMinedLoss(0, null);
        }

        var value = distance == TripletDistance.Euclidean ? worst.Round(margin) : (worst.Plus - worst.Minus + margin).Nearest();
        return new HardMinedLoss(Math.Max(0, value), new Triplet(worst.Rows[0], worst.Rows[1], worst.Rows[2]));
    }

    /// <summary>
    /// Batch-hard (Hermans et al. 2017): mean over anchors of [margin + max_p d(a,p) - min_n d(a,n)]_+. Anchors without a negative are left
    /// out. Cost O(N^2 n).
    /// </summary>
    /// <inheritdoc cref="HardMined"/>
    public static BatchHardLoss BatchHard(
        Embedding f,
        double margin = 0,
        TripletDistance distance = TripletDistance.Euclidean,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        MarginGuard.ThrowIfInvalid(margin);
        return AnchorHinges.Mean(f, margin, distance, progress, cancellation);
    }

    /// <summary>
    /// Counts and mean losses over all triplets (a, p, n), p different from a, in plain distances (batch-all; FaceNet's semi-hard).
    /// Distances are compared as rounded once (to doubles, at extreme scales with exponents of their own); the means are accurate at every
    /// scale. Cost O(N^2 (n + log N)) on all cores: per anchor the positives and negatives are sorted and merged. Memory O(N) per thread.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="margin">alpha >= 0.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static TripletCounts Counts(
        Embedding f, double margin = 0, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        MarginGuard.ThrowIfInvalid(margin);
        return TripletCounting.Count(f, margin, progress, cancellation);
    }
}
