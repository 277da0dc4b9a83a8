namespace IsoApprox.Numerics;

/// <summary>
/// Rows of an embedding laid out for the pairwise kernels: row-major for the row side, and in panels of eight points (coordinate k of the eight side by side) for the
/// column side. Up to n = 32 the kernels take direct differences of the points. Above, they take inner products of the centred points, which only sift: the values
/// are approximate, off from the direct ones by at most Slack_i + Slack_j, and pairs that matter are evaluated directly.
/// </summary>
internal sealed unsafe class PackedPoints
{
    internal const int PanelWidth = 8;
    internal const int RowBlock = 6;

    private readonly AlignedBuffer _rows;
    private readonly AlignedBuffer _side;
    private readonly AlignedBuffer _panels;
    private readonly AlignedBuffer _norms;
    private readonly AlignedBuffer _slack;

    /// <summary>Packs rows order[0], order[1], ... scaled by 2^-exponent. Cost O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="order">Rows to pack.</param>
    /// <param name="exponent">See <see cref="Exponent"/>.</param>
    /// <param name="forProducts">Above n = 32, whether to prepare the inner products; without them only <see cref="Rows"/> is there.</param>
    internal PackedPoints(IPointRows f, int[] order, int exponent, bool forProducts = true)
    {
        (Count, Dimension, Exponent) = (order.Length, f.Dimension, exponent);
        IsDirect = f.Dimension <= PairwiseDistances.SequentialDimension;
        PaddedCount = (Count + (2 * PanelWidth) - 1) / (2 * PanelWidth) * (2 * PanelWidth);
        var hasPanels = IsDirect || forProducts;
        var rowSpace = (Count + RowBlock) * (long)Dimension;
        _rows = new AlignedBuffer(rowSpace);
        _side = !IsDirect && forProducts ? new AlignedBuffer(rowSpace) : _rows;
        _panels = new AlignedBuffer(hasPanels ? PaddedCount * (long)Dimension : 0);
        _norms = new AlignedBuffer(PaddedCount);
        _slack = new AlignedBuffer(PaddedCount);

        var middle = IsDirect ? [] : Middle(f, order);
        const int Block = 32 * PanelWidth;
        WorkQueue.Run(
            (PaddedCount + Block - 1) / Block,
            PaddedCount * (double)Dimension,
            () => this,
            (points, block) => points.PackBlock(f, order, middle, block * Block, Math.Min(PaddedCount, (block + 1) * Block), hasPanels),
            _ => { },
            null,
            default);
    }

    /// <summary>All rows in their own order.</summary>
    internal static PackedPoints Pack(IPointRows f, int exponent) => new(f, Enumerable.Range(0, f.Count).ToArray(), exponent);

    /// <summary>Number of points.</summary>
    internal int Count { get; }

    /// <summary>Count rounded up to whole pairs of panels; the points behind Count are NaN, so no comparison is true for them.</summary>
    internal int PaddedCount { get; }

    /// <summary>n.</summary>
    internal int Dimension { get; }

    /// <summary>The packed coordinates are those of the embedding times 2^-Exponent; 0 unless squares would leave the range of doubles.</summary>
    internal int Exponent { get; }

    /// <summary>True when strips hold the direct squared distances themselves.</summary>
    internal bool IsDirect { get; }

    /// <summary>The points, row-major.</summary>
    internal double* Rows => _rows.Start;

    /// <summary>The row side of the kernels: the points, or the centred points.</summary>
    internal double* Side => _side.Start;

    /// <summary>The column side of the kernels.</summary>
    internal double* Panels => _panels.Start;

    /// <summary>Squared norms of the centred points; NaN behind Count.</summary>
    internal double* Norms => _norms.Start;

    /// <summary>Half-errors: strips are off from direct squared distances by at most Slack_i + Slack_j. All 0 when direct.</summary>
    internal double* Slack => _slack.Start;

    /// <summary>The exponent that keeps all squared distances of the given embeddings in range: 0 for ordinary coordinates.</summary>
    internal static int ExponentFor(params ReadOnlySpan<IPointRows> embeddings)
    {
        var largest = 0.0;
        foreach (var f in embeddings)
        {
            foreach (var x in f.Coordinates)
            {
                largest = Math.Max(largest, Math.Abs(x));
            }
        }

        return largest == 0 || (largest < 1e140 && largest > 1e-100) ? 0 : Math.ILogB(largest);
    }

    /// <summary>The direct squared distance of points i and j of the packed order.</summary>
    internal double Squared(int i, int j) => PairwiseDistances.Squared(Row(i), Row(j));

    /// <summary>Point i of the packed order.</summary>
    internal ReadOnlySpan<double> Row(int i) => new(Rows + (i * (long)Dimension), Dimension);

    /// <summary>About the mean: the mean of at most 1024 rows. It only decides how sharp the sift is.</summary>
    private double[] Middle(IPointRows f, int[] order)
    {
        var (middle, step) = (new double[Dimension], Math.Max(1, Count / 1024));
        var taken = ((Count - 1) / step) + 1;
        for (var i = 0; i < Count; i += step)
        {
            var row = f[order[i]];
            for (var k = 0; k < row.Length; k++)
            {
                middle[k] += row[k] / taken;
            }
        }

        for (var k = 0; Exponent != 0 && k < Dimension; k++)
        {
            middle[k] = Math.ScaleB(middle[k], -Exponent);
        }

        return middle;
    }

    private void PackBlock(IPointRows f, int[] order, double[] middle, int from, int to, bool hasPanels)
    {
        for (var i = from; i < Math.Min(to, Count); i++)
        {
            var row = new Span<double>(Rows + (i * (long)Dimension), Dimension);
            f[order[i]].CopyTo(row);
            for (var k = 0; Exponent != 0 && k < Dimension; k++)
            {
                row[k] = Math.ScaleB(row[k], -Exponent);
            }

            if (Side != Rows)
            {
                Centre(i, middle);
            }
        }

        for (var i = from; hasPanels && i < to; i++)
        {
            var panel = Panels + ((i / PanelWidth * (long)PanelWidth * Dimension) + (i % PanelWidth));
            for (var k = 0; k < Dimension; k++)
            {
                panel[k * PanelWidth] = i < Count ? Side[(i * (long)Dimension) + k] : double.NaN;
            }

            if (i >= Count)
            {
                Norms[i] = double.NaN;
            }
        }
    }

    private void Centre(int i, double[] middle)
    {
        var (norm, row) = (0.0, i * (long)Dimension);
        for (var k = 0; k < middle.Length; k++)
        {
            var x = Rows[row + k] - middle[k];
            Side[row + k] = x;
            norm = Math.FusedMultiplyAdd(x, x, norm);
        }

        // With S = |x|^2 + |y|^2: inner product and norms err by (2n + 4) u S, the direct value by (n + 2) u 2 S, rounding the centred coordinates moves the
        // squared distance by 4 u S; u = 2^-53. The rest is room for the rounding of this bound and of the comparisons made with it, and for underflow.
        Norms[i] = norm;
        Slack[i] = (((4 * Dimension) + 32) * PairwiseDistances.UnitRoundoff * norm) + 1e-290;
    }
}
