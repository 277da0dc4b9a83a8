using IsoApprox.Kernels;

namespace IsoApprox.Solver.Algebra;

/// <summary>All squared distances of N points that move, N x N, by the tiled kernels.</summary>
internal sealed class SquaredMatrix
{
    private const int Rows = 12;
    private readonly PairTiles _tiles;
    private readonly ThreadLocal<double[]> _tile;

    internal SquaredMatrix(int count, int dimension)
    {
        _tiles = new PairTiles(count, dimension);
        _tile = new ThreadLocal<double[]>(() => new double[_tiles.TileLength(Rows)]);
        Values = new double[count * count];
    }

    /// <summary>||x_i - x_j||^2 at i N + j.</summary>
    internal double[] Values { get; }

    /// <summary>Takes the points. Cost O(N^2 n).</summary>
    /// <param name="points">N n coordinates, row-major.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Fill(double[] points, ParallelOptions? parallel)
    {
        var n = _tiles.Count;
        _tiles.Load(points);
        ForEach.Run((n + Rows - 1) / Rows, parallel, s =>
        {
            var (first, tile) = (s * Rows, _tile.Value!);
            var count = Math.Min(Rows, n - first);
            _tiles.SquaredDistances(first, count, tile);
            for (var r = 0; r < count; r++)
            {
                tile.AsSpan(r * _tiles.Stride, n).CopyTo(Values.AsSpan((first + r) * n, n));
            }
        });
    }
}
