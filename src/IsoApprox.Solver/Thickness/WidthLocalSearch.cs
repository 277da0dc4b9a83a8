using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Local minima of the width over unit directions by sequential linear programs: given e_k, minimise the width over e with e_k.e = 1, normalise, repeat.
/// The width never rises, and the search ends at a facet of the difference body. An upper bound of the thickness only.
/// </summary>
internal sealed class WidthLocalSearch
{
    private const double Box = 1e3;
    private const int MaxRounds = 100;
    private readonly CentredPoints _points;
    private readonly WidthProgram _program;
    private readonly DualSimplex _simplex;
    private readonly int[] _basis;
    private readonly double[] _normal;
    private readonly double[] _along;

    /// <summary>Creates the work space, O(N n).</summary>
    /// <param name="points">The points, n >= 2.</param>
    internal WidthLocalSearch(CentredPoints points)
    {
        _points = points;
        var n = points.Dimension;
        _program = new WidthProgram(points.Count, n - 1)
        {
            Offsets = new double[points.Columns[0].Length],
            Slopes = [.. Enumerable.Range(0, n - 1).Select(_ => new double[points.Columns[0].Length])],
        };
        _program.Lower.AsSpan().Fill(-Box);
        _program.Upper.AsSpan().Fill(Box);
        _simplex = new DualSimplex(n + 1);
        _basis = new int[n + 1];
        _normal = new double[n];
        _along = new double[points.Columns[0].Length];
    }

    /// <summary>Descends from <paramref name="direction"/>, which is replaced by the unit direction found.</summary>
    /// <param name="direction">Length n, not zero.</param>
    /// <param name="cancellation">Stops between linear programs.</param>
    /// <returns>The width along it, in the unit of the centred points.</returns>
    internal double Descend(double[] direction, CancellationToken cancellation)
    {
        Normalise(direction);
        var width = _points.Width(direction);
        var next = new double[direction.Length];
        for (var round = 0; round < MaxRounds && width > 0 && !cancellation.IsCancellationRequested; round++)
        {
            Improve(direction, width, next);
            var value = _points.Width(next);
            if (!(value < width))
            {
                break;
            }

            var done = value > width * (1 - 1e-12);
            width = value;
            next.CopyTo(direction, 0);
            if (done)
            {
                break;
            }
        }

        return width;
    }

    /// <summary>Scales a vector to unit length.</summary>
    /// <param name="direction">Not zero.</param>
    internal static void Normalise(Span<double> direction)
    {
        var largest = 0.0;
        foreach (var x in direction)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        var sum = 0.0;
        foreach (var x in direction)
        {
            sum += x / largest * (x / largest);
        }

        var length = Math.Sqrt(sum);
        foreach (ref var x in direction)
        {
            x = x / largest / length;
        }
    }

    /// <summary>Solves the linear program of the hyperplane through the unit direction and writes the normalised solution.</summary>
    private void Improve(double[] direction, double width, double[] next)
    {
        var n = direction.Length;
        var (sign, factor) = Reflect(direction);
        _program.StartingBasis(stackalloc double[n - 1], _basis);
        if (_simplex.Start(_program, _basis))
        {
            _simplex.Solve(1e-13 * width, maxPivots: 2000 + (20 * n));
        }

        next[0] = -sign;
        var dot = next[0] * _normal[0];
        for (var k = 1; k < n; k++)
        {
            next[k] = Math.Clamp(_simplex.Point[k - 1], -Box, Box);
            dot += next[k] * _normal[k];
        }

        for (var k = 0; k < n; k++)
        {
            next[k] -= factor * dot * _normal[k];
        }

        Normalise(next);
    }

    /// <summary>Writes the points in the frame of the Householder reflection that takes the direction to the first axis (up to sign).</summary>
    private (double Sign, double Factor) Reflect(double[] direction)
    {
        direction.CopyTo(_normal, 0);
        var sign = direction[0] >= 0 ? 1.0 : -1.0;
        _normal[0] += sign;
        var squared = 0.0;
        foreach (var v in _normal)
        {
            squared += v * v;
        }

        var factor = 2 / squared;
        Array.Clear(_along);
        for (var k = 0; k < _normal.Length; k++)
        {
            var (column, v) = (_points.Columns[k], _normal[k] * factor);
            for (var i = 0; i < _along.Length; i++)
            {
                _along[i] += v * column[i];
            }
        }

        for (var k = 0; k < _normal.Length; k++)
        {
            var (column, v, target) = (_points.Columns[k], _normal[k], k == 0 ? _program.Offsets : _program.Slopes[k - 1]);
            for (var i = 0; i < _along.Length; i++)
            {
                var reflected = column[i] - (v * _along[i]);
                target[i] = k == 0 ? -sign * reflected : reflected;
            }
        }

        return (sign, factor);
    }
}
