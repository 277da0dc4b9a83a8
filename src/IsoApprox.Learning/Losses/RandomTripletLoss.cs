using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// Triplet loss without mining: the mean of [d(a, p) + margin - d(a, n)]_+ over triplets that are drawn uniformly, one for each anchor a, p
/// another point of its class, n a point of another class. Anchors without a positive or a negative are skipped and counted. Euclidean.
/// Cost O(N (N + n)), memory O(N n).
/// </summary>
/// <param name="margin">alpha >= 0.</param>
/// <param name="seed">Seed of the draws.</param>
public sealed class RandomTripletLoss(double margin, int seed = 1) : IEmbeddingLoss
{
    private const int Stride = 1_000_003;

    private readonly double _margin = margin >= 0 && double.IsFinite(margin)
        ? margin
        : throw new ArgumentOutOfRangeException(nameof(margin), margin, "a margin is a finite number, at least 0");

    /// <summary>Number of the last draw: an evaluation with a gradient, a step of training, makes the next one, others repeat it.</summary>
    public int Draw { get; private set; }

    /// <inheritdoc/>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(f);
        var field = new DistanceField(f, PairDistance.Euclidean, gradient);
        Draw = unchecked(Draw + (gradient.IsEmpty ? 0 : 1));
        var random = new Random(unchecked((seed * Stride) + Draw));
        var (tally, row, slopes) = (new TermTally(), new double[f.Count], new double[f.Count]);
        for (var a = 0; a < f.Count; a++)
        {
            var members = f.Members(f.Classes[a]);
            if (members.Length == 1 || members.Length == f.Count)
            {
                tally.Skip();
                continue;
            }

            var t = Pick(f, a, members, random);
            (row[t.Positive], row[t.Negative]) = (field.At(a, t.Positive), field.At(a, t.Negative));
            var isActive = field.Sign(t, row, _margin) > 0;
            var value = isActive ? Math.Max(row[t.Positive] + _margin - row[t.Negative], double.Epsilon) : 0;
            tally.Add(value, a, t.Positive, t.Negative);
            slopes.AsSpan().Clear();
            (slopes[t.Positive], slopes[t.Negative]) = isActive ? (1, -1) : (0, 0);
            field.AddRow(a, row, slopes);
        }

        var result = tally.Result(TermMean.AllTerms);
        field.Finish(tally.Scale(TermMean.AllTerms), gradient);
        return result;
    }

    private static Triplet Pick(Embedding f, int a, ReadOnlySpan<int> members, Random random)
    {
        int p;
        do
        {
            p = members[random.Next(members.Length)];
        }
        while (p == a);

        int n;
        do
        {
            n = random.Next(f.Count);
        }
        while (f.Classes[n] == f.Classes[a]);

        return new Triplet(a, p, n);
    }
}
