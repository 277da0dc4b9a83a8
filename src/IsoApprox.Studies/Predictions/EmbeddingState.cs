using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Studies.Predictions;

/// <summary>
/// What an embedding is before it is pulled towards the Triplet-Separated ones: the variables that collapse is explained by.
/// </summary>
/// <param name="Loss">Hard-mined triplet loss L.</param>
/// <param name="Diameter">D.</param>
/// <param name="EnclosingRadius">R, radius of the smallest enclosing ball.</param>
/// <param name="LargestClassRadius">Largest radius of a class's smallest enclosing ball: sending every class to its centre costs that
/// much.</param>
/// <param name="Rank">Affine rank.</param>
/// <param name="LargestClass">m.</param>
/// <param name="ActiveAnchors">Share of the anchors whose hardest triplet is violated.</param>
/// <param name="ViolatedTriplets">Share of all triplets that are violated: 0 separated, about 0.5 when labels carry no information. The
/// class overlap.</param>
public sealed record EmbeddingState(
    double Loss, double Diameter, double EnclosingRadius, double LargestClassRadius, int Rank, int LargestClass, double ActiveAnchors,
    double ViolatedTriplets)
{
    /// <summary>L/D; 0 when all points coincide.</summary>
    public double LossOverDiameter => Diameter > 0 ? Loss / Diameter : 0;

    /// <summary>Measures an embedding. Cost O(N^2 (n + log N)).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="cancellation">Stops the computation.</param>
    public static EmbeddingState Measure(Embedding f, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        var hard = TripletLoss.HardMined(f, TripletDistance.Euclidean, 0, null, cancellation);
        var anchors = TripletLoss.BatchHard(f, 0, TripletDistance.Euclidean, null, cancellation);
        var triplets = TripletLoss.Counts(f, 0, null, cancellation);
        return new EmbeddingState(
            hard.Value,
            IsoApprox.Measures.Diameter.Compute(f, null, cancellation).Value,
            EnclosingBall.Compute(f).Radius,
            EnclosingBall.PerClass(f).Max(ball => ball.Radius),
            AffineRank.Rank(f),
            f.LargestClassSize,
            anchors.Anchors == 0 ? 0 : (double)anchors.Active / anchors.Anchors,
            triplets.Triplets == 0 ? 0 : (double)triplets.Violated / triplets.Triplets);
    }

    /// <summary>True when n >= rank + c - 1: spare dimensions, in which classes can be set apart.</summary>
    /// <param name="f">The embedding.</param>
    public bool HasSpareDimensions(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return f.Dimension >= Rank + f.ClassCount - 1;
    }

    /// <summary>
    /// sqrt(2(c-1)/(3c-2)): 0.707 for two classes, below 0.816 always. With c - 1 spare dimensions d_haus is at most R times this, so total
    /// collapse is not optimal.
    /// </summary>
    /// <param name="classes">c >= 1.</param>
    public static double SpareFactor(int classes) => Math.Sqrt(2.0 * (classes - 1) / ((3.0 * classes) - 2));
}
