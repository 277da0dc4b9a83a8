using IsoApprox.Arithmetic;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>
/// Active-set search of the smallest enclosing ball of points with coordinates of size about 1. It may be inexact: what it returns is
/// proved by the caller.
/// </summary>
internal sealed class EnclosingBallSearch(double[] points, int dimension)
{
    private readonly SupportBall _support = new(points, dimension);
    private readonly int _count = points.Length / dimension;
    private readonly double[] _squares = new double[points.Length / dimension];
    private List<double> _weights = [];

    internal readonly record struct Result(double[] Center, int[] Support, double[] Weights);

    internal Result Run()
    {
        Start();
        var (least, best) = (double.PositiveInfinity, Current());
        var stalled = 0;
        var radius = -1.0;
        var tolerance = 4 * (dimension + 4) * PairwiseDistances.UnitRoundoff;
        while (true)
        {
            var (row, farthest) = Farthest();
            least = Math.Min(least, farthest);
            if (farthest <= least * (1 + tolerance))
            {
                // A later support is larger: at an equal distance its weights prove more.
                best = Current();
            }

            stalled = _support.SquaredRadius > radius ? 0 : stalled + 1;
            radius = Math.Max(radius, _support.SquaredRadius);
            if (farthest <= _support.SquaredRadius * (1 + tolerance) || _support.Rows.Contains(row) || stalled > 8)
            {
                return best;
            }

            Add(row);
            Walk();
        }
    }

    private void Start()
    {
        _support.TryAppend(Farthest().Row);
        _weights.Add(1);
        _support.Solve();
    }

    private Result Current() => new([.. _support.Center], [.. _support.Rows], [.. _weights]);

    private (int Row, double Squared) Farthest()
    {
        WorkQueue.Each(
            _count, points.Length, i => _squares[i] = PairwiseDistances.Squared(points.AsSpan(i * dimension, dimension), _support.Center));
        var row = 0;
        for (var i = 1; i < _count; i++)
        {
            row = _squares[i] > _squares[row] ? i : row;
        }

        return (row, _squares[row]);
    }

    /// <summary>
    /// Adds a row with weight 0; when it lies in the hull of the support, exchanges it along the affine dependence, which leaves the centre
    /// where it is.
    /// </summary>
    private void Add(int row)
    {
        if (_support.TryAppend(row))
        {
            _weights.Add(0);
            return;
        }

        var dependence = _support.Dependence;
        var (leaving, step) = (-1, double.PositiveInfinity);
        for (var s = 0; s < dependence.Length; s++)
        {
            if (dependence[s] > 0 && (_weights[s] / dependence[s] is var ratio) &&
                (ratio < step || (ratio == step && dependence[s] > dependence[leaving])))
            {
                (leaving, step) = (s, ratio);
            }
        }

        if (leaving < 0)
        {
            return;
        }

        for (var s = 0; s < dependence.Length; s++)
        {
            _weights[s] = Math.Max(0, _weights[s] - (step * dependence[s]));
        }

        _support.RemoveAt(leaving, _weights);
        if (_support.TryAppend(row))
        {
            _weights.Add(step);
        }
    }

    /// <summary>
    /// Moves the weights towards the barycentric coordinates of the circumcentre, dropping rows on the way, until these are not negative.
    /// </summary>
    private void Walk()
    {
        while (true)
        {
            var target = _support.Solve();
            var (leaving, step) = (-1, 1.0);
            for (var s = 0; s < target.Length; s++)
            {
                if (target[s] < 0 && (_weights[s] / (_weights[s] - target[s]) is var ratio) && (leaving < 0 || ratio < step))
                {
                    (leaving, step) = (s, ratio);
                }
            }

            if (leaving < 0)
            {
                _weights = [.. target];
                return;
            }

            for (var s = 0; s < target.Length; s++)
            {
                _weights[s] = Math.Max(0, _weights[s] + (step * (target[s] - _weights[s])));
            }

            _support.RemoveAt(leaving, _weights);
        }
    }
}
