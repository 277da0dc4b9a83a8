using System.Numerics;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Minimise alpha - beta + f.x over alpha >= p_i + q_i.x >= beta for all points i and l &lt;= x &lt;= u: the width of the points along (1, x) plus a linear term.
/// Variables z = (x, alpha, beta), D = m + 2. Constraint numbers: i the upper side of point i, N + i its lower side, then the m lower and the m upper bounds.
/// The value p_i + q_i.x serves both sides of a point, and the most violated rows are those of the largest and the smallest value.
/// </summary>
internal sealed class WidthProgram : IConstraintSource
{
    private readonly int _count;
    private readonly int _variables;
    private readonly double[] _cost;
    private readonly double[] _values;

    /// <summary>Creates a program over one frame of the points; <see cref="Offsets"/> and <see cref="Slopes"/> are set before use.</summary>
    /// <param name="count">Number of points N.</param>
    /// <param name="variables">m = n - 1.</param>
    internal WidthProgram(int count, int variables)
    {
        (_count, _variables) = (count, variables);
        _cost = new double[variables + 2];
        (_cost[variables], _cost[variables + 1]) = (1, -1);
        (Lower, Upper) = (new double[variables], new double[variables]);
        _values = new double[count + Vector<double>.Count];
        (Offsets, Slopes) = ([], []);
    }

    /// <summary>p, padded to whole vectors.</summary>
    internal double[] Offsets { get; set; }

    /// <summary>q, one padded array per variable.</summary>
    internal double[][] Slopes { get; set; }

    /// <summary>l, length m.</summary>
    internal double[] Lower { get; }

    /// <summary>u, length m.</summary>
    internal double[] Upper { get; }

    /// <summary>f, length m.</summary>
    internal Span<double> Slope => _cost.AsSpan(0, _variables);

    /// <inheritdoc/>
    public int Dimension => _variables + 2;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Cost => _cost;

    /// <inheritdoc/>
    public ConstraintKind Kind(int id) => ConstraintKind.Inequality;

    /// <summary>True when the constraint belongs to a point; gives the point and the sign of its side (+1 upper, -1 lower).</summary>
    /// <param name="id">Constraint number.</param>
    /// <param name="point">Row of the point.</param>
    /// <param name="sign">+1 or -1.</param>
    internal bool IsPoint(int id, out int point, out int sign)
    {
        (point, sign) = id < _count ? (id, 1) : (id - _count, -1);
        return id < 2 * _count;
    }

    /// <summary>A dual feasible basis: the extreme points at x and for each variable the bound that its reduced cost asks for.</summary>
    /// <param name="x">Usually the centre of the box, length m.</param>
    /// <param name="basis">Receives D constraint numbers.</param>
    internal void StartingBasis(ReadOnlySpan<double> x, Span<int> basis)
    {
        var (high, low) = Extremes(x);
        for (var k = 0; k < _variables; k++)
        {
            var reduced = Slopes[k][high] - Slopes[k][low] + _cost[k];
            basis[k] = (2 * _count) + (reduced >= 0 ? k : _variables + k);
        }

        (basis[_variables], basis[_variables + 1]) = (high, _count + low);
    }

    /// <inheritdoc/>
    public int MostViolated(ReadOnlySpan<double> z, double tolerance)
    {
        var (best, id) = (tolerance, -1);
        for (var k = 0; k < _variables; k++)
        {
            if (Lower[k] - z[k] > best)
            {
                (best, id) = (Lower[k] - z[k], (2 * _count) + k);
            }
            else if (z[k] - Upper[k] > best)
            {
                (best, id) = (z[k] - Upper[k], (2 * _count) + _variables + k);
            }
        }

        var (high, low) = Extremes(z[.._variables]);
        if (_values[high] - z[_variables] > best)
        {
            (best, id) = (_values[high] - z[_variables], high);
        }

        return z[_variables + 1] - _values[low] > best ? _count + low : id;
    }

    /// <inheritdoc/>
    public int FirstViolated(ReadOnlySpan<double> z, double tolerance)
    {
        Extremes(z[.._variables]);
        for (var i = 0; i < _count; i++)
        {
            if (_values[i] - z[_variables] > tolerance)
            {
                return i;
            }
        }

        for (var i = 0; i < _count; i++)
        {
            if (z[_variables + 1] - _values[i] > tolerance)
            {
                return _count + i;
            }
        }

        for (var k = 0; k < 2 * _variables; k++)
        {
            var violation = k < _variables ? Lower[k] - z[k] : z[k - _variables] - Upper[k - _variables];
            if (violation > tolerance)
            {
                return (2 * _count) + k;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public double Row(int id, Span<double> g)
    {
        g.Clear();
        if (IsPoint(id, out var point, out var sign))
        {
            for (var k = 0; k < _variables; k++)
            {
                g[k] = -sign * Slopes[k][point];
            }

            g[sign > 0 ? _variables : _variables + 1] = sign;
            return sign * Offsets[point];
        }

        var variable = id - (2 * _count);
        if (variable < _variables)
        {
            g[variable] = 1;
            return Lower[variable];
        }

        g[variable - _variables] = -1;
        return -Upper[variable - _variables];
    }

    /// <summary>Evaluates all points at x and returns the lowest rows of the largest and the smallest value.</summary>
    private (int High, int Low) Extremes(ReadOnlySpan<double> x)
    {
        var (high, low) = (new Vector<double>(double.NegativeInfinity), new Vector<double>(double.PositiveInfinity));
        for (var i = 0; i < _count; i += Vector<double>.Count)
        {
            var value = new Vector<double>(Offsets, i);
            for (var k = 0; k < x.Length; k++)
            {
                value += new Vector<double>(Slopes[k], i) * x[k];
            }

            value.CopyTo(_values, i);
            (high, low) = (Vector.Max(high, value), Vector.Min(low, value));
        }

        var (most, least) = (high[0], low[0]);
        for (var j = 1; j < Vector<double>.Count; j++)
        {
            (most, least) = (Math.Max(most, high[j]), Math.Min(least, low[j]));
        }

        // The padding repeats row 0, so both values occur among the first N.
        return (_values.AsSpan(0, _count).IndexOf(most), _values.AsSpan(0, _count).IndexOf(least));
    }
}
