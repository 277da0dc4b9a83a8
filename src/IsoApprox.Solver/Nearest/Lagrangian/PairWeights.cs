using IsoApprox.Kernels;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// A list of weighted pairs w_ij and the gradient of sum w_ij ||g_i - g_j||^2 by rows, so that it does not depend on the number of threads.
/// </summary>
internal sealed class PairWeights(int count, int dimension)
{
    private readonly int[] _start = new int[count + 1];
    private readonly int[] _fill = new int[count];
    private readonly double[] _rows = new double[count * dimension];
    private int[] _first = new int[64];
    private int[] _second = new int[64];
    private double[] _weight = new double[64];
    private int[] _neighbour = [];
    private double[] _neighbourWeight = [];
    private int _pairs;

    internal void Clear() => _pairs = 0;

    internal void Add(int i, int j, double weight)
    {
        if (_pairs == _first.Length)
        {
            Array.Resize(ref _first, 2 * _pairs);
            Array.Resize(ref _second, 2 * _pairs);
            Array.Resize(ref _weight, 2 * _pairs);
        }

        (_first[_pairs], _second[_pairs], _weight[_pairs]) = (i, j, weight);
        _pairs++;
    }

    /// <summary>gradient_i += 2 factor sum_j w_ij (g_i - g_j), both ends of each pair.</summary>
    internal void AddGradient(double[] g, double factor, Span<double> gradient, ParallelOptions? parallel)
    {
        if (_pairs == 0)
        {
            return;
        }

        BuildRows();
        ForEach.Run(count, parallel, i =>
        {
            // Summed apart from what the gradient holds, so that all numbers of threads round alike.
            var row = _rows.AsSpan(i * dimension, dimension);
            row.Clear();
            PairTiles.AddDifferences(
                g, dimension, i, _neighbour.AsSpan(_start[i], _start[i + 1] - _start[i]),
                _neighbourWeight.AsSpan(_start[i], _start[i + 1] - _start[i]), 2 * factor, row);
        });
        VectorKernels.AddScaled(1, _rows, gradient);
    }

    private void BuildRows()
    {
        _start.AsSpan().Clear();
        for (var p = 0; p < _pairs; p++)
        {
            _start[_first[p] + 1]++;
            _start[_second[p] + 1]++;
        }

        for (var i = 0; i < count; i++)
        {
            _start[i + 1] += _start[i];
            _fill[i] = _start[i];
        }

        if (_neighbour.Length < 2 * _pairs)
        {
            (_neighbour, _neighbourWeight) = (new int[4 * _pairs], new double[4 * _pairs]);
        }

        for (var p = 0; p < _pairs; p++)
        {
            var (i, j, w) = (_first[p], _second[p], _weight[p]);
            (_neighbour[_fill[i]], _neighbourWeight[_fill[i]++]) = (j, w);
            (_neighbour[_fill[j]], _neighbourWeight[_fill[j]++]) = (i, w);
        }
    }
}
