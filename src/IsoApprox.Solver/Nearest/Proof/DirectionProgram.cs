using System.Numerics;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// The linear program of a node: minimise t over the box, rows from <see cref="DirectionRow"/>. Constraint numbers: 0..D-1 lower bounds,
/// D..2D-1 upper bounds, then rows. Rows are stored densely, padded to whole vectors.
/// </summary>
internal sealed class DirectionProgram : IConstraintSource
{
    private readonly DirectionModel _model;
    private readonly int _stride;
    private readonly double[] _cost;
    private readonly double[] _padded;
    private readonly List<DirectionRow> _meta = [];
    private double[] _rows;
    private double[] _sides;

    internal DirectionProgram(DirectionModel model)
    {
        _model = model;
        _stride = (model.Columns + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        _cost = new double[model.Columns];
        _cost[model.Level] = 1;
        _padded = new double[_stride];
        _rows = new double[256 * _stride];
        _sides = new double[256];
    }

    /// <inheritdoc/>
    public int Dimension => _model.Columns;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Cost => _cost;

    /// <summary>Number of rows.</summary>
    internal int RowCount => _meta.Count;

    /// <summary>Keeps the first rows only.</summary>
    internal void Truncate(int count) => _meta.RemoveRange(count, _meta.Count - count);

    /// <summary>The constraint of a number.</summary>
    internal DirectionRow Meta(int id) => id >= 2 * Dimension ? _meta[id - (2 * Dimension)]
        : new DirectionRow(id < Dimension ? DirectionRowKind.LowerBound : DirectionRowKind.UpperBound, (short)(id % Dimension), 0, 0, 0, 0);

    /// <summary>Adds a row and returns its number; bounds have theirs already.</summary>
    internal int Add(in DirectionRow row)
    {
        if (row.Kind <= DirectionRowKind.UpperBound)
        {
            return row.Kind == DirectionRowKind.LowerBound ? row.I : Dimension + row.I;
        }

        var number = _meta.Count;
        _meta.Add(row);
        if (_meta.Count > _sides.Length)
        {
            Array.Resize(ref _sides, 2 * _sides.Length);
            Array.Resize(ref _rows, 2 * _rows.Length);
        }

        var g = _rows.AsSpan(number * _stride, _stride);
        g.Clear();
        _sides[number] = Write(row, g);
        return (2 * Dimension) + number;
    }

    /// <inheritdoc/>
    public ConstraintKind Kind(int id) => ConstraintKind.Inequality;

    /// <inheritdoc/>
    public double Row(int id, Span<double> g)
    {
        if (id >= 2 * Dimension)
        {
            _rows.AsSpan((id - (2 * Dimension)) * _stride, Dimension).CopyTo(g);
            return _sides[id - (2 * Dimension)];
        }

        g.Clear();
        g[id % Dimension] = id < Dimension ? 1 : -1;
        return id < Dimension ? _model.Lower[id] : -_model.Upper[id - Dimension];
    }

    /// <inheritdoc/>
    public int MostViolated(ReadOnlySpan<double> z, double tolerance)
    {
        var (best, id) = (tolerance, -1);
        for (var j = 0; j < Dimension; j++)
        {
            if (_model.Lower[j] - z[j] > best)
            {
                (best, id) = (_model.Lower[j] - z[j], j);
            }

            if (z[j] - _model.Upper[j] > best && j != _model.Level)
            {
                (best, id) = (z[j] - _model.Upper[j], Dimension + j);
            }
        }

        z.CopyTo(_padded);
        for (var r = 0; r < _meta.Count; r++)
        {
            var violation = Violation(r);
            if (violation > best)
            {
                (best, id) = (violation, (2 * Dimension) + r);
            }
        }

        return id;
    }

    /// <inheritdoc/>
    public int FirstViolated(ReadOnlySpan<double> z, double tolerance)
    {
        for (var j = 0; j < Dimension; j++)
        {
            if (_model.Lower[j] - z[j] > tolerance)
            {
                return j;
            }

            if (z[j] - _model.Upper[j] > tolerance && j != _model.Level)
            {
                return Dimension + j;
            }
        }

        z.CopyTo(_padded);
        for (var r = 0; r < _meta.Count; r++)
        {
            if (Violation(r) > tolerance)
            {
                return (2 * Dimension) + r;
            }
        }

        return -1;
    }

    private double Violation(int row)
    {
        var sum = Vector<double>.Zero;
        var (start, end) = (row * _stride, (row + 1) * _stride);
        for (int k = start, p = 0; k < end; k += Vector<double>.Count, p += Vector<double>.Count)
        {
            sum += new Vector<double>(_rows, k) * new Vector<double>(_padded, p);
        }

        return _sides[row] - Vector.Sum(sum);
    }

    /// <summary>Writes the coefficients and returns the right side.</summary>
    private double Write(in DirectionRow row, Span<double> g)
    {
        var (i, k, level) = (row.I, row.K, _model.Level);
        switch (row.Kind)
        {
            case DirectionRowKind.Positive:
                Set(g, _model.Near(i, k), 1);
                g[level] = _model.Change;
                return _model.Distance(i, k);
            case DirectionRowKind.Negative:
                Set(g, _model.Far(i, k), -1);
                g[level] = _model.Change;
                return _model.Margin - _model.Distance(i, k);
            case DirectionRowKind.Displacement:
                g[level] = 1;
                Coordinates(g, row, i, -1);
                return 0;
            case DirectionRowKind.Near:
                Set(g, _model.Near(i, k), 1);
                return Difference(g, row, -1);
            case DirectionRowKind.Short:
                g[level] = 1;
                return Difference(g, row, -1) - _model.Distance(i, k);
            case DirectionRowKind.FarFirst:
                Set(g, _model.Far(i, k), -1);
                return Difference(g, row, 1) + _model.Margin;
            case DirectionRowKind.FarSecond:
                Set(g, _model.Far(k, i), -1);
                return Difference(g, row, 1) + _model.Margin;
            case DirectionRowKind.Long:
                g[level] = 1;
                return Difference(g, row, 1) + _model.Distance(i, k);
            default:
                return Difference(g, row, 1);
        }
    }

    /// <summary>Writes sign w.(u_k - u_i) and returns -sign w.(f_k - f_i).</summary>
    private double Difference(Span<double> g, in DirectionRow row, int sign)
    {
        Coordinates(g, row, row.K, sign);
        Coordinates(g, row, row.I, -sign);
        var constant = 0.0;
        for (var d = 0; d < _model.Dimension; d++)
        {
            constant += sign * row.W(d) * (_model.Origin(row.K, d) - _model.Origin(row.I, d));
        }

        return -constant;
    }

    private void Coordinates(Span<double> g, in DirectionRow row, int i, int sign)
    {
        for (var d = 0; d < _model.Dimension; d++)
        {
            Set(g, _model.Coordinate(i, d), sign * row.W(d));
        }
    }

    private static void Set(Span<double> g, int column, double value)
    {
        if (column >= 0)
        {
            g[column] += value;
        }
    }
}
