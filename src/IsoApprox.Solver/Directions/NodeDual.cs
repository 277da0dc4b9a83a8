using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Weak duality for the multipliers of a node, in floating point: with M = diag(mu), Lambda of the comparisons, C of the cones, S = M +
/// Lambda positive definite, r^2 >= sum mu_i |f_i|^2 - tr (M F + C)^T S^-1 (M F + C) + constant. With a margin the slopes are part of C. M
/// is mixed with the identity by e, everything else is multiplied by tau.
/// </summary>
internal sealed class NodeDual
{
    private static readonly double[] Mixes = [1e-7, 1e-5, 1e-4, 1e-3, 1e-2, 5e-2];
    private readonly int _size;
    private readonly int _dimension;
    private readonly double[] _coupling;
    private readonly double[] _linear;
    private readonly double _constant;
    private readonly double[] _weights;
    private readonly double[] _points;
    private readonly double[] _factor;
    private readonly double[] _right;
    private readonly double[] _mixed;

    /// <param name="multipliers">The multipliers; sums that must agree are made to.</param>
    /// <param name="f">The points.</param>
    internal NodeDual(NodeMultipliers multipliers, ScaledPoints f)
    {
        var dimension = _dimension = f.Dimension;
        var place = Support(multipliers, out _size);
        _coupling = new double[_size * _size];
        _linear = new double[_size * dimension];
        _weights = new double[_size];
        _points = new double[_size * dimension];
        (_factor, _right, _mixed) = (new double[_size * _size], new double[_size * dimension], new double[_size]);
        for (var i = 0; i < place.Length; i++)
        {
            if (place[i] >= 0)
            {
                _weights[place[i]] = Math.Max(0, multipliers.Weights[i]);
                f[multipliers.Rows[i]].CopyTo(_points.AsSpan(place[i] * dimension));
            }
        }

        var total = _weights.Sum();
        for (var i = 0; i < _size; i++)
        {
            _weights[i] /= total;
        }

        _constant = Compare(multipliers, f.Source.Classes, place) + Cones(multipliers, place);
    }

    /// <summary>The best bound of r found, with the mix and the factor that give it; 0 when there is none.</summary>
    internal (double Bound, double Mix, double Factor) Best()
    {
        var best = (Bound: 0.0, Mix: 0.0, Factor: 0.0);
        void Offer(double value, double mix, double factor)
        {
            if (value > best.Bound)
            {
                best = (value, mix, factor);
            }
        }

        foreach (var mix in Mixes)
        {
            var whole = Value(mix, 1);
            if (!double.IsNegativeInfinity(whole))
            {
                Offer(whole, mix, 1);
                break;
            }

            var (low, high) = (0.0, 1.0);
            for (var step = 0; step < 9; step++)
            {
                var middle = 0.5 * (low + high);
                (low, high) = double.IsNegativeInfinity(Value(mix, middle)) ? (low, middle) : (middle, high);
            }

            foreach (var factor in (ReadOnlySpan<double>)[0.9999, 0.997, 0.98])
            {
                Offer(Value(mix, low * factor), mix, low * factor);
            }
        }

        return (Math.Sqrt(Math.Max(0, best.Bound)), best.Mix, best.Factor);
    }

    /// <summary>The bound of r^2, or negative infinity when S is not positive definite.</summary>
    internal double Value(double mix, double tau)
    {
        var (m, n) = (_size, _dimension);
        for (var i = 0; i < m; i++)
        {
            _mixed[i] = ((1 - mix) * _weights[i]) + (mix / m);
            for (var j = 0; j < i; j++)
            {
                _factor[(i * m) + j] = tau * _coupling[(i * m) + j];
            }

            _factor[(i * m) + i] = (tau * _coupling[(i * m) + i]) + _mixed[i];
        }

        var value = tau * _constant;
        for (var i = 0; i < m; i++)
        {
            for (var k = 0; k < n; k++)
            {
                var f = _points[(i * n) + k];
                value += _mixed[i] * f * f;
                _right[(i * n) + k] = (_mixed[i] * f) + (tau * _linear[(i * n) + k]);
            }
        }

        for (var i = 0; i < m; i++)
        {
            var row = _factor.AsSpan(i * m, i + 1);
            for (var j = 0; j < i; j++)
            {
                var other = _factor.AsSpan(j * m, j + 1);
                var sum = row[j];
                for (var k = 0; k < j; k++)
                {
                    sum -= row[k] * other[k];
                }

                row[j] = sum / other[j];
            }

            var pivot = row[i];
            for (var k = 0; k < i; k++)
            {
                pivot -= row[k] * row[k];
            }

            if (!(pivot > 1e-14))
            {
                return double.NegativeInfinity;
            }

            row[i] = Math.Sqrt(pivot);
            for (var k = 0; k < n; k++)
            {
                var sum = _right[(i * n) + k];
                for (var j = 0; j < i; j++)
                {
                    sum -= row[j] * _right[(j * n) + k];
                }

                sum /= row[i];
                _right[(i * n) + k] = sum;
                value -= sum * sum;
            }
        }

        return value;
    }

    /// <summary>Numbers the rows that carry a multiplier.</summary>
    private static int[] Support(NodeMultipliers multipliers, out int size)
    {
        var used = Array.ConvertAll(multipliers.Weights, w => w > 0);
        foreach (var (anchor, other, _) in multipliers.Comparisons)
        {
            used[anchor] = used[other] = true;
        }

        foreach (var cone in multipliers.Conics)
        {
            used[cone.First] = used[cone.Second] = true;
        }

        foreach (var line in multipliers.Lines)
        {
            used[line.Row] = true;
        }

        size = 0;
        var place = new int[used.Length];
        for (var i = 0; i < place.Length; i++)
        {
            place[i] = used[i] ? size++ : -1;
        }

        return place;
    }

    private double Compare(NodeMultipliers multipliers, ReadOnlySpan<int> classes, int[] place)
    {
        var count = multipliers.Rows.Length;
        var (positive, negative) = (new double[count], new double[count]);
        foreach (var (anchor, other, value) in multipliers.Comparisons)
        {
            (classes[multipliers.Rows[anchor]] == classes[multipliers.Rows[other]] ? positive : negative)[anchor] += value;
        }

        var constant = 0.0;
        foreach (var (anchor, other, value) in multipliers.Comparisons)
        {
            if (positive[anchor] > 0 && negative[anchor] > 0)
            {
                var same = classes[multipliers.Rows[anchor]] == classes[multipliers.Rows[other]];
                var w = same ? value : -value * positive[anchor] / negative[anchor];
                constant += same ? value * multipliers.Margin * multipliers.Margin : 0;
                var (a, b) = (Math.Max(place[anchor], place[other]), Math.Min(place[anchor], place[other]));
                if (a == b)
                {
                    continue;
                }

                if (same && multipliers.Margin > 0)
                {
                    Pull(multipliers, anchor, other, value, place);
                }

                _coupling[(a * _size) + a] += w;
                _coupling[(b * _size) + b] += w;
                _coupling[(a * _size) + b] -= w;
            }
        }

        return constant;
    }

    /// <summary>2 alpha lambda e.(g_i - g_j), e the slope of the pair.</summary>
    private void Pull(NodeMultipliers multipliers, int anchor, int positive, double value, int[] place)
    {
        var (n, h) = (_dimension, multipliers.Slopes);
        var squared = ScaledPoints.Squared(h.AsSpan(anchor * n, n), h.AsSpan(positive * n, n));
        var pull = multipliers.Margin * value / Math.Sqrt(1 + squared);
        for (var k = 0; k < n; k++)
        {
            var part = pull * (h[(anchor * n) + k] - h[(positive * n) + k]);
            _linear[(place[anchor] * n) + k] -= part;
            _linear[(place[positive] * n) + k] += part;
        }
    }

    private double Cones(NodeMultipliers multipliers, int[] place)
    {
        var n = _dimension;
        var constant = 0.0;
        var total = new Dictionary<(int, ConeTermKind), double>();
        foreach (var line in multipliers.Lines)
        {
            total[(line.Cone, line.Kind)] = total.GetValueOrDefault((line.Cone, line.Kind)) + line.Value;
        }

        var pull = new Dictionary<(int, ConeTermKind), double>();
        foreach (var (cone, kind, first, second, value) in multipliers.Conics)
        {
            if (kind != ConeTermKind.Cross && !(total.GetValueOrDefault((cone, kind)) > 0))
            {
                continue;
            }

            var axis = multipliers.Cones[cone].Cone.Axis;
            var sign = kind == ConeTermKind.SecondAnchor ? -1 : 1;
            var top = value[n] * multipliers.Cones[cone].Cone.Slope;
            for (var k = 0; k < n; k++)
            {
                var lift = sign * top * axis[k];
                _linear[(place[first] * n) + k] += 0.5 * (value[k] + lift);
                _linear[(place[second] * n) + k] -= 0.5 * (kind == ConeTermKind.Cross ? value[k] + lift : value[k]);
            }

            if (kind != ConeTermKind.Cross)
            {
                constant += value[n] * multipliers.Margin;
                pull[(cone, kind)] = pull.GetValueOrDefault((cone, kind)) + (sign * top);
            }
        }

        foreach (var (cone, kind, row, value) in multipliers.Lines)
        {
            if (pull.TryGetValue((cone, kind), out var force))
            {
                var axis = multipliers.Cones[cone].Cone.Axis;
                for (var k = 0; k < n; k++)
                {
                    _linear[(place[row] * n) + k] -= 0.5 * force * value / total[(cone, kind)] * axis[k];
                }
            }
        }

        return constant;
    }
}
