using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Contrastive;

/// <summary>A sampled expectation.</summary>
/// <param name="Value">Mean of the samples.</param>
/// <param name="StandardError">Sample standard deviation over the square root of the number of samples: the error is below twice this
/// in about 95 % of runs.</param>
/// <param name="Samples">Number of samples.</param>
public readonly record struct SampledExpectation(double Value, double StandardError, int Samples);

/// <summary>E psi_k for k negatives: exactly by enumeration where that is small, by sampling otherwise.</summary>
public static class ContrastiveExpectation
{
    /// <summary>Most evaluations of psi per anchor and positive that <see cref="Exact"/> makes.</summary>
    public const long EnumerationLimit = 1_000_000;

    /// <summary>
    /// The loss with k negatives by enumeration of all k-tuples; the weights of a tuple are products. Cost O(N m M^k) for M negatives.
    /// </summary>
    /// <param name="loss">Source, hardness and psi (its <see cref="ContrastiveLoss.Count"/> is not used).</param>
    /// <param name="f">The points.</param>
    /// <param name="negatives">k >= 1.</param>
    /// <exception cref="ArgumentException">M^k exceeds <see cref="EnumerationLimit"/>; use <see cref="Sample"/>. Or the hardening is not
    /// the exponential one.</exception>
    public static double Exact(ContrastiveLoss loss, Embedding f, int negatives)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(f);
        RequireExponential(loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        if (Math.Pow(f.Count, negatives) > EnumerationLimit)
        {
            throw new ArgumentException($"{f.Count} points to the power {negatives} exceed {EnumerationLimit} tuples; sample instead");
        }

        var (rows, sum, anchors) = (new NegativeTable(loss, f), 0.0, 0);
        var t = new double[negatives];
        for (var i = 0; i < f.Count; i++)
        {
            if (NegativeWeights.HasTerms(f, i, loss.Negatives))
            {
                rows.Compute(i);
                anchors++;
                var members = f.Members(f.Classes[i]);
                foreach (var j in members)
                {
                    sum += j == i ? 0 : Enumerate(loss.Penalty, rows, j, 0, 1, t) / (members.Length - 1);
                }
            }
        }

        return anchors == 0 ? 0 : sum / anchors;
    }

    /// <summary>
    /// The loss with k negatives from independent samples of (x, x^+, x_1^-..x_k^-). Cost O(N^2 n + samples (k log N + N)).
    /// </summary>
    /// <param name="loss">Source, hardness and psi.</param>
    /// <param name="f">The points.</param>
    /// <param name="negatives">k >= 1.</param>
    /// <param name="samples">At least 2.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <exception cref="EmbeddingException">No point has both a positive and a negative.</exception>
    /// <exception cref="ArgumentException">The hardening is not the exponential one.</exception>
    public static SampledExpectation Sample(ContrastiveLoss loss, Embedding f, int negatives, int samples, int seed)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(f);
        RequireExponential(loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        var anchors = Enumerable.Range(0, f.Count).Where(i => NegativeWeights.HasTerms(f, i, loss.Negatives)).ToArray();
        if (anchors.Length == 0)
        {
            throw new EmbeddingException(
                "contrastive loss: no point has a positive and a negative; give at least two points of one class and another class");
        }

        // The anchors of all samples are drawn first, so that each row of inner products is computed once.
        var random = new Random(seed);
        var perAnchor = new int[f.Count];
        for (var s = 0; s < samples; s++)
        {
            perAnchor[anchors[random.Next(anchors.Length)]]++;
        }

        var rows = new NegativeTable(loss, f);
        var (mean, squares, done) = (0.0, 0.0, 0);
        var (cumulative, t) = (new double[f.Count], new double[negatives]);
        foreach (var i in anchors)
        {
            rows.Compute(i);
            Accumulate(rows.Weights, cumulative);
            for (var s = 0; s < perAnchor[i]; s++)
            {
                var positive = OtherMember(f, i, random);
                for (var q = 0; q < negatives; q++)
                {
                    t[q] = rows.Products[Draw(cumulative, random)] - rows.Products[positive];
                }

                var (value, before) = (loss.Penalty.Many(t), mean);
                mean += (value - mean) / ++done;
                squares += (value - before) * (value - mean);
            }
        }

        return new SampledExpectation(mean, Math.Sqrt(squares / (done - 1) / done), done);
    }

    private static double Enumerate(ContrastivePenalty penalty, NegativeTable rows, int positive, int depth, double weight, double[] t)
    {
        if (depth == t.Length)
        {
            return weight * penalty.Many(t);
        }

        var sum = 0.0;
        for (var l = 0; l < rows.Weights.Length; l++)
        {
            if (rows.Weights[l] > 0)
            {
                t[depth] = rows.Products[l] - rows.Products[positive];
                sum += Enumerate(penalty, rows, positive, depth + 1, weight * rows.Weights[l], t);
            }
        }

        return sum;
    }

    private static void Accumulate(double[] weights, double[] cumulative)
    {
        var sum = 0.0;
        for (var l = 0; l < weights.Length; l++)
        {
            sum += weights[l];
            cumulative[l] = sum;
        }
    }

    // The first row whose cumulative weight exceeds the number drawn: never a row of weight 0.
    private static int Draw(double[] cumulative, Random random)
    {
        var u = random.NextDouble() * cumulative[^1];
        var (low, high) = (0, cumulative.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = cumulative[middle] > u ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static int OtherMember(Embedding f, int i, Random random)
    {
        var members = f.Members(f.Classes[i]);
        var pick = random.Next(members.Length - 1);
        return members[pick] == i ? members[^1] : members[pick];
    }

    private static void RequireExponential(ContrastiveLoss loss)
    {
        if (loss.Hardening != Hardening.Exponential)
        {
            throw new ArgumentException($"{loss.Hardening} hardening: only the exponential one is enumerated and sampled");
        }
    }

    private sealed class NegativeTable(ContrastiveLoss loss, Embedding f)
    {
        private readonly InnerProductField _field = new(f.Coordinates.ToArray(), f.Dimension, withGradient: false);

        internal double[] Products { get; } = new double[f.Count];

        internal double[] Weights { get; } = new double[f.Count];

        internal void Compute(int i)
        {
            _field.Row(i, Products);
            NegativeWeights.Fill(f, i, loss.Negatives, loss.Hardness, Products, Weights);
        }
    }
}
