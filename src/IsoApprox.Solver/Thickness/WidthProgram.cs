using System.Numerics;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Minimise alpha - beta + f.x over alpha >= p_i + q_i.x >= beta for all points i and l &lt;= x &lt;= u: the width of the points along (1,
/// x) plus a linear term. Variables z = (x, alpha, beta), D = m + 2. Constraint numbers: the m lower bounds, the m upper bounds, then 2 m +
/// 2 i for the upper side of point i and 2 m + 2 i + 1 for its lower side, so that points can be appended while a basis stays valid. The
/// value p_i + q_i.x serves both sides of a point, and the most violated rows are those of the largest and the smallest value.
/// </summary>
internal sealed class WidthProgram : IConstraintSource
{
    private const int Tile = 512;
    private readonly int _variables;
    private readonly double[] _cost;
    private readonly double[] _values;

    /// <summary>
    /// Creates a program over one frame of the points; <see cref="Offsets"/> and <see cref="Slopes"/> are set before use.
    /// </summary>
    /// <param name="count">Largest number of points.</param>
    /// <param name="variables">m = n - 1.</param>
    internal WidthProgram(int count, int variables)
    {
        (Count, _variables) = (count, variables);
        _cost = new double[variables + 2];
        (_cost[variables], _cost[variables + 1]) = (1, -1);
        (Lower, Upper) = (new double[variables], new double[variables]);
        _values = new double[count + Vector<double>.Count];
        (Offsets, Slopes) = ([], []);
    }

    /// <summary>Number of points N in use.</summary>
    internal int Count { get; set; }

    /// <summary>p, padded to whole vectors with copies of a point in use.</summary>
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
        (point, sign) = ((id / 2) - _variables, 1 - (2 * (id & 1)));
        return id >= 2 * _variables;
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
            basis[k] = reduced >= 0 ? k : _variables + k;
        }

        (basis[_variables], basis[_variables + 1]) = (UpperSide(high), UpperSide(low) + 1);
    }

    /// <inheritdoc/>
    public int MostViolated(ReadOnlySpan<double> z, double tolerance)
    {
        var (best, id) = (tolerance, -1);
        for (var k = 0; k < _variables; k++)
        {
            if (Lower[k] - z[k] > best)
            {
                (best, id) = (Lower[k] - z[k], k);
            }
            else if (z[k] - Upper[k] > best)
            {
                (best, id) = (z[k] - Upper[k], _variables + k);
            }
        }

        var (high, low) = Extremes(z[.._variables]);
        if (_values[high] - z[_variables] > best)
        {
            (best, id) = (_values[high] - z[_variables], UpperSide(high));
        }

        return z[_variables + 1] - _values[low] > best ? UpperSide(low) + 1 : id;
    }

    /// <inheritdoc/>
    public int FirstViolated(ReadOnlySpan<double> z, double tolerance)
    {
        for (var k = 0; k < 2 * _variables; k++)
        {
            var violation = k < _variables ? Lower[k] - z[k] : z[k - _variables] - Upper[k - _variables];
            if (violation > tolerance)
            {
                return k;
            }
        }

        Extremes(z[.._variables]);
        for (var i = 0; i < Count; i++)
        {
            if (_values[i] - z[_variables] > tolerance)
            {
                return UpperSide(i);
            }

            if (z[_variables + 1] - _values[i] > tolerance)
            {
                return UpperSide(i) + 1;
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

        if (id < _variables)
        {
            g[id] = 1;
            return Lower[id];
        }

        g[id - _variables] = -1;
        return -Upper[id - _variables];
    }

    private int UpperSide(int point) => 2 * (_variables + point);

    /// <summary>Evaluates all points at x and returns the lowest rows of the largest and the smallest value.</summary>
    private (int High, int Low) Extremes(ReadOnlySpan<double> x)
    {
        // In tiles that stay in the first-level cache over the loop of the coordinates.
        var (high, low) = (new Vector<double>(double.NegativeInfinity), new Vector<double>(double.PositiveInfinity));
        for (var start = 0; start < Count; start += Tile)
        {
            var end = Math.Min(start + Tile, (Count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count);
            var values = _values.AsSpan(start, end - start);
            Offsets.AsSpan(start, values.Length).CopyTo(values);
            for (var k = 0; k < x.Length; k++)
            {
                DenseKernels.AddScaled(values, Slopes[k].AsSpan(start, values.Length), x[k]);
            }

            for (var i = start; i < end; i += Vector<double>.Count)
            {
                var value = new Vector<double>(_values, i);
                (high, low) = (Vector.Max(high, value), Vector.Min(low, value));
            }
        }

        var (most, least) = (high[0], low[0]);
        for (var j = 1; j < Vector<double>.Count; j++)
        {
            (most, least) = (Math.Max(most, high[j]), Math.Min(least, low[j]));
        }

        // The padding repeats points in use, so both values occur among the first N.
        return (_values.AsSpan(0, Count).IndexOf(most), _values.AsSpan(0, Count).IndexOf(least));
    }
}
