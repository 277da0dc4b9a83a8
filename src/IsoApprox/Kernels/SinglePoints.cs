using System.Runtime.CompilerServices;
using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>
/// Points as floats, to sift pairs with twice the lanes of doubles: about the median, scaled by a power of two, rounded. The kernels make
/// low = |x|^2 + |y|^2 - 2 x.y - s_x - s_y, and the direct squared distance in the same scale is certainly at least low and at most
/// low + Width_x + Width_y, Width = 2 s.
/// </summary>
/// <remarks>
/// With u = 2^-24, S = |x|^2 + |y|^2 of the centred points and n at most 4096, low + s_x + s_y is off from the direct value by at most (n +
/// 9) u S in strips
/// and (2 n + 7) u S where the sums start at the norms (n at most 4): rounding the coordinates moves the squared distance by 4 u S,
/// rounding the reduced norms
/// by u S, adding them by u S, the inner product errs by n u |x| |y| &lt;= n u S / 2 and counts twice (a sum that starts at the norms is at
/// most 2 S and
/// errs by 2 u S each time), the last rounding is 2 u S, and the direct value is exact to n 2^-52 S. s = (5/4 n + 28) u |x|^2 leaves at
/// least 18 u S for the
/// roundings of what is compared. The absolute term is for underflow.
/// </remarks>
internal sealed unsafe class SinglePoints : IDisposable
{
    /// <summary>Floats of a panel.</summary>
    internal const int PanelWidth = 16;

    /// <summary>Columns that the kernels take at a time.</summary>
    internal const int ColumnStep = 2 * PanelWidth;

    /// <summary>Largest n for which the bound above is proved.</summary>
    internal const int MaxDimension = 4096;

    private const int RowBlock = PackedPoints.RowBlock;
    private const int PackingBlock = 16 * PanelWidth;
    private const int Sampled = 9;
    private const double Roundoff = 1.0 / (1 << 24);
    private const double Underflow = 1e-30;
    private readonly AlignedBuffer<float> _side;
    private readonly AlignedBuffer<float> _panels;
    private readonly AlignedBuffer<float> _norms;
    private readonly AlignedBuffer<float> _widths;

    /// <summary>Packs points times 2^-exponent. Cost O(N n).</summary>
    /// <param name="points">N n coordinates, row-major.</param>
    /// <param name="count">N.</param>
    /// <param name="dimension">n.</param>
    /// <param name="exponent">See <see cref="PointRange.SingleExponent"/>.</param>
    internal SinglePoints(double* points, int count, int dimension, int exponent)
    {
        (Count, Dimension) = (count, dimension);
        PaddedCount = (Count + ColumnStep - 1) / ColumnStep * ColumnStep;
        var blocks = (Count + RowBlock - 1) / RowBlock;
        _side = new AlignedBuffer<float>(blocks * RowBlock * (long)Dimension);
        _panels = new AlignedBuffer<float>(PaddedCount * (long)Dimension);
        _norms = new AlignedBuffer<float>(PaddedCount + RowBlock);
        _widths = new AlignedBuffer<float>(PaddedCount + RowBlock);
        var middle = Middle(points);
        var scale = Math.ScaleB(1, -exponent);
        WorkQueue.Run(
            (PaddedCount + PackingBlock - 1) / PackingBlock,
            PaddedCount * (double)Dimension,
            () => middle,
            (_, block) => Pack(points, middle, scale, block * PackingBlock, Math.Min(PaddedCount, (block + 1) * PackingBlock)),
            _ => { },
            null,
            default);
        for (var i = Count; i < PaddedCount + RowBlock; i++)
        {
            (Norms[i], Widths[i]) = (float.NaN, float.NaN);
        }

        for (var i = Count; i < blocks * RowBlock; i++)
        {
            for (var k = 0; k < Dimension; k++)
            {
                Side[(i / RowBlock * RowBlock * (long)Dimension) + (k * RowBlock) + (i % RowBlock)] = 0;
            }
        }
    }

    /// <summary>Number of points.</summary>
    internal int Count { get; }

    /// <summary>Count rounded up to whole pairs of panels; the points behind Count are NaN.</summary>
    internal int PaddedCount { get; }

    /// <summary>n.</summary>
    internal int Dimension { get; }

    /// <summary>The row side of the kernels: coordinate k of point i at (i / 6) 6 n + 6 k + i % 6.</summary>
    internal float* Side => _side.Start;

    /// <summary>The column side of the kernels: coordinate k of point j at (j / 16) 16 n + 16 k + j % 16.</summary>
    internal float* Panels => _panels.Start;

    /// <summary>|x|^2 - s_x.</summary>
    internal float* Norms => _norms.Start;

    /// <summary>2 s_x.</summary>
    internal float* Widths => _widths.Start;

    /// <inheritdoc/>
    public void Dispose()
    {
        _side.Dispose();
        _panels.Dispose();
        _norms.Dispose();
        _widths.Dispose();
    }

    /// <summary>
    /// The median of each coordinate over a few rows: near most points also when some are very far. It only decides how sharp the sift is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Middle(double* points)
    {
        var taken = Math.Min(Sampled, Count);
        var middle = new double[Dimension];
        var sorted = stackalloc double[Sampled];
        for (var k = 0; k < middle.Length; k++)
        {
            for (var t = 0; t < taken; t++)
            {
                var (x, place) = (points[((long)t * Count / taken * Dimension) + k], t);
                for (; place > 0 && sorted[place - 1] > x; place--)
                {
                    sorted[place] = sorted[place - 1];
                }

                sorted[place] = x;
            }

            middle[k] = sorted[taken / 2];
        }

        return middle;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(double* points, double[] middle, double scale, int from, int to)
    {
        var n = Dimension;
        for (var i = from; i < to; i++)
        {
            var panel = Panels + (i / PanelWidth * PanelWidth * (long)n) + (i % PanelWidth);
            if (i >= Count)
            {
                for (var k = 0; k < n; k++)
                {
                    panel[k * PanelWidth] = float.NaN;
                }

                continue;
            }

            var side = Side + (i / RowBlock * RowBlock * (long)n) + (i % RowBlock);
            var row = points + (i * (long)n);
            var norm = 0.0;
            for (var k = 0; k < n; k++)
            {
                var x = (float)((row[k] - middle[k]) * scale);
                panel[k * PanelWidth] = x;
                side[k * RowBlock] = x;
                norm += (double)x * x;
            }

            var slack = ((((1.25 * n) + 28) * Roundoff * norm) + Underflow) * (1 + (2 * Roundoff));
            Norms[i] = (float)(norm - slack);
            Widths[i] = MathF.BitIncrement((float)(2 * slack));
        }
    }
}
