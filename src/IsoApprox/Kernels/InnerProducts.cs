namespace IsoApprox.Kernels;

/// <summary>
/// Inner products of all pairs of rows, in register blocks on all cores. Coordinates are taken some hundreds at a time, so that what a
/// block reads stays in the second cache whatever their number.
/// </summary>
public sealed unsafe class InnerProducts : IDisposable
{
    private const int TileRows = 4 * PackedPoints.RowBlock;
    private const int TileColumns = 192;
    private const int Depth = 512;

    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    private readonly int _dimension;
    private readonly PointArray _part;
    private readonly PackedPoints _packed;

    /// <summary>Allocates for N rows of n numbers. Memory O(N min(n, 512)).</summary>
    /// <param name="count">N >= 1.</param>
    /// <param name="dimension">n >= 1.</param>
    public InnerProducts(int count, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        _dimension = dimension;
        _part = new PointArray(count, Math.Min(dimension, Depth));
        _packed = new PackedPoints(_part, [.. Enumerable.Range(0, count)], 0, direct: true);
    }

    private int Count => _part.Count;

    /// <summary>The lower triangle of X X^T, N x N row-major; what stands above it means nothing. See <see cref="Compute"/>.</summary>
    /// <param name="rows">X: N n finite numbers, row-major.</param>
    /// <param name="count">N >= 1.</param>
    public static double[] LowerTriangle(double[] rows, int count)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var products = new InnerProducts(count, rows.Length / Math.Max(1, count));
        var result = new double[(long)count * count];
        products.Compute(rows, result, new ParallelOptions());
        return result;
    }

    /// <summary>
    /// Writes the lower triangle of X X^T. Every entry is one inner product in a fixed order, whatever the number of threads; its error is
    /// at most n u / (1 - n u) sum_k |x_ik x_jk|, u = 2^-53, barring underflow. Cost N^2 n / 2 multiply-adds.
    /// </summary>
    /// <param name="rows">X: N n finite numbers, row-major.</param>
    /// <param name="result">N x N row-major; what stands above the diagonal is left alone.</param>
    /// <param name="parallel">Null: one thread.</param>
    public void Compute(ReadOnlySpan<double> rows, double[] result, ParallelOptions? parallel)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, (long)Count * _dimension, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.LongLength, (long)Count * Count, nameof(result));
        var tiles = (Count + TileRows - 1) / TileRows;
        for (var start = 0; start < _dimension; start += Depth)
        {
            Pack(rows, start);
            var isFirst = start == 0;

            // Rows further down have more columns: they come first.
            Parallel.For(0, tiles, parallel ?? OneThread, tile => AddTile((tiles - 1 - tile) * TileRows, result, isFirst));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _packed.Dispose();

    /// <summary>The coordinates from one on, zeros behind the last.</summary>
    private void Pack(ReadOnlySpan<double> rows, int start)
    {
        var (width, taken) = (_part.Dimension, Math.Min(_part.Dimension, _dimension - start));
        for (var i = 0; i < Count; i++)
        {
            var target = _part.Values.AsSpan(i * width, width);
            rows.Slice((i * _dimension) + start, taken).CopyTo(target);
            target[taken..].Clear();
        }

        _packed.Fill();
    }

    private void AddTile(int first, double[] result, bool isFirst)
    {
        var taken = Math.Min(TileRows, Count - first);
        var buffer = stackalloc double[TileRows * TileColumns];
        for (var from = 0; from < first + taken; from += TileColumns)
        {
            var to = Math.Min(_packed.PaddedCount, from + TileColumns);
            StripKernels.Products(_packed, first, taken, from, to, buffer, TileColumns);
            for (var r = 0; r < taken; r++)
            {
                var length = Math.Min(to, first + r + 1) - from;
                if (length > 0)
                {
                    var sums = result.AsSpan(((first + r) * Count) + from, length);
                    Take(new ReadOnlySpan<double>(buffer + (r * TileColumns), length), sums, isFirst);
                }
            }
        }
    }

    private static void Take(ReadOnlySpan<double> part, Span<double> sums, bool isFirst)
    {
        if (isFirst)
        {
            part.CopyTo(sums);
            return;
        }

        for (var j = 0; j < part.Length; j++)
        {
            sums[j] += part[j];
        }
    }
}
