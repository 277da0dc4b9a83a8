using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>Worst triplet of an embedding against the constraint ||f_a - f_p|| + margin &lt;= ||f_a - f_n||.</summary>
/// <param name="Violation">max over triplets of ||f_a - f_p|| + margin - ||f_a - f_n||, rounded once: positive exactly
/// when a triplet is violated, 0 exactly when the hardest one is a tie; negative infinity when there is no triplet.</param>
/// <param name="Triplet">The triplet that attains it, exact, lowest rows on ties; null when there is no triplet (one class).</param>
public readonly record struct WorstTriplet(double Violation, Triplet? Triplet);

/// <summary>
/// The Triplet-Separated test (Def. 1 of arXiv 2210.11173): every positive is at most as far from its anchor as every negative.
/// </summary>
public static class TripletSeparation
{
    /// <summary>The worst triplet, exact. Cost O(N^2 n), and O(N n) for every anchor that ties with the worst up to rounding; memory O(N
    /// n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="margin">alpha >= 0, length unit of the points.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static WorstTriplet Worst(
        Embedding f, double margin = 0, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        MarginGuard.ThrowIfInvalid(margin);
        return ComparisonTest.OfClasses(f, margin, progress, cancellation).Worst(cancellation) is { } worst
            ? new WorstTriplet(worst.Round(margin), new Triplet(worst.Rows[0], worst.Rows[1], worst.Rows[2]))
            : new WorstTriplet(double.NegativeInfinity, null);
    }

    /// <summary>
    /// Decides, for the real numbers that the stored doubles are, whether ||f_a - f_p|| + margin &lt;= ||f_a - f_n|| holds for every
    /// triplet: membership in <see cref="IdealSet.TripletSeparated"/>. One class, or no positive and no margin: true.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="margin">alpha >= 0, length unit of the points, taken exactly as stored.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static bool IsSatisfied(
        Embedding f, double margin = 0, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        IdealSet.TripletSeparated(margin).Contains(f, progress, cancellation);
}
