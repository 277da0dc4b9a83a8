using System.Numerics;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Lower bound of w(1, x) / ||(1, x)|| over a box l &lt;= x &lt;= u.
/// <para>Above the norm: ||(1, x)||^2 &lt;= s(x) = 1 + sum ((l_k + u_k) x_k - l_k u_k) (secants) and sqrt(s) &lt;= o(x) = (s(x) + s0) / (2
/// sqrt s0) for any
/// s0 > 0, here s at the centre.</para>
/// <para>Below the width: w(1, x) >= d(x) = sum lambda_i a_i.(1, x) - sum mu_i a_i.(1, x) for any weights that are not negative and sum to
/// 1 on each side;
/// the best ones for a
/// target T are the multipliers of the linear program min w(1, x) - T o(x) over the box.</para>
/// <para>The bound min d(x) / o(x) over the box is evaluated in closed form from the clipped, normalised multipliers (Dinkelbach's
/// iteration), less a bound
/// of the rounding errors:
/// it holds whatever the simplex did.</para>
/// </summary>
internal sealed class WidthNodeBound
{
    private const int MaxPivots = 400;
    private readonly CentredPoints _points;
    private readonly WidthProgram _program;
    private readonly DualSimplex _simplex;
    private readonly double[] _slopes;
    private readonly double[] _norm;
    private readonly int[] _basis;
    private readonly double[] _centre;

    /// <summary>Creates the work space, O(N n).</summary>
    /// <param name="points">The points, n >= 2.</param>
    internal WidthNodeBound(CentredPoints points)
    {
        _points = points;
        var (n, length) = (points.Dimension, points.Columns[0].Length);
        _program = new WidthProgram(points.Count, n - 1)
        {
            Offsets = new double[length],
            Slopes = [.. Enumerable.Range(0, n - 1).Select(_ => new double[length])],
        };
        _simplex = new DualSimplex(n + 1);
        (_slopes, _norm, _basis, _centre) = (new double[n], new double[n], new int[n + 1], new double[n - 1]);
    }

    /// <summary>Multiply-adds done so far.</summary>
    internal double Work { get; private set; }

    /// <summary>Bounds the box; cheaper when the bound exceeds the target early.</summary>
    /// <param name="node">The box.</param>
    /// <param name="target">T, the width that is asked for.</param>
    internal double Evaluate(WidthNode node, double target)
    {
        Load(node);
        OverestimateNorm(node);
        for (var k = 0; k < _centre.Length; k++)
        {
            _program.Slope[k] = -target * _norm[k + 1];
        }

        _program.StartingBasis(_centre, _basis);
        if (!_simplex.Start(_program, _basis))
        {
            return 0;
        }

        var before = _simplex.Pivots;
        _simplex.Solve(1e-11 * target, (target * _norm[0]) + (1e-13 * target), MaxPivots);
        Work += 5e3 + ((_simplex.Pivots - before + 2.0) * ((node.Rows.Length + (3 * _simplex.Point.Length)) * _simplex.Point.Length));
        return SlopesFromMultipliers() ? Ratio(node) : 0;
    }

    /// <summary>What a bound near <paramref name="ratio"/> loses to rounding.</summary>
    /// <param name="n">Dimension.</param>
    /// <param name="ratio">Width over norm.</param>
    internal static double RoundingSlack(int n, double ratio) => 32 * n * n * (1 + Math.Abs(ratio)) * Math.ScaleB(1, -53);

    /// <summary>The direction (1, x) of the last linear program, not normalised.</summary>
    /// <param name="node">Its box.</param>
    /// <param name="direction">Receives n coordinates.</param>
    internal void Direction(WidthNode node, double[] direction)
    {
        for (var k = 0; k < direction.Length; k++)
        {
            var variable = k < node.Face ? k : k - 1;
            direction[k] = k == node.Face ? 1 : Math.Clamp(_simplex.Point[variable], node.Lower[variable], node.Upper[variable]);
        }
    }

    /// <summary>The weights that the last bound rests on, as rows of the points; null when the linear program gave none.</summary>
    /// <param name="node">Its box.</param>
    internal PenetrationLeaf? Weights(WidthNode node)
    {
        var (above, below) = (new SortedDictionary<int, double>(), new SortedDictionary<int, double>());
        for (var b = 0; b < _simplex.Basis.Length; b++)
        {
            if (_program.IsPoint(_simplex.Basis[b], out var point, out var sign) && _simplex.Multipliers[b] is > 0 and < 1e9 and var weight)
            {
                (sign > 0 ? above : below)[node.Rows[point]] = weight;
            }
        }

        return above.Count > 0 && below.Count > 0
            ? new PenetrationLeaf([.. above.Keys], [.. above.Values], [.. below.Keys], [.. below.Values])
            : null;
    }

    /// <summary>
    /// The points of the last evaluated box that can be extreme in it: not those that lie below the top point of the centre and above its
    /// bottom point in the whole box.
    /// </summary>
    /// <param name="node">The box.</param>
    internal int[] Survivors(WidthNode node)
    {
        var count = node.Rows.Length;
        if (count < 4 * _centre.Length)
        {
            return node.Rows;
        }

        _program.StartingBasis(_centre, _basis);
        _program.IsPoint(_basis[^2], out var high, out _);
        _program.IsPoint(_basis[^1], out var low, out _);
        Work += 2.0 * count * _points.Dimension;
        var kept = new List<int>(count);
        for (var j = 0; j < count; j++)
        {
            if (CanExceed(node, j, high, 1) || CanExceed(node, j, low, -1))
            {
                kept.Add(node.Rows[j]);
            }
        }

        return kept.Count < count ? [.. kept] : node.Rows;
    }

    /// <summary>True when sign (a_j - a_reference).(1, x) is not negative somewhere in the box.</summary>
    private bool CanExceed(WidthNode node, int j, int reference, int sign)
    {
        var sum = sign * (_program.Offsets[j] - _program.Offsets[reference]);
        for (var k = 0; k < _centre.Length; k++)
        {
            var slope = sign * (_program.Slopes[k][j] - _program.Slopes[k][reference]);
            sum += slope * (slope >= 0 ? node.Upper[k] : node.Lower[k]);
        }

        return sum >= 0;
    }

    private void Load(WidthNode node)
    {
        var count = node.Rows.Length;
        var padded = (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        for (var k = 0; k < _points.Dimension; k++)
        {
            var (source, target) = (_points.Columns[k], k == node.Face ? _program.Offsets : _program.Slopes[k < node.Face ? k : k - 1]);
            for (var j = 0; j < count; j++)
            {
                target[j] = source[node.Rows[j]];
            }

            target.AsSpan(count, padded - count).Fill(target[count - 1]);
        }

        _program.Count = count;
        node.Lower.CopyTo(_program.Lower);
        node.Upper.CopyTo(_program.Upper);
    }

    /// <summary>Writes o as constant and slopes, and the centre of the box.</summary>
    private void OverestimateNorm(WidthNode node)
    {
        var (constant, atCentre) = (1.0, 1.0);
        for (var k = 0; k < _centre.Length; k++)
        {
            var (l, u) = (node.Lower[k], node.Upper[k]);
            _centre[k] = l + ((u - l) / 2);
            constant -= l * u;
            atCentre += ((l + u) * (l + u) / 2) - (l * u);
            _norm[k + 1] = l + u;
        }

        var factor = 1 / (2 * Math.Sqrt(atCentre));
        _norm[0] = factor * (constant + atCentre);
        for (var k = 1; k < _norm.Length; k++)
        {
            _norm[k] *= factor;
        }
    }

    /// <summary>Writes d as constant and slopes from the multipliers, clipped at 0 and normalised on each side.</summary>
    private bool SlopesFromMultipliers()
    {
        var (above, below) = (0.0, 0.0);
        for (var b = 0; b < _simplex.Basis.Length; b++)
        {
            if (_program.IsPoint(_simplex.Basis[b], out _, out var sign))
            {
                var weight = Math.Max(0, _simplex.Multipliers[b]);
                (above, below) = sign > 0 ? (above + weight, below) : (above, below + weight);
            }
        }

        if (!(above > 1e-3 && below > 1e-3))
        {
            return false;
        }

        Array.Clear(_slopes);
        for (var b = 0; b < _simplex.Basis.Length; b++)
        {
            if (_program.IsPoint(_simplex.Basis[b], out var point, out var sign))
            {
                var weight = Math.Max(0, _simplex.Multipliers[b]) / (sign > 0 ? above : -below);
                _slopes[0] += weight * _program.Offsets[point];
                for (var k = 1; k < _slopes.Length; k++)
                {
                    _slopes[k] += weight * _program.Slopes[k - 1][point];
                }
            }
        }

        return Array.TrueForAll(_slopes, double.IsFinite);
    }

    /// <summary>
    /// min over the box of d(x) / o(x), less the rounding errors. With F(L) = min over the box of d - L o, evaluated with an error of at
    /// most epsilon, and o >= 1, F(L - eta) >= F(L) + eta, so the minimum is at least L + min(0, F(L)) - epsilon. All coordinates and |x_k|
    /// are at most 1, all weights sum to 1 on each side; counting roundings gives epsilon &lt;= 32 n^2 (1 + |L|) 2^-53 for n >= 3.
    /// </summary>
    private double Ratio(WidthNode node)
    {
        var ratio = double.PositiveInfinity;
        var deficit = 0.0;
        for (var round = 0; round < 20; round++)
        {
            var (value, norm) = (_slopes[0], _norm[0]);
            for (var k = 1; k < _slopes.Length; k++)
            {
                var reduced = double.IsPositiveInfinity(ratio) ? -_norm[k] : _slopes[k] - (ratio * _norm[k]);
                var x = reduced >= 0 ? node.Lower[k - 1] : node.Upper[k - 1];
                value += _slopes[k] * x;
                norm += _norm[k] * x;
            }

            deficit = double.IsPositiveInfinity(ratio) ? double.NegativeInfinity : value - (ratio * norm);
            if (deficit >= 0 || value / norm >= ratio)
            {
                break;
            }

            ratio = value / norm;
        }

        var n = _slopes.Length;
        var bound = ratio + Math.Min(0, deficit) - RoundingSlack(n, ratio);
        return double.IsNaN(bound) ? 0 : Math.Max(0, bound);
    }
}
