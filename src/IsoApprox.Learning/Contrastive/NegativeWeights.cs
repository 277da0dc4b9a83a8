using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Contrastive;

/// <summary>The probabilities of the negatives of one anchor.</summary>
internal static class NegativeWeights
{
    /// <summary>True when the anchor has a positive and a negative.</summary>
    internal static bool HasTerms(Embedding f, int anchor, NegativeSource source) =>
        f.Members(f.Classes[anchor]).Length is var size && size > 1 && (source == NegativeSource.AllPoints || size < f.Count);

    /// <summary>True when row l can be a negative.</summary>
    internal static bool IsNegative(Embedding f, int anchor, int l, NegativeSource source) =>
        source == NegativeSource.AllPoints || f.Classes[l] != f.Classes[anchor];

    /// <summary>
    /// w_l proportional to exp(beta s_l) over the negatives, 0 elsewhere; the sum is 1. Relative to the largest exponent, so that nothing
    /// overflows.
    /// </summary>
    internal static void Fill(
        Embedding f, int anchor, NegativeSource source, double hardness, ReadOnlySpan<double> products, Span<double> weights)
    {
        var largest = double.NegativeInfinity;
        for (var l = 0; l < weights.Length; l++)
        {
            if (IsNegative(f, anchor, l, source))
            {
                largest = Math.Max(largest, products[l]);
            }
        }

        var sum = 0.0;
        for (var l = 0; l < weights.Length; l++)
        {
            weights[l] = IsNegative(f, anchor, l, source) ? Math.Exp(hardness * (products[l] - largest)) : 0;
            sum += weights[l];
        }

        foreach (ref var w in weights)
        {
            w /= sum;
        }
    }
}
