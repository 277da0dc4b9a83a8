using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// The hard-mined loss L(f) = max over anchors of [max_p d(a,p) - min_n d(a,n) + margin]_+ of arXiv 2210.11173, with the gradient of the
/// one triplet that attains it. A singleton is its own positive, as in <see cref="TripletLoss.HardMined"/>, which mines. Cost O(N^2 n).
/// </summary>
/// <param name="margin">alpha >= 0.</param>
public sealed class HardestTripletLoss(double margin = 0) : IEmbeddingLoss
{
    /// <inheritdoc/>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        var field = new DistanceField(f, PairDistance.Euclidean, gradient);
        var loss = TripletLoss.HardMined(f, TripletDistance.Euclidean, margin);
        if (loss.Triplet is { } t && loss.Value > 0)
        {
            field.Add(t.Anchor, t.Positive, field.At(t.Anchor, t.Positive), 1);
            field.Add(t.Anchor, t.Negative, field.At(t.Anchor, t.Negative), -1);
        }

        field.Finish(1, gradient);
        LossTerm? witness = loss.Triplet is { } w ? new LossTerm(w.Anchor, w.Positive, w.Negative, loss.Value) : null;
        return new LossResult(loss.Value, witness is null ? 0 : 1, loss.Value > 0 ? 1 : 0, witness is null ? f.Count : 0, witness);
    }
}
