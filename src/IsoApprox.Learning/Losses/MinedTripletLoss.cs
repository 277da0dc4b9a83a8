using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// Triplet losses: a mean of penalties over mined triplets (a, p, n), p another point of a's class, n a point of another class. Anchors
/// without a positive or without a negative are skipped and counted. The mining is a choice of rows: the gradient is that of the chosen
/// terms. Cosine distances are compared exactly: equal ones tie, and a term of bracket 0 is not active. Cost O(N^2 n), for batch-all plus
/// the number of triplets; memory O(N n).
/// </summary>
/// <remarks>
/// On embeddings without singleton classes the values equal <see cref="TripletLoss.BatchHard"/> and <see cref="TripletLoss.Counts"/>; those
/// count a
/// singleton as an anchor that is its own positive.
/// </remarks>
public sealed record MinedTripletLoss : IEmbeddingLoss
{
    private readonly double _margin;

    /// <summary>Which positives.</summary>
    public PositiveMining Positives { get; init; } = PositiveMining.Hardest;

    /// <summary>Which negatives.</summary>
    public NegativeMining Negatives { get; init; } = NegativeMining.Hardest;

    /// <summary>The distance.</summary>
    public PairDistance Distance { get; init; } = PairDistance.Euclidean;

    /// <summary>The penalty of a triplet.</summary>
    public TripletPenalty Penalty { get; init; } = TripletPenalty.Hinge;

    /// <summary>Over what the terms are averaged.</summary>
    public TermMean Mean { get; init; } = TermMean.AllTerms;

    /// <summary>lambda >= 0 of the selectively contrastive loss.</summary>
    public double SelectiveWeight { get; init; } = 1;

    /// <summary>alpha >= 0, in the unit of the distance.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Margin
    {
        get => _margin;
        init => _margin = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Margin), value, "a margin is a finite number, at least 0");
    }

    /// <summary>Batch-hard (Hermans et al. 2017): farthest positive, nearest negative.</summary>
    /// <param name="margin">alpha >= 0.</param>
    public static MinedTripletLoss BatchHard(double margin) => new() { Margin = margin };

    /// <summary>Batch-all: every triplet.</summary>
    /// <param name="margin">alpha >= 0.</param>
    /// <param name="mean">With or without the zero terms.</param>
    public static MinedTripletLoss BatchAll(double margin, TermMean mean = TermMean.AllTerms) =>
        new() { Positives = PositiveMining.All, Negatives = NegativeMining.All, Margin = margin, Mean = mean };

    /// <summary>FaceNet's semi-hard mining: every pair of anchor and positive with its semi-hard negative.</summary>
    /// <param name="margin">alpha >= 0.</param>
    public static MinedTripletLoss SemiHard(double margin) =>
        new() { Positives = PositiveMining.All, Negatives = NegativeMining.SemiHard, Margin = margin };

    /// <summary>Easy positive with the hardest or another negative.</summary>
    /// <param name="margin">alpha >= 0.</param>
    /// <param name="negatives">Which negatives.</param>
    public static MinedTripletLoss EasyPositive(double margin, NegativeMining negatives = NegativeMining.Hardest) =>
        new() { Positives = PositiveMining.Easiest, Negatives = negatives, Margin = margin };

    /// <summary>Selectively contrastive loss on the sphere: easy positive, hardest negative, cosine.</summary>
    /// <param name="weight">lambda.</param>
    public static MinedTripletLoss SelectivelyContrastive(double weight = 1) => new()
    {
        Positives = PositiveMining.Easiest,
        Distance = PairDistance.Cosine,
        Penalty = TripletPenalty.SelectivelyContrastive,
        SelectiveWeight = weight,
    };

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The selectively contrastive penalty is used with a distance that is not
    /// bounded.</exception>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        if (Penalty == TripletPenalty.SelectivelyContrastive && Distance != PairDistance.Cosine)
        {
            throw new InvalidOperationException(
                "the selectively contrastive loss is defined for cosine similarity; set Distance = PairDistance.Cosine");
        }

        var field = new DistanceField(f, Distance, gradient);
        var tally = new TermTally();
        var (row, slopes) = (new double[f.Count], new double[f.Count]);
        var mined = Positives == PositiveMining.Hardest && Negatives == NegativeMining.Hardest && Distance != PairDistance.Cosine
            ? AnchorDistances.Compute(f)
            : null;
        for (var a = 0; a < f.Count; a++)
        {
            var classSize = f.Members(f.Classes[a]).Length;
            if (classSize == 1 || classSize == f.Count)
            {
                tally.Skip();
                continue;
            }

            slopes.AsSpan().Clear();
            if (mined is not null)
            {
                var (p, n) = (mined.FarthestPositive[a], mined.NearestNegative[a]);
                row[p] = field.At(a, p);
                row[n] = field.At(a, n);
                Add(field, new Triplet(a, p, n), row, slopes, ref tally);
            }
            else
            {
                field.Row(a, row);
                MineAnchor(f, field, a, row, slopes, ref tally);
            }

            field.AddRow(a, row, slopes);
        }

        var result = tally.Result(Mean);
        field.Finish(tally.Scale(Mean), gradient);
        return result;
    }

    private void MineAnchor(Embedding f, DistanceField field, int a, double[] row, double[] slopes, ref TermTally tally)
    {
        var members = f.Members(f.Classes[a]);
        if (Positives == PositiveMining.All)
        {
            foreach (var p in members)
            {
                if (p != a)
                {
                    MineNegatives(f, field, a, p, row, slopes, ref tally);
                }
            }

            return;
        }

        var best = -1;
        foreach (var p in members)
        {
            if (p != a && (best < 0
                || (Positives == PositiveMining.Hardest ? field.IsFarther(a, p, best, row) : field.IsFarther(a, best, p, row))))
            {
                best = p;
            }
        }

        MineNegatives(f, field, a, best, row, slopes, ref tally);
    }

    private void MineNegatives(Embedding f, DistanceField field, int a, int p, double[] row, double[] slopes, ref TermTally tally)
    {
        var classes = f.Classes;
        var (best, own) = (-1, classes[a]);
        for (var n = 0; n < classes.Length; n++)
        {
            if (classes[n] == own)
            {
                continue;
            }

            if (Negatives == NegativeMining.All)
            {
                Add(field, new Triplet(a, p, n), row, slopes, ref tally);
            }
            else if ((Negatives == NegativeMining.Hardest || field.IsFarther(a, n, p, row))
                && (best < 0 || field.IsFarther(a, best, n, row)))
            {
                best = n;
            }
        }

        if (best >= 0)
        {
            Add(field, new Triplet(a, p, best), row, slopes, ref tally);
        }
    }

    private void Add(DistanceField field, Triplet t, double[] row, double[] slopes, ref TermTally tally)
    {
        var (value, positiveSlope, negativeSlope) = PenaltyOf(field, t, row);
        slopes[t.Positive] += positiveSlope;
        slopes[t.Negative] += negativeSlope;
        tally.Add(value, t.Anchor, t.Positive, t.Negative);
    }

    private (double Value, double PositiveSlope, double NegativeSlope) PenaltyOf(DistanceField field, Triplet t, double[] row)
    {
        var (positive, negative) = (row[t.Positive], row[t.Negative]);
        if (Penalty == TripletPenalty.SelectivelyContrastive && field.Sign(t, row) > 0)
        {
            return (SelectiveWeight * (1 - negative), 0, -SelectiveWeight);
        }

        // In this order, so that the value equals that of the measures bit for bit.
        var bracket = Penalty == TripletPenalty.SelectivelyContrastive ? positive - negative : positive + Margin - negative;
        if (Penalty == TripletPenalty.Hinge)
        {
            // A term that is active by less than rounding keeps a value above 0.
            return field.Sign(t, row, Margin) > 0 ? (Math.Max(bracket, double.Epsilon), 1, -1) : (0, 0, 0);
        }

        var slope = Softplus.Slope(bracket);
        return (Softplus.Value(bracket), slope, -slope);
    }
}
