using System.Runtime.InteropServices;
using IsoApprox.Kernels;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// N points in hundreds of coordinates, held in blocks of a few coordinates that fit the second-level cache: sums over pairs of points in
/// no order read each point many times, and are limited by the memory when it is read whole. Block by block, so the result does not
/// depend on the number of threads.
/// </summary>
internal sealed class CoordinateBlocks
{
    /// <summary>Entries of a block, about: 640 KiB of doubles.</summary>
    private const int Entries = 80_000;
    private const int LeastWidth = 32;
    private const int LargestWidth = 256;

    /// <summary>Points that a task takes.</summary>
    private const int Rows = 24;

    private readonly int _count;
    private readonly int _dimension;
    private readonly int _width;
    private readonly double[][] _blocks;
    private readonly int[] _starts;
    private readonly List<int> _others = [];
    private double[] _squared = [];
    private double[] _part = [];

    internal CoordinateBlocks(int count, int dimension)
    {
        (_count, _dimension, _starts) = (count, dimension, new int[count + 1]);
        _width = Math.Clamp(Entries / count / LeastWidth * LeastWidth, LeastWidth, LargestWidth);
        _blocks = [.. Enumerable.Range(0, (dimension + _width - 1) / _width).Select(b => new double[count * Width(b)])];
    }

    /// <summary>Takes the points. Cost O(N n).</summary>
    /// <param name="points">N n coordinates, row-major.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Load(double[] points, ParallelOptions? parallel) => ForEach.Run(_blocks.Length, parallel, b =>
    {
        var (block, width) = (_blocks[b], Width(b));
        for (var i = 0; i < _count; i++)
        {
            points.AsSpan((i * _dimension) + (b * _width), width).CopyTo(block.AsSpan(i * width));
        }
    });

    /// <summary>The squared distances of each point to those that it names, for <see cref="Squared"/>. Cost O(n) a pair.</summary>
    /// <param name="named">Adds what point i names to a list.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Measure(Action<int, List<int>> named, ParallelOptions? parallel)
    {
        _others.Clear();
        for (var i = 0; i < _count; i++)
        {
            named(i, _others);
            _starts[i + 1] = _others.Count;
        }

        if (_squared.Length < _others.Count)
        {
            (_squared, _part) = (new double[_others.Capacity], new double[_others.Capacity]);
        }

        _squared.AsSpan(0, _others.Count).Clear();
        for (var b = 0; b < _blocks.Length; b++)
        {
            var (block, width) = (_blocks[b], Width(b));
            EachRows(parallel, i =>
            {
                var (start, length) = (_starts[i], _starts[i + 1] - _starts[i]);
                var part = _part.AsSpan(start, length);
                var others = CollectionsMarshal.AsSpan(_others).Slice(start, length);
                VectorKernels.SquaredDistances(block.AsSpan(i * width, width), block, width, others, part);
                VectorKernels.AddScaled(1, part, _squared.AsSpan(start, length));
            });
        }
    }

    /// <summary>What was measured for a point, in the order in which it named the others.</summary>
    internal ReadOnlySpan<double> Squared(int point) => _squared.AsSpan(_starts[point], _starts[point + 1] - _starts[point]);

    /// <summary>gradient_i += factor sum_j (w_ij + w_ji) (x_i - x_j). Cost O(n) for each weight that is kept.</summary>
    /// <param name="weights">w.</param>
    /// <param name="transposed">Its transpose.</param>
    /// <param name="factor">Factor.</param>
    /// <param name="gradient">N x n.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void AddDifferences(
        SparseRows weights, TransposedRows transposed, double factor, double[] gradient, ParallelOptions? parallel)
    {
        for (var b = 0; b < _blocks.Length; b++)
        {
            var (block, width, first) = (_blocks[b], Width(b), b * _width);
            EachRows(parallel, i =>
            {
                var row = gradient.AsSpan((i * _dimension) + first, width);
                PairTiles.AddDifferences(block, width, i, weights.Columns(i), weights.Values(i), factor, row);
                PairTiles.AddDifferences(block, width, i, transposed.Columns(i), transposed.Values(i), factor, row);
            });
        }
    }

    private int Width(int block) => Math.Min(_width, _dimension - (block * _width));

    private void EachRows(ParallelOptions? parallel, Action<int> action) => ForEach.Run((_count + Rows - 1) / Rows, parallel, s =>
    {
        for (var i = s * Rows; i < Math.Min(_count, (s + 1) * Rows); i++)
        {
            action(i);
        }
    });
}
