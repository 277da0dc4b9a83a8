using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// H(v, l) = min over y with y.v &lt;= l of max_j ||f_j - y||: how far the points of a class are from a half space. The dual maximises V +
/// z^2 over weights of sum 1, V the variance of the points, z = max(0, mean.v - l); pairwise Frank-Wolfe steps from the last weights. Any
/// weights prove a bound, so accuracy does not matter for soundness.
/// </summary>
/// <param name="points">Row-major coordinates.</param>
/// <param name="dimension">n.</param>
internal sealed class HalfBall(double[] points, int dimension)
{
    private const int MaxSteps = 80;
    private const double Accuracy = 1e-7;

    private readonly double[] _weights = new double[points.Length / dimension];
    private readonly double[] _mean = new double[dimension];
    private readonly double[] _centre = new double[dimension];
    private readonly double[] _squared = new double[points.Length / dimension];

    /// <summary>H of the last direction, from below.</summary>
    internal double Value { get; private set; }

    /// <summary>sqrt(V)/H, the share of the spread.</summary>
    internal double Cosine { get; private set; }

    /// <summary>z/H, the share of the distance.</summary>
    internal double Sine { get; private set; }

    /// <summary>Weighted mean of the last direction.</summary>
    internal ReadOnlySpan<double> Mean => _mean;

    /// <summary>Positions that carry weight, and the weights.</summary>
    internal (int[] Points, double[] Weights) Weights()
    {
        int[] positions = [.. Enumerable.Range(0, _weights.Length).Where(j => _weights[j] > 1e-9)];
        return (positions, Array.ConvertAll(positions, j => Math.Round(_weights[j], 12)));
    }

    /// <summary>Evaluates H. Cost O(N n) a step.</summary>
    /// <param name="v">Unit vector.</param>
    /// <param name="limit">l.</param>
    internal double Evaluate(ReadOnlySpan<double> v, double limit)
    {
        if (Array.TrueForAll(_weights, w => w == 0))
        {
            _weights[Farthest(v)] = 1;
        }

        Average();
        for (var step = 0; ; step++)
        {
            var behind = Math.Max(0, DirectionCone.Dot(_mean, v) - limit);
            for (var d = 0; d < _mean.Length; d++)
            {
                _centre[d] = _mean[d] - (behind * v[d]);
            }

            var (far, near, value) = Extremes();
            if (step == MaxSteps || _squared[far] - value <= Accuracy * _squared[far] || near < 0)
            {
                var spread = Math.Sqrt(Math.Max(0, value - (behind * behind)));
                Value = Math.Sqrt((spread * spread) + (behind * behind));
                (Sine, Cosine) = Value > 0 ? (behind / Value, spread / Value) : (0, 1);
                return Value;
            }

            Move(far, near, v, behind > 0);
        }
    }

    /// <summary>
    /// The farthest point from the centre, the nearest one that carries weight (-1 when it is the same), and the weighted mean of squares.
    /// </summary>
    private (int Far, int Near, double Value) Extremes()
    {
        var (far, near, value) = (0, -1, 0.0);
        for (var j = 0; j < _weights.Length; j++)
        {
            var squared = 0.0;
            for (var d = 0; d < _centre.Length; d++)
            {
                var difference = points[(j * _centre.Length) + d] - _centre[d];
                squared += difference * difference;
            }

            _squared[j] = squared;
            far = squared > _squared[far] ? j : far;
            if (_weights[j] > 0)
            {
                value += _weights[j] * squared;
                near = near < 0 || squared < _squared[near] ? j : near;
            }
        }

        return (far, near == far ? -1 : near, value);
    }

    /// <summary>Moves weight from one point to another to the maximum along that line, or all of it.</summary>
    private void Move(int far, int near, ReadOnlySpan<double> v, bool isBehind)
    {
        var (along, length) = (0.0, 0.0);
        for (var d = 0; d < _mean.Length; d++)
        {
            var difference = points[(far * _mean.Length) + d] - points[(near * _mean.Length) + d];
            along += difference * v[d];
            length += difference * difference;
        }

        var curvature = isBehind ? length - (along * along) : length;
        var slope = _squared[far] - _squared[near];
        var share = curvature > 1e-300 && slope < 2 * curvature * _weights[near] ? slope / (2 * curvature) : _weights[near];
        _weights[near] -= share;
        _weights[far] += share;
        for (var d = 0; d < _mean.Length; d++)
        {
            _mean[d] += share * (points[(far * _mean.Length) + d] - points[(near * _mean.Length) + d]);
        }
    }

    private void Average()
    {
        Array.Clear(_mean);
        for (var j = 0; j < _weights.Length; j++)
        {
            if (_weights[j] > 0)
            {
                DenseKernels.AddScaled(_mean, points.AsSpan(j * _mean.Length, _mean.Length), _weights[j]);
            }
        }
    }

    private int Farthest(ReadOnlySpan<double> v)
    {
        var (best, at) = (double.NegativeInfinity, 0);
        for (var j = 0; j < _weights.Length; j++)
        {
            var value = DirectionCone.Dot(points.AsSpan(j * dimension, dimension), v);
            (best, at) = value > best ? (value, j) : (best, at);
        }

        return at;
    }
}
