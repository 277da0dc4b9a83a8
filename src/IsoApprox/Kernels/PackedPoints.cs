using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>
/// Rows of an embedding laid out for the pairwise kernels: in blocks of six points (coordinate k of the six side by side) for the row side,
/// and in panels of eight points for the column side. Up to n = 32 the kernels take direct differences of the points. Above, they take
/// inner products of the centred points, which only sift: the values are approximate, off from the direct ones by at most Slack_i +
/// Slack_j, and pairs that matter are evaluated directly.
/// </summary>
internal sealed unsafe class PackedPoints : IDisposable
{
    internal const int PanelWidth = 8;
    internal const int RowBlock = 6;

    private const int PackingBlock = 32 * PanelWidth;
    private readonly IPointRows _source;
    private readonly int[] _order;
    private readonly AlignedBuffer<double>? _rows;
    private readonly AlignedBuffer<double>? _side;
    private readonly AlignedBuffer<double>? _panels;
    private readonly AlignedBuffer<double>? _norms;
    private double[]? _points;

    /// <summary>Packs rows order[0], order[1], ... scaled by 2^-exponent. Cost O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="order">Rows to pack.</param>
    /// <param name="exponent">See <see cref="Exponent"/>.</param>
    /// <param name="forSweep">Whether the points are swept in pairs; otherwise there are single rows and, where asked for and differences
    /// are taken, panels.</param>
    /// <param name="direct">Whether differences are taken; by default up to n = 32.</param>
    /// <param name="panels">False for points that are never on the column side.</param>
    /// <param name="copy">Whether to copy the rows in the packed order, for faster single access; not for points that move.</param>
    internal PackedPoints(
        IPointRows f, int[] order, int exponent, bool forSweep = true, bool? direct = null, bool panels = true, bool copy = false)
    {
        (_source, _order, Count, Dimension, Exponent) = (f, order, order.Length, f.Dimension, exponent);
        IsDirect = direct ?? f.Dimension <= PairwiseDistances.SequentialDimension;
        PaddedCount = (Count + (2 * PanelWidth) - 1) / (2 * PanelWidth) * (2 * PanelWidth);
        _rows = exponent != 0 || copy ? PointArray.Ordered(f, order, exponent) : null;
        _side = forSweep ? new AlignedBuffer<double>((Count + RowBlock - 1) / RowBlock * RowBlock * (long)Dimension) : null;
        _panels = forSweep || (IsDirect && panels) ? new AlignedBuffer<double>(PaddedCount * (long)Dimension) : null;
        _norms = forSweep && !IsDirect ? new AlignedBuffer<double>(PaddedCount + RowBlock).Fill(double.NaN) : null;
        for (var k = Count / RowBlock * RowBlock * (long)Dimension; k < (_side?.Length ?? 0); k++)
        {
            Side[k] = 0;
        }

        Fill();
    }

    /// <summary>True when the machine has vectors of 512 bits that the kernels can use.</summary>
    internal static bool HasWideVectors => Avx512F.IsSupported && Avx512DQ.IsSupported;

    /// <summary>Number of points.</summary>
    internal int Count { get; }

    /// <summary>Count rounded up to whole pairs of panels; the points behind Count are NaN, so no comparison is true for them.</summary>
    internal int PaddedCount { get; }

    /// <summary>n.</summary>
    internal int Dimension { get; }

    /// <summary>
    /// The packed coordinates are those of the embedding times 2^-Exponent; 0 unless squares would leave the range of doubles.
    /// </summary>
    internal int Exponent { get; }

    /// <summary>True when strips hold the direct squared distances themselves.</summary>
    internal bool IsDirect { get; }

    /// <summary>True when the kernels take vectors of eight doubles. The results are the same.</summary>
    internal bool IsWide { get; init; } = HasWideVectors;

    /// <summary>True in one to four dimensions, where squared distances are made where they are used.</summary>
    internal bool IsNarrow => Dimension <= 4;

    /// <summary>
    /// The row side of the kernels, the points or the centred points: coordinate k of point i at (i / 6) 6 n + 6 k + i % 6.
    /// </summary>
    internal double* Side => _side!.Start;

    /// <summary>The column side of the kernels: coordinate k of point j at (j / 8) 8 n + 8 k + j % 8.</summary>
    internal double* Panels => _panels!.Start;

    /// <summary>Squared norms of the centred points; NaN behind Count.</summary>
    internal double* Norms => _norms!.Start;

    /// <summary>The direct squared distance of points i and j of the packed order.</summary>
    internal double Squared(int i, int j) => PairwiseDistances.Squared(Row(i), Row(j));

    /// <summary>Point i of the packed order.</summary>
    internal ReadOnlySpan<double> Row(int i) => _rows is null ? _source[_order[i]] : new(_rows.Start + (i * (long)Dimension), Dimension);

    /// <summary>Packs the rows of the source as they are now (as they were, where they were scaled or copied). Cost O(N n).</summary>
    internal void Fill()
    {
        if (_panels is null)
        {
            return;
        }

        var middle = _norms is null ? [] : Middle();
        if (PaddedCount * (double)Dimension < WorkQueue.SerialWork)
        {
            PackBlock(middle, _points ??= new double[PanelWidth * Dimension], 0, PaddedCount);
            return;
        }

        WorkQueue.Run(
            (PaddedCount + PackingBlock - 1) / PackingBlock,
            PaddedCount * (double)Dimension,
            () => new double[PanelWidth * Dimension],
            (points, block) => PackBlock(middle, points, block * PackingBlock, Math.Min(PaddedCount, (block + 1) * PackingBlock)),
            _ => { },
            null,
            default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows?.Dispose();
        _side?.Dispose();
        _panels?.Dispose();
        _norms?.Dispose();
    }

    /// <summary>About the mean: the mean of about 1024 rows. It only decides how sharp the sift is.</summary>
    private double[] Middle()
    {
        var (middle, step) = (new double[Dimension], Math.Max(1, Count / 1024));
        var taken = ((Count - 1) / step) + 1;
        for (var i = 0; i < Count; i += step)
        {
            var row = Row(i);
            for (var k = 0; k < row.Length; k++)
            {
                middle[k] += row[k] / taken;
            }
        }

        return middle;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackBlock(double[] middle, double[] points, int from, int to)
    {
        for (var start = from; start < to; start += PanelWidth)
        {
            var end = Math.Min(start + PanelWidth, Count);
            for (var i = start; i < end; i++)
            {
                Prepare(i, middle, points.AsSpan((i - start) * Dimension, Dimension));
            }

            if (_panels is not null)
            {
                fixed (double* from0 = points)
                {
                    CopyToPanel(from0, Panels + (start * (long)Dimension), Math.Max(0, end - start));
                }
            }
        }
    }

    /// <summary>Copies point i, centred where inner products are taken, to where the kernels read rows and to x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prepare(int i, double[] middle, Span<double> x)
    {
        Row(i).CopyTo(x);
        if (_norms is not null)
        {
            Centre(i, middle, x);
        }

        if (_side is not null)
        {
            var side = Side + (i / RowBlock * RowBlock * (long)Dimension) + (i % RowBlock);
            for (var k = 0; k < x.Length; k++)
            {
                side[k * RowBlock] = x[k];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyToPanel(double* rows, double* panel, int count)
    {
        for (var k = 0; k < Dimension; k++, panel += PanelWidth)
        {
            for (var r = 0; r < PanelWidth; r++)
            {
                panel[r] = r < count ? rows[(r * Dimension) + k] : double.NaN;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Centre(int i, double[] middle, Span<double> point)
    {
        var norm = 0.0;
        for (var k = 0; k < middle.Length; k++)
        {
            var x = point[k] - middle[k];
            point[k] = x;
            norm = Math.FusedMultiplyAdd(x, x, norm);
        }

        Norms[i] = norm;
    }
}
