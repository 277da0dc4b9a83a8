namespace IsoApprox.Solver.Directions;

/// <summary>
/// Multipliers of the constraints |x_i - x_j| &lt;= h of one kind, first index by second index: n + 1 numbers (kappa, kappa_0) of the
/// second-order cone |kappa| &lt;= kappa_0 each.
/// </summary>
internal sealed class ConicBlock
{
    private readonly int _width;
    private readonly int _second;
    private readonly double[] _next;
    private readonly bool[] _active;
    private readonly List<int> _touched = [];

    internal ConicBlock(int first, int second, int dimension)
    {
        (_second, _width) = (second, dimension + 1);
        Multipliers = new double[first * second * _width];
        _next = new double[Multipliers.Length];
        _active = new bool[first * second];
    }

    internal double[] Multipliers { get; }

    /// <summary>True when no constraint has a multiplier.</summary>
    internal bool IsIdle => !_active.AsSpan().Contains(true);

    internal void Begin() => _touched.Clear();

    /// <summary>True when the constraint may have a term: it is violated or has a multiplier.</summary>
    internal bool Counts(int index, double squared, double height) => _active[index] || height < 0 || squared > height * height;

    internal bool IsActive(int index) => _active[index];

    internal ReadOnlySpan<double> this[int index] => Multipliers.AsSpan(index * _width, _width);

    internal void Set(int index, ReadOnlySpan<double> multiplier)
    {
        multiplier.CopyTo(Multipliers.AsSpan(index * _width, _width));
        _active[index] = Multipliers.AsSpan(index * _width, _width).ContainsAnyExcept(0.0);
    }

    /// <summary>
    /// Adds the term of one constraint: value, and the gradient with respect to x_i; returns that with respect to -height.
    /// </summary>
    /// <param name="index">first * (number of second) + second.</param>
    /// <param name="x">All coordinates.</param>
    /// <param name="stride">Length of a coordinate's row.</param>
    /// <param name="i">First point.</param>
    /// <param name="j">Second point.</param>
    /// <param name="height">h.</param>
    /// <param name="c">Penalty.</param>
    /// <param name="gradient">Receives the gradient.</param>
    /// <param name="value">Receives the value.</param>
    internal double Add(int index, ReadOnlySpan<double> x, int stride, int i, int j, double height, double c, Span<double> gradient,
        ref double value)
    {
        _touched.Add(index);
        var old = Multipliers.AsSpan(index * _width, _width);
        var next = _next.AsSpan(index * _width, _width);
        var n = _width - 1;
        var (square, before) = (0.0, 0.0);
        for (var k = 0; k < n; k++)
        {
            next[k] = old[k] - (c * (x[(k * stride) + i] - x[(k * stride) + j]));
            square += next[k] * next[k];
            before += old[k] * old[k];
        }

        var top = next[n] = old[n] - (c * height);
        before += old[n] * old[n];
        var length = Math.Sqrt(square);
        if (length <= -top)
        {
            next.Clear();
            value -= before / (2 * c);
            return 0;
        }

        if (length > top)
        {
            var factor = 0.5 * (1 + (top / length));
            for (var k = 0; k < n; k++)
            {
                next[k] *= factor;
            }

            next[n] = factor * length;
            square = factor * factor * square;
        }

        value += (square + (next[n] * next[n]) - before) / (2 * c);
        for (var k = 0; k < n; k++)
        {
            gradient[(k * stride) + i] -= next[k];
            gradient[(k * stride) + j] += next[k];
        }

        return next[n];
    }

    /// <summary>Takes the multipliers of the last evaluation; returns the largest change.</summary>
    internal double Update()
    {
        var change = 0.0;
        foreach (var index in _touched)
        {
            var any = false;
            for (var k = index * _width; k < (index + 1) * _width; k++)
            {
                change = Math.Max(change, Math.Abs(_next[k] - Multipliers[k]));
                Multipliers[k] = _next[k];
                any |= _next[k] != 0;
            }

            _active[index] = any;
        }

        return change;
    }

    /// <summary>The places with a multiplier.</summary>
    internal IEnumerable<(int First, int Second, int Index)> Active()
    {
        for (var e = 0; e < _active.Length; e++)
        {
            if (_active[e])
            {
                yield return (e / _second, e % _second, e);
            }
        }
    }
}
