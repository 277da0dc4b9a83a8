using System.Runtime.Intrinsics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>
/// Tiled pair kernels for points that move, as an iterative solver needs them: squared distances of a few anchors to all points, and the
/// gradient sum_j w_ij (g_i - g_j) of weighted squared distances for dense or sparse weights. <see cref="Load"/> packs the points; after it
/// all methods may run on several threads at once. Results do not depend on the threads. Memory O(N n).
/// </summary>
public sealed unsafe class PairTiles : IDisposable
{
    private const int Rows = PackedPoints.RowBlock;
    private readonly PointArray _points;
    private readonly PointArray _coordinates;
    private readonly PackedPoints _packed;
    private readonly bool _weighted;
    private PackedPoints? _transposed;

    /// <summary>Allocates for N points in R^n.</summary>
    /// <param name="count">N >= 1.</param>
    /// <param name="dimension">n >= 1.</param>
    /// <param name="differences">True: direct differences, relative error of a squared distance at most (n + 2) 2^-53. False (only for n >
    /// 32; twice as fast): inner products of the centred points, absolute error at most (4 n + 32) 2^-53 (|x_i|^2 + |x_j|^2), negative
    /// results replaced by 0.</param>
    /// <param name="denseWeights">Whether <see cref="AddDifferences(int, int, ReadOnlySpan{double}, double, Span{double})"/> will be
    /// called.</param>
    public PairTiles(int count, int dimension, bool differences = true, bool denseWeights = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        _weighted = denseWeights;
        _points = new PointArray(count, dimension);
        _coordinates = new PointArray(dimension, count, allocate: denseWeights);
        _packed = new PackedPoints(
            _points, [.. Enumerable.Range(0, count)], 0, direct: differences || dimension <= PairwiseDistances.SequentialDimension);
    }

    /// <summary>N.</summary>
    public int Count => _points.Count;

    /// <summary>n.</summary>
    public int Dimension => _points.Dimension;

    /// <summary>Length of a row of a tile: N rounded up to a multiple of 16. The entries behind N are NaN.</summary>
    public int Stride => _packed.PaddedCount;

    /// <summary>Length of a tile of so many anchors: whole blocks of six rows of <see cref="Stride"/> entries.</summary>
    /// <param name="anchors">Number of anchors.</param>
    public int TileLength(int anchors) => (anchors + Rows - 1) / Rows * Rows * Stride;

    /// <summary>Takes the points. Cost O(N n).</summary>
    /// <param name="points">N n coordinates, row-major, finite.</param>
    public void Load(ReadOnlySpan<double> points)
    {
        points.CopyTo(_points.Values);
        _packed.Fill();
        if (!_weighted)
        {
            return;
        }

        for (var i = 0; i < Count; i++)
        {
            for (var k = 0; k < Dimension; k++)
            {
                _coordinates.Values[(k * Count) + i] = points[(i * Dimension) + k];
            }
        }

        _transposed ??= new PackedPoints(_coordinates, [.. Enumerable.Range(0, Dimension)], 0, forSweep: false, direct: true);
        _transposed.Fill();
    }

    /// <summary>tile[a Stride + j] = ||x_(first+a) - x_j||^2 for all j, 0 for j = first + a. Cost O(anchors N n).</summary>
    /// <param name="first">First anchor, a multiple of 6.</param>
    /// <param name="anchors">Number of anchors; 12 to 48 keep the tile in the cache.</param>
    /// <param name="tile"><see cref="TileLength"/> entries.</param>
    public void SquaredDistances(int first, int anchors, Span<double> tile)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(first % Rows, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(anchors, Count - first);
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Length, TileLength(anchors), nameof(tile));
        fixed (double* output = tile)
        {
            const int Columns = 192;
            for (var from = 0; from < Stride; from += Columns)
            {
                StripKernels.Fill(_packed, first, anchors, from, Math.Min(Stride, from + Columns), output + from, Stride);
            }

            for (var a = 0; a < anchors; a++)
            {
                output[(a * (long)Stride) + first + a] = 0;
                if (!_packed.IsDirect)
                {
                    Clamp(output + (a * (long)Stride), Count);
                }
            }
        }
    }

    /// <summary>
    /// gradient_a += factor sum_j w_aj (x_(first+a) - x_j) as row sums times x minus the matrix product W x. Cost O(anchors N n); better
    /// than the sparse form when more than about a quarter of the weights is not zero.
    /// </summary>
    /// <param name="first">First anchor.</param>
    /// <param name="anchors">Number of anchors.</param>
    /// <param name="weights">w_aj at a Stride + j.</param>
    /// <param name="factor">Factor.</param>
    /// <param name="gradient">anchors n entries.</param>
    /// <exception cref="InvalidOperationException">Not made for dense weights.</exception>
    public void AddDifferences(int first, int anchors, ReadOnlySpan<double> weights, double factor, Span<double> gradient)
    {
        var columns = _transposed
            ?? throw new InvalidOperationException("the tiles were not made for dense weights, or no points were loaded");
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.Length, ((anchors - 1) * Stride) + Count, nameof(weights));
        using var side = new AlignedBuffer<double>(Rows * (long)Count);
        using var product = new AlignedBuffer<double>(Rows * (long)columns.PaddedCount);
        var sums = stackalloc double[Rows];
        for (var start = 0; start < anchors; start += Rows)
        {
            var rows = Math.Min(Rows, anchors - start);
            for (var a = 0; a < Rows; a++)
            {
                sums[a] = Interleave(a < rows ? weights.Slice((start + a) * Stride, Count) : default, side.Start + a, Count);
            }

            StripKernels.Products(
                side.Start, Count, columns.Panels, columns.PaddedCount, columns.IsWide, product.Start, columns.PaddedCount);
            for (var a = 0; a < rows; a++)
            {
                var x = _points[first + start + a];
                var target = gradient.Slice((start + a) * Dimension, Dimension);
                for (var k = 0; k < x.Length; k++)
                {
                    target[k] += factor * ((sums[a] * x[k]) - product.Start[(a * columns.PaddedCount) + k]);
                }
            }
        }
    }

    /// <summary>
    /// gradient += factor sum_p w_p (x_anchor - x_others[p]). Cost O(n) for each p; each gradient entry is read and written once.
    /// </summary>
    /// <param name="anchor">The anchor.</param>
    /// <param name="others">Rows.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="factor">Factor.</param>
    /// <param name="gradient">n entries.</param>
    public void AddDifferences(int anchor, ReadOnlySpan<int> others, ReadOnlySpan<double> weights, double factor, Span<double> gradient) =>
        AddDifferences(_points.Values, Dimension, anchor, others, weights, factor, gradient);

    /// <summary>The same for points that are not loaded.</summary>
    /// <param name="points">N n coordinates, row-major.</param>
    /// <param name="dimension">n.</param>
    /// <param name="anchor">The anchor.</param>
    /// <param name="others">Rows.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="factor">Factor.</param>
    /// <param name="gradient">n entries.</param>
    public static void AddDifferences(
        double[] points, int dimension, int anchor, ReadOnlySpan<int> others, ReadOnlySpan<double> weights, double factor,
        Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.Length, others.Length, nameof(weights));
        fixed (double* x = points, output = gradient[..dimension], w = weights)
        fixed (int* rows = others)
        {
            var list = new DifferenceSum(x, dimension, x + (anchor * (long)dimension), rows, w, others.Length, factor);
            if (PackedPoints.HasWideVectors)
            {
                list.AddTo<Lanes512, Vector512<double>>(output);
            }
            else
            {
                list.AddTo<Lanes256, Vector256<double>>(output);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packed.Dispose();
        _transposed?.Dispose();
    }

    private static void Clamp(double* row, int count)
    {
        for (var j = 0; j < count; j++)
        {
            row[j] = Math.Max(row[j], 0);
        }
    }

    /// <summary>Copies a row of weights to every sixth entry (zeros for no row); returns its sum.</summary>
    private static double Interleave(ReadOnlySpan<double> weights, double* side, int count)
    {
        var sum = 0.0;
        for (var j = 0; j < count; j++)
        {
            var w = weights.IsEmpty ? 0 : weights[j];
            side[j * Rows] = w;
            sum += w;
        }

        return sum;
    }
}
