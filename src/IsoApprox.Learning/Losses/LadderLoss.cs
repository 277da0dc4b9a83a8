using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// Ladder loss (Zhou et al., arXiv 1911.07528): for every boundary l = 1..Count-1 between levels, a row i of a level below l should be
/// nearer to the anchor than a row k of level l or above, by the margin of that boundary: sum over l of weight_l * mean over (i, k) of
/// [d(a,i) - d(a,k) + margin_l]_+, averaged over anchors. With hard-contrastive sampling the mean is replaced by the one pair of the
/// farthest i and the nearest k. Boundaries without rows on one side make no term; anchors without any term are skipped. Zero exactly when
/// every anchor sees its levels in order with the margins. Cost O(N^2 n + terms), memory O(N n).
/// </summary>
public sealed class LadderLoss : IEmbeddingLoss
{
    private readonly IRelevanceLevels _levels;
    private readonly double[] _margins;
    private readonly double[] _weights;

    /// <summary>Creates the loss.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="margins">margin_l >= 0 for l = 1..Count-1, Count-1 numbers.</param>
    /// <param name="weights">weight_l >= 0, Count-1 numbers; null for 1.</param>
    /// <exception cref="ArgumentException">Wrong number of margins or weights, or one that is negative or not finite.</exception>
    public LadderLoss(IRelevanceLevels levels, IReadOnlyList<double> margins, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(margins);
        _levels = levels;
        _margins = [.. margins];
        _weights = weights is null ? [.. margins.Select(_ => 1.0)] : [.. weights];
        if (_margins.Length != levels.Count - 1 || _weights.Length != levels.Count - 1)
        {
            throw new ArgumentException($"{levels.Count} levels need {levels.Count - 1} margins and weights");
        }

        if (_margins.Concat(_weights).Any(x => !(x >= 0) || !double.IsFinite(x)))
        {
            throw new ArgumentException("margins and weights are finite numbers, at least 0");
        }
    }

    /// <summary>The distance.</summary>
    public PairDistance Distance { get; init; } = PairDistance.Euclidean;

    /// <summary>True: the hardest pair of each boundary only.</summary>
    public bool HardContrastive { get; init; }

    /// <inheritdoc/>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        var field = new DistanceField(f, Distance, gradient);
        var tally = new TermTally();
        var (row, slopes, level) = (new double[f.Count], new double[f.Count], new int[f.Count]);
        var anchors = 0;
        for (var a = 0; a < f.Count; a++)
        {
            field.Row(a, row);
            for (var i = 0; i < f.Count; i++)
            {
                level[i] = i == a ? -1 : _levels.Level(f, a, i);
            }

            slopes.AsSpan().Clear();
            var used = false;
            for (var l = 1; l < _levels.Count; l++)
            {
                used |= HardContrastive ? AddHardest(a, l, row, slopes, level, ref tally) : AddAll(a, l, row, slopes, level, ref tally);
            }

            if (!used)
            {
                tally.Skip();
                continue;
            }

            anchors++;
            field.AddRow(a, row, slopes);
        }

        var scale = anchors == 0 ? 0 : 1.0 / anchors;
        field.Finish(scale, gradient);
        return tally.Weighted(scale);
    }

    private bool AddHardest(int a, int boundary, double[] row, double[] slopes, int[] level, ref TermTally tally)
    {
        var (far, near) = (-1, -1);
        for (var i = 0; i < row.Length; i++)
        {
            if (level[i] >= 0 && level[i] < boundary && (far < 0 || row[i] > row[far]))
            {
                far = i;
            }
            else if (level[i] >= boundary && (near < 0 || row[i] < row[near]))
            {
                near = i;
            }
        }

        if (far < 0 || near < 0)
        {
            return false;
        }

        Add(a, far, near, boundary, _weights[boundary - 1], row, slopes, ref tally);
        return true;
    }

    private bool AddAll(int a, int boundary, double[] row, double[] slopes, int[] level, ref TermTally tally)
    {
        var nearer = level.Count(x => x >= 0 && x < boundary);
        var farther = level.Count(x => x >= boundary);
        var weight = _weights[boundary - 1] / ((double)nearer * farther);
        for (var i = 0; i < row.Length; i++)
        {
            for (var k = 0; level[i] >= 0 && level[i] < boundary && k < row.Length; k++)
            {
                if (level[k] >= boundary)
                {
                    Add(a, i, k, boundary, weight, row, slopes, ref tally);
                }
            }
        }

        return nearer > 0 && farther > 0;
    }

    private void Add(int a, int i, int k, int boundary, double weight, double[] row, double[] slopes, ref TermTally tally)
    {
        var bracket = row[i] + _margins[boundary - 1] - row[k];
        if (bracket > 0)
        {
            slopes[i] += weight;
            slopes[k] -= weight;
        }

        tally.Add(Math.Max(0, bracket), a, i, k, weight);
    }
}
