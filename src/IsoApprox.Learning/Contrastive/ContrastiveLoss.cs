using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Contrastive;

/// <summary>The distribution p^-(.|x) that negatives come from.</summary>
public enum NegativeSource
{
    /// <summary>SCL: uniform over the points of other classes.</summary>
    OtherClasses,

    /// <summary>UCL: uniform over all N points, the anchor and its class included (the marginal distribution of the data).</summary>
    AllPoints,
}

/// <summary>How many negatives a term has.</summary>
public enum NegativeCount
{
    /// <summary>k = 1: E psi_1(t).</summary>
    One,

    /// <summary>The limit k to infinity: h(E g(t)). What a large k with weights normalised over the batch estimates.</summary>
    Unlimited,
}

/// <summary>
/// The contrastive losses of Jiang, Nguyen, Ishwar and Aeron (arXiv 2311.05139) as exact expectations over a finite set of points. Anchor x
/// uniform over the points, positive x^+ uniform over the other points of its class, negatives independent with probability proportional to
/// exp(beta t) p^-: the factor exp(-beta f(x).f(x^+)) cancels, so that the weights of an anchor are w_l proportional to exp(beta f(x).f_l)
/// p^-(l|x). beta = 0 gives SCL and UCL, beta > 0 HSCL and HUCL (eta = product of exp(beta t_i), which makes the k negatives independent).
/// The gradient includes the derivative of the weights: it is that of the value. Anchors without a positive or a negative are skipped. Cost
/// O(N^2 n), for k = 1 plus O(N m N) with classes of m points; memory O(N n). No overflow for any beta; NaN where an inner product
/// overflows.
/// </summary>
public sealed record ContrastiveLoss : IEmbeddingLoss
{
    private readonly double _hardness;

    /// <summary>Where negatives come from.</summary>
    public NegativeSource Negatives { get; init; } = NegativeSource.OtherClasses;

    /// <summary>psi.</summary>
    public ContrastivePenalty Penalty { get; init; } = new InfoNcePenalty();

    /// <summary>k = 1 or its limit.</summary>
    public NegativeCount Count { get; init; } = NegativeCount.One;

    /// <summary>
    /// h of the weights h(t) p^-; other than the exponential it costs O(m N) instead of O(N) for each anchor, as the weights then depend on
    /// the positive.
    /// </summary>
    public Hardening Hardening { get; init; } = Hardening.Exponential;

    /// <summary>beta >= 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Hardness
    {
        get => _hardness;
        init => _hardness = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Hardness), value, "the hardness beta is a finite number, at least 0");
    }

    /// <inheritdoc/>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(f);
        DistanceField.RequireLength(f, gradient);
        var field = new InnerProductField(f.Coordinates.ToArray(), f.Dimension, !gradient.IsEmpty);
        var tally = new TermTally();
        var work = new AnchorWork(f.Count);
        PairwiseHardening? pairs = null;
        var anchors = 0;
        for (var i = 0; i < f.Count; i++)
        {
            if (!NegativeWeights.HasTerms(f, i, Negatives))
            {
                tally.Skip();
                continue;
            }

            anchors++;
            field.Row(i, work.Products);
            if (!Array.TrueForAll(work.Products, double.IsFinite))
            {
                gradient.Fill(double.NaN);
                return tally.Weighted(double.NaN);
            }

            work.Slopes.AsSpan().Clear();
            if (Hardening != Hardening.Exponential)
            {
                pairs ??= new PairwiseHardening(this, f);
                AddPairs(f, i, work, pairs, ref tally);
                field.AddRow(i, work.Slopes);
                continue;
            }

            NegativeWeights.Fill(f, i, Negatives, Hardness, work.Products, work.Weights);
            if (Count == NegativeCount.Unlimited && Penalty is InfoNcePenalty infoNce)
            {
                AddLimit(f, i, infoNce, work, ref tally);
            }
            else
            {
                AddSingle(f, i, work, !gradient.IsEmpty, ref tally);
            }

            field.AddRow(i, work.Slopes);
        }

        var scale = anchors == 0 ? 0 : 1.0 / anchors;
        field.Finish(scale, gradient);
        return tally.Weighted(scale);
    }

    private void AddPairs(Embedding f, int i, AnchorWork work, PairwiseHardening pairs, ref TermTally tally)
    {
        var members = f.Members(f.Classes[i]);
        var (weight, hardest) = (1.0 / (members.Length - 1), -1);
        for (var l = 0; l < f.Count; l++)
        {
            var isHarder = hardest < 0 || work.Products[l] > work.Products[hardest];
            hardest = isHarder && NegativeWeights.IsNegative(f, i, l, Negatives) ? l : hardest;
        }

        pairs.Begin(i, work.Products);
        foreach (var j in members)
        {
            if (j != i)
            {
                tally.Add(pairs.Add(j, weight, work.Slopes), i, j, hardest, weight);
            }
        }
    }

    // v_j = sum_l w_l psi(s_l - s_j), with dw_l/ds_l = beta w_l (1 - w_l) and dw_l/ds_m = -beta w_l w_m.
    private void AddSingle(Embedding f, int i, AnchorWork work, bool withGradient, ref TermTally tally)
    {
        var (s, w, slopes, values) = (work.Products, work.Weights, work.Slopes, work.Values);
        var members = f.Members(f.Classes[i]);
        var weight = 1.0 / (members.Length - 1);
        foreach (var j in members)
        {
            if (j == i)
            {
                continue;
            }

            var (value, slopeSum, hardest) = (0.0, 0.0, -1);
            for (var l = 0; l < w.Length; l++)
            {
                if (w[l] > 0)
                {
                    (values[l], var slope) = Penalty.One(s[l] - s[j]);
                    value += w[l] * values[l];
                    slopes[l] += weight * w[l] * slope;
                    slopeSum += w[l] * slope;
                    hardest = hardest < 0 || s[l] > s[hardest] ? l : hardest;
                }
            }

            slopes[j] -= weight * slopeSum;
            for (var l = 0; withGradient && Hardness > 0 && l < w.Length; l++)
            {
                slopes[l] += w[l] > 0 ? weight * Hardness * w[l] * (values[l] - value) : 0;
            }

            tally.Add(value, i, j, hardest, weight);
        }
    }

    // v_j = log(alpha + e^{A - s_j}) with A = log sum_l w_l e^{s_l}; r_l = w_l e^{s_l} / e^A gives dA/ds_l = r_l + beta (r_l - w_l).
    private void AddLimit(Embedding f, int i, InfoNcePenalty penalty, AnchorWork work, ref TermTally tally)
    {
        var (s, w, slopes, shares) = (work.Products, work.Weights, work.Slopes, work.Values);
        var (largest, hardest) = (double.NegativeInfinity, -1);
        for (var l = 0; l < w.Length; l++)
        {
            if (w[l] > 0 && s[l] > largest)
            {
                (largest, hardest) = (s[l], l);
            }
        }

        var sum = 0.0;
        for (var l = 0; l < w.Length; l++)
        {
            shares[l] = w[l] > 0 ? w[l] * Math.Exp(s[l] - largest) : 0;
            sum += shares[l];
        }

        var logMean = largest + Math.Log(sum);
        var members = f.Members(f.Classes[i]);
        var (weight, slopeSum) = (1.0 / (members.Length - 1), 0.0);
        foreach (var j in members)
        {
            if (j != i)
            {
                var (value, slope) = penalty.One(logMean - s[j]);
                slopes[j] -= weight * slope;
                slopeSum += weight * slope;
                tally.Add(value, i, j, hardest, weight);
            }
        }

        for (var l = 0; l < w.Length; l++)
        {
            var share = shares[l] / sum;
            slopes[l] += slopeSum * (share + (Hardness * (share - w[l])));
        }
    }

    private sealed class AnchorWork(int count)
    {
        internal double[] Products { get; } = new double[count];

        internal double[] Weights { get; } = new double[count];

        internal double[] Slopes { get; } = new double[count];

        internal double[] Values { get; } = new double[count];
    }
}
