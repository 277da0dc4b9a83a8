namespace IsoApprox.Solver.Linear;

/// <summary>
/// The constraints of a <see cref="LinearProgram"/> for the dual simplex, rows and columns scaled by powers of two. Constraint numbers stay
/// valid when rows are appended: j the lower and n + j the upper bound of variable j, 2n + j an artificial x_j = 0, 3n + 2i the lower and
/// 3n + 2i + 1 the upper side of row i. With <see cref="Recession"/> set, finite sides become 0 and infinite bounds -1 and 1: the program
/// of directions in which the feasible set recedes.
/// </summary>
internal sealed class LinearConstraints : IConstraintSource
{
    private readonly LinearProgram _program;
    private readonly int _variables;
    private readonly double[] _cost;
    private readonly double[] _noCost;
    private readonly List<double[]> _rows = [];
    private readonly List<double> _rowScale = [];
    private readonly double[] _columnScale;

    /// <summary>Creates the view; call <see cref="Update"/> after rows were appended.</summary>
    /// <param name="program">The program.</param>
    /// <param name="scaled">False leaves the variables in their own units.</param>
    internal LinearConstraints(LinearProgram program, bool scaled = true)
    {
        _program = program;
        _variables = program.VariableCount;
        _cost = new double[_variables];
        _noCost = new double[_variables];
        _columnScale = scaled ? ColumnScale.Of(program) : [.. Enumerable.Repeat(1.0, _variables)];
        for (var j = 0; j < _variables; j++)
        {
            _cost[j] = program.Cost[j] * _columnScale[j];
        }

        Update();
    }

    /// <summary>True when some variable has another unit than in the program.</summary>
    internal bool IsScaled => Array.Exists(_columnScale, scale => scale != 1);

    /// <summary>Directions instead of points.</summary>
    internal bool Recession { get; set; }

    /// <summary>Zero cost: only feasibility is asked.</summary>
    internal bool FeasibilityOnly { get; set; }

    /// <inheritdoc/>
    public int Dimension => _variables;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Cost => FeasibilityOnly ? _noCost : _cost;

    /// <summary>Takes in appended rows.</summary>
    internal void Update()
    {
        for (var i = _rows.Count; i < _program.Rows.Count; i++)
        {
            var (row, dense, largest) = (_program.Rows[i], new double[_variables], 0.0);
            for (var k = 0; k < row.Indices.Count; k++)
            {
                var j = row.Indices[k];
                dense[j] = row.Values[k] * _columnScale[j];
                largest = Math.Max(largest, Math.Abs(dense[j]));
            }

            var scale = largest > 0 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
            _rows.Add(Array.ConvertAll(dense, a => a * scale));
            _rowScale.Add(scale);
        }
    }

    /// <summary>Number of the lower bound of variable j.</summary>
    internal int LowerBound(int j) => j;

    /// <summary>Number of the upper bound of variable j.</summary>
    internal int UpperBound(int j) => _variables + j;

    /// <summary>Number of the artificial constraint of variable j.</summary>
    internal int ArtificialBound(int j) => (2 * _variables) + j;

    /// <summary>The variable when the constraint is an infinite bound, -1 otherwise.</summary>
    internal int InfiniteBound(int id) => id < 2 * _variables && double.IsInfinity(Side(id)) ? id % _variables : -1;

    /// <summary>
    /// True when the constraint is a side of a row; gives the row and the factor that turns a scaled multiplier into a signed multiplier of
    /// the program.
    /// </summary>
    internal bool IsRow(int id, out int row, out double factor)
    {
        var k = id - (3 * _variables);
        (row, factor) = k >= 0 ? (k / 2, _rowScale[k / 2] * (1 - (2 * (k & 1)))) : (-1, 0);
        return k >= 0;
    }

    /// <summary>x of the program from the scaled point.</summary>
    internal double[] Unscale(ReadOnlySpan<double> z)
    {
        var x = new double[_variables];
        for (var j = 0; j < x.Length; j++)
        {
            x[j] = z[j] * _columnScale[j];
        }

        return x;
    }

    /// <inheritdoc/>
    public ConstraintKind Kind(int id)
    {
        if (id >= 3 * _variables)
        {
            var row = _program.Rows[(id - (3 * _variables)) / 2];
            return row.Lower == row.Upper ? ConstraintKind.Equality : ConstraintKind.Inequality;
        }

        if (id >= 2 * _variables)
        {
            return ConstraintKind.Artificial;
        }

        var j = id % _variables;
        return _program.Lower[j] == _program.Upper[j] ? ConstraintKind.Equality : ConstraintKind.Inequality;
    }

    /// <inheritdoc/>
    public int MostViolated(ReadOnlySpan<double> z, double tolerance)
    {
        var (best, id) = (tolerance, -1);
        for (var k = 0; k < 2 * (_variables + _rows.Count); k++)
        {
            var candidate = k < 2 * _variables ? k : k + _variables;
            var violation = Violation(candidate, z);
            if (violation > best)
            {
                (best, id) = (violation, candidate);
            }
        }

        return id;
    }

    /// <inheritdoc/>
    public int FirstViolated(ReadOnlySpan<double> z, double tolerance)
    {
        for (var k = 0; k < 2 * (_variables + _rows.Count); k++)
        {
            var candidate = k < 2 * _variables ? k : k + _variables;
            if (Violation(candidate, z) > tolerance)
            {
                return candidate;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public double Row(int id, Span<double> g)
    {
        g.Clear();
        if (id < 3 * _variables)
        {
            g[id % _variables] = id / _variables == 1 ? -1 : 1;
        }
        else
        {
            var k = id - (3 * _variables);
            _rows[k / 2].CopyTo(g);
            if ((k & 1) != 0)
            {
                for (var j = 0; j < g.Length; j++)
                {
                    g[j] = -g[j];
                }
            }
        }

        return ScaledSide(id);
    }

    /// <summary>(h - g.z) / (1 + |h|), negative infinity for an infinite side.</summary>
    private double Violation(int id, ReadOnlySpan<double> z)
    {
        var side = ScaledSide(id);
        if (double.IsInfinity(side))
        {
            return double.NegativeInfinity;
        }

        double value;
        if (id < 2 * _variables)
        {
            value = id < _variables ? z[id] : -z[id - _variables];
        }
        else
        {
            var k = id - (3 * _variables);
            value = DenseKernels.Dot(_rows[k / 2], z);
            value = (k & 1) != 0 ? -value : value;
        }

        return (side - value) / (1 + Math.Abs(side));
    }

    /// <summary>h of the scaled constraint.</summary>
    private double ScaledSide(int id)
    {
        if (id >= 2 * _variables && id < 3 * _variables)
        {
            return 0;
        }

        var side = Side(id);
        if (Recession)
        {
            return double.IsFinite(side) ? 0 : id < 2 * _variables ? -1 : side;
        }

        return id < 2 * _variables ? side / _columnScale[id % _variables] : side * _rowScale[(id - (3 * _variables)) / 2];
    }

    /// <summary>h before scaling; negative infinity when the side does not exist.</summary>
    private double Side(int id)
    {
        if (id < 2 * _variables)
        {
            return id < _variables ? _program.Lower[id] : -_program.Upper[id - _variables];
        }

        var k = id - (3 * _variables);
        var row = _program.Rows[k / 2];
        return (k & 1) == 0 ? row.Lower : -row.Upper;
    }
}
