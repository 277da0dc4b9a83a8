using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// min over w in the simplex spanned by unit vectors v_1..v_n of beta max_k b_k.w - alpha min_i a_i.w + m.w as a linear program in
/// (c_1..c_n, x, y), w = sum c_t v_t: minimise beta x + alpha y + sum c_t m.v_t with x >= b_k.w, y >= -a_i.w, c >= 0, sum c = 1. The
/// multipliers of the points are weights of sum beta and alpha. For the depth alone beta = alpha = 1, m = 0. Constraint numbers: t for c_t
/// >= 0, n for the sum, n + 1 + k for b_k, n + 1 + M + i for a_i.
/// </summary>
internal sealed class PenetrationProgram : IConstraintSource
{
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly int _n;
    private readonly double[] _cost;
    private readonly double[] _w;
    private readonly double[][] _unit;

    /// <summary>Creates the program of two classes.</summary>
    /// <param name="first">Coordinates of A, row-major.</param>
    /// <param name="second">Coordinates of B, row-major.</param>
    /// <param name="dimension">n.</param>
    internal PenetrationProgram(double[] first, double[] second, int dimension)
    {
        (_first, _second, _n) = (first, second, dimension);
        _cost = new double[dimension + 2];
        _w = new double[dimension];
        _unit = new double[dimension][];
    }

    /// <inheritdoc/>
    public int Dimension => _n + 2;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Cost => _cost;

    private int SecondCount => _second.Length / _n;

    private int FirstCount => _first.Length / _n;

    /// <summary>
    /// Sets the cone and the weights of the three parts, and writes a dual feasible basis: the extreme points at the middle, and all c_t >=
    /// 0 but the one where the objective is least.
    /// </summary>
    internal void Start(double[][] cone, double above, double below, ReadOnlySpan<double> mean, int[] basis)
    {
        (_cost[_n], _cost[_n + 1]) = (above, below);
        Array.Clear(_w);
        for (var t = 0; t < _n; t++)
        {
            _unit[t] = DirectionCone.Unit(cone[t]);
            _cost[t] = mean.IsEmpty ? 0 : DirectionCone.Dot(mean, _unit[t]);
            for (var d = 0; d < _n; d++)
            {
                _w[d] += _unit[t][d];
            }
        }

        var (k, i) = (Extreme(_second, 1), Extreme(_first, -1));
        var (free, least) = (0, double.PositiveInfinity);
        for (var t = 0; t < _n; t++)
        {
            var slope = _cost[t] + (above * DirectionCone.Dot(_second.AsSpan(k * _n, _n), _unit[t]))
                - (below * DirectionCone.Dot(_first.AsSpan(i * _n, _n), _unit[t]));
            (free, least) = slope < least ? (t, slope) : (free, least);
        }

        var next = 0;
        for (var t = 0; t <= _n; t++)
        {
            if (t != free)
            {
                basis[next++] = t;
            }
        }

        (basis[next], basis[next + 1]) = (_n + 1 + k, _n + 1 + SecondCount + i);
    }

    /// <summary>True for a point; gives its side and its position in its class.</summary>
    internal bool IsPoint(int id, out bool above, out int position)
    {
        var p = id - _n - 1;
        above = p < SecondCount;
        position = above ? p : p - SecondCount;
        return p >= 0;
    }

    /// <summary>w of a vertex.</summary>
    internal double[] Direction(ReadOnlySpan<double> z)
    {
        Combine(z);
        return (double[])_w.Clone();
    }

    /// <inheritdoc/>
    public ConstraintKind Kind(int id) => id == _n ? ConstraintKind.Equality : ConstraintKind.Inequality;

    /// <inheritdoc/>
    public int MostViolated(ReadOnlySpan<double> z, double tolerance)
    {
        var (best, id) = (tolerance, -1);
        for (var t = 0; t < _n; t++)
        {
            (best, id) = -z[t] > best ? (-z[t], t) : (best, id);
        }

        Combine(z);
        var (k, i) = (Extreme(_second, 1), Extreme(_first, -1));
        var above = DirectionCone.Dot(_second.AsSpan(k * _n, _n), _w) - z[_n];
        var below = -DirectionCone.Dot(_first.AsSpan(i * _n, _n), _w) - z[_n + 1];
        (best, id) = above > best ? (above, _n + 1 + k) : (best, id);
        return below > best ? _n + 1 + SecondCount + i : id;
    }

    /// <inheritdoc/>
    public int FirstViolated(ReadOnlySpan<double> z, double tolerance)
    {
        for (var t = 0; t < _n; t++)
        {
            if (-z[t] > tolerance)
            {
                return t;
            }
        }

        Combine(z);
        for (var p = 0; p < SecondCount + FirstCount; p++)
        {
            var above = p < SecondCount;
            var value = above ? DirectionCone.Dot(_second.AsSpan(p * _n, _n), _w) - z[_n]
                : -DirectionCone.Dot(_first.AsSpan((p - SecondCount) * _n, _n), _w) - z[_n + 1];
            if (value > tolerance)
            {
                return _n + 1 + p;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public double Row(int id, Span<double> g)
    {
        g.Clear();
        if (id < _n)
        {
            g[id] = 1;
            return 0;
        }

        if (!IsPoint(id, out var above, out var position))
        {
            g[.._n].Fill(1);
            return 1;
        }

        g[above ? _n : _n + 1] = 1;
        var point = (above ? _second : _first).AsSpan(position * _n, _n);
        for (var t = 0; t < _n; t++)
        {
            g[t] = (above ? -1 : 1) * DirectionCone.Dot(point, _unit[t]);
        }

        return 0;
    }

    private void Combine(ReadOnlySpan<double> z)
    {
        Array.Clear(_w);
        for (var t = 0; t < _n; t++)
        {
            for (var d = 0; d < _n; d++)
            {
                _w[d] += z[t] * _unit[t][d];
            }
        }
    }

    /// <summary>The point with the largest sign w.p.</summary>
    private int Extreme(double[] points, int sign)
    {
        var (best, at) = (double.NegativeInfinity, 0);
        for (var p = 0; p < points.Length / _n; p++)
        {
            var value = sign * DirectionCone.Dot(points.AsSpan(p * _n, _n), _w);
            (best, at) = value > best ? (value, p) : (best, at);
        }

        return at;
    }
}
