using IsoApprox.Kernels;

namespace IsoApprox.Solver.Algebra;

/// <summary>
/// All squared distances of N points that move, N x N, by the tiled kernels: direct differences, or, for many points in hundreds of
/// coordinates (<see cref="IsWide"/>), inner products of one half of the pairs, four times faster, with direct differences where most of
/// their digits would be lost.
/// </summary>
internal sealed class SquaredMatrix
{
    private const int Rows = 12;
    private const int WideCount = 257;
    private const int WideDimension = 512;

    /// <summary>The matrix may take as many times the memory of the points.</summary>
    private const int LargestShare = 4;

    /// <summary>Of |x_i|^2 + |x_j|^2: a smaller squared distance is taken by direct differences.</summary>
    private const double FewDigits = 1e-5;

    /// <summary>Rows and columns of a tile that is mirrored at the diagonal.</summary>
    private const int MirrorRows = 64;

    private readonly int _dimension;
    private readonly PairTiles? _tiles;
    private readonly ThreadLocal<double[]>? _tile;
    private readonly InnerProducts? _products;
    private readonly double[] _norms;

    internal SquaredMatrix(int count, int dimension)
    {
        (Count, _dimension, _norms) = (count, dimension, new double[count]);
        Values = new double[count * count];
        if (IsWide(count, dimension))
        {
            _products = new InnerProducts(count, dimension);
            return;
        }

        _tiles = new PairTiles(count, dimension);
        _tile = new ThreadLocal<double[]>(() => new double[_tiles.TileLength(Rows)]);
    }

    /// <summary>||x_i - x_j||^2 at i N + j.</summary>
    internal double[] Values { get; }

    private int Count { get; }

    /// <summary>True where one half of the pairs by inner products is faster than rows of direct differences.</summary>
    internal static bool IsWide(int count, int dimension) =>
        count >= WideCount && dimension >= WideDimension && count <= (long)LargestShare * dimension;

    /// <summary>Takes the points, near the origin. Cost O(N^2 n).</summary>
    /// <param name="points">N n coordinates, row-major.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Fill(double[] points, ParallelOptions? parallel)
    {
        if (_products is not null)
        {
            FillWide(_products, points, parallel);
            return;
        }

        _tiles!.Load(points);
        ForEach.Run((Count + Rows - 1) / Rows, parallel, s =>
        {
            var (first, tile) = (s * Rows, _tile!.Value!);
            var count = Math.Min(Rows, Count - first);
            _tiles.SquaredDistances(first, count, tile);
            for (var r = 0; r < count; r++)
            {
                tile.AsSpan(r * _tiles.Stride, Count).CopyTo(Values.AsSpan((first + r) * Count, Count));
            }
        });
    }

    private void FillWide(InnerProducts products, double[] points, ParallelOptions? parallel)
    {
        products.Compute(points, Values, parallel);
        for (var i = 0; i < Count; i++)
        {
            _norms[i] = Values[(i * Count) + i];
        }

        var tiles = (Count + MirrorRows - 1) / MirrorRows;
        ForEach.Run(tiles, parallel, tile =>
        {
            for (var (row, column) = (tile * MirrorRows, 0); column <= row; column += MirrorRows)
            {
                ToDistances(points, row, column);
            }
        });
    }

    /// <summary>A tile of inner products to distances, and its mirror image.</summary>
    private void ToDistances(double[] points, int row, int column)
    {
        for (var i = row; i < Math.Min(Count, row + MirrorRows); i++)
        {
            for (var j = column; j < Math.Min(i, column + MirrorRows); j++)
            {
                var sum = _norms[i] + _norms[j];
                var squared = sum - (2 * Values[(i * Count) + j]);
                if (!(squared > FewDigits * sum))
                {
                    squared = VectorKernels.SquaredDistance(
                        points.AsSpan(i * _dimension, _dimension), points.AsSpan(j * _dimension, _dimension));
                }

                Values[(i * Count) + j] = Values[(j * Count) + i] = squared;
            }
        }

        for (var i = row; column == row && i < Math.Min(Count, row + MirrorRows); i++)
        {
            Values[(i * Count) + i] = 0;
        }
    }
}
