using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Contrastive;

/// <summary>
/// The loss of <see cref="ContrastiveLoss"/> with k negatives as an interval that contains its exact value for the doubles of f. The hinge
/// is the same expectation for every k. Cost O(N^2 (n + m)) for k = 1 and for the hinge, O(N m (n +
/// <see cref="ManyNegativesEnclosure.LargestEnumeration"/> k)) else.
/// </summary>
internal static class ContrastiveEnclosure
{
    /// <summary>The loss; null when no anchor has a positive and a negative.</summary>
    internal static Interval? Loss(Embedding f, NegativeSource source, double hardness, ContrastivePenalty penalty, int negatives = 1)
    {
        var (sum, anchors) = (Interval.Zero, 0);
        var (products, weights) = (new Interval[f.Count], new Interval[f.Count]);
        for (var i = 0; i < f.Count; i++)
        {
            if (!NegativeWeights.HasTerms(f, i, source))
            {
                continue;
            }

            anchors++;
            for (var l = 0; l < f.Count; l++)
            {
                products[l] = Product(f, i, l);
            }

            FillWeights(f, i, source, hardness, products, weights);
            sum += negatives > 1 && penalty is InfoNcePenalty infoNce
                ? AnchorOfMany(f, i, source, new ManyNegativesEnclosure(infoNce.Alpha, negatives), products, weights)
                : Anchor(f, i, source, penalty, products, weights);
        }

        return anchors == 0 ? null : sum / anchors;
    }

    /// <summary>psi_1 of an interval; psi is increasing.</summary>
    internal static Interval Psi(ContrastivePenalty penalty, Interval t) => penalty switch
    {
        InfoNcePenalty infoNce => IntervalFunctions.Log(infoNce.Alpha + IntervalFunctions.Exp(t)),
        HingePenalty hinge => Interval.Max(0, t + hinge.Margin),
        _ => throw new ArgumentException($"no enclosure is known for the penalty {penalty.GetType().Name}"),
    };

    /// <summary>f_i.f_j.</summary>
    internal static Interval Product(Embedding f, int i, int j)
    {
        var sum = Interval.Zero;
        for (var k = 0; k < f.Dimension; k++)
        {
            sum += new Interval(f[i][k], f[i][k]) * f[j][k];
        }

        return sum;
    }

    private static void FillWeights(Embedding f, int i, NegativeSource source, double hardness, Interval[] products, Interval[] weights)
    {
        var largest = double.NegativeInfinity;
        for (var l = 0; l < f.Count; l++)
        {
            largest = NegativeWeights.IsNegative(f, i, l, source) ? Math.Max(largest, products[l].Upper) : largest;
        }

        for (var l = 0; l < f.Count; l++)
        {
            weights[l] = NegativeWeights.IsNegative(f, i, l, source)
                ? IntervalFunctions.Exp(hardness * (products[l] - largest))
                : Interval.Zero;
        }
    }

    private static Interval AnchorOfMany(
        Embedding f, int i, NegativeSource source, ManyNegativesEnclosure many, Interval[] products, Interval[] weights)
    {
        var negatives = Enumerable.Range(0, f.Count).Where(l => NegativeWeights.IsNegative(f, i, l, source)).ToArray();
        var total = negatives.Aggregate(Interval.Zero, (sum, l) => sum + weights[l]);
        var probabilities = Array.ConvertAll(negatives, l => weights[l] / total);
        var members = f.Members(f.Classes[i]).ToArray();
        var sum = Interval.Zero;
        foreach (var j in members)
        {
            sum += j == i ? Interval.Zero
                : many.Expectation(Array.ConvertAll(negatives, l => IntervalFunctions.Exp(products[l] - products[j])), probabilities);
        }

        return sum / (members.Length - 1);
    }

    private static Interval Anchor(
        Embedding f, int i, NegativeSource source, ContrastivePenalty penalty, Interval[] products, Interval[] weights)
    {
        var members = f.Members(f.Classes[i]);
        var (total, sum) = (Interval.Zero, Interval.Zero);
        for (var l = 0; l < f.Count; l++)
        {
            if (NegativeWeights.IsNegative(f, i, l, source))
            {
                total += weights[l];
                var terms = Interval.Zero;
                foreach (var j in members)
                {
                    terms += j == i ? Interval.Zero : Psi(penalty, products[l] - products[j]);
                }

                sum += weights[l] * terms;
            }
        }

        return sum / total / (members.Length - 1);
    }
}
