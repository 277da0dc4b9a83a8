using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// Solves the linear relaxation of one node at a time: rows of the model, of the node's cones and of the parent's basis, tangents of the
/// norms added where they are violated. One per thread; a result depends on the arguments only.
/// </summary>
internal sealed class NodeSolver
{
    private const int MaxRounds = 60;
    private const int MaxPivots = 3000;
    private const int ManyColumns = 50;
    private const double Coarse = 0.01;

    /// <summary>So far above the target the simplex goes on where it can, so that multipliers of few digits prove the target.</summary>
    private const double RoomForRounding = 3e-4;

    private readonly DirectionModel _model;
    private readonly DirectionProgram _program;
    private readonly DualSimplex _simplex;
    private readonly LeafRows _rows;
    private readonly NodeRows _nodeRows;
    private readonly int[] _basis;
    private readonly int _fixedRows;
    private readonly double[] _w;
    private readonly bool _shortRows;

    /// <param name="model">The problem.</param>
    /// <param name="shortRows">True: the rows of a closed node are shortened, for a certificate.</param>
    internal NodeSolver(DirectionModel model, bool shortRows)
    {
        (_model, _shortRows) = (model, shortRows);
        _program = new DirectionProgram(model);
        _simplex = new DualSimplex(model.Columns) { PivotTolerance = 1e-9 };
        _rows = new LeafRows(model);
        _nodeRows = new NodeRows(model, _program);
        _basis = new int[model.Columns];
        _w = new double[model.Dimension];
        _nodeRows.AddFixedRows();
        _fixedRows = _program.RowCount;
    }

    /// <summary>Bounds a node.</summary>
    /// <param name="cones">Its cones per pair.</param>
    /// <param name="parent">The parent's result; null at the root.</param>
    /// <param name="target">Bound at which the node is closed, unit of the points.</param>
    /// <param name="tolerance">Accepted violation, unit of the linear program.</param>
    internal NodeResult Solve(DirectionCone?[] cones, NodeResult? parent, double target, double tolerance)
    {
        _program.Truncate(_fixedRows);
        for (var i = 0; i < _model.Count; i++)
        {
            for (var k = i + 1; k < _model.Count; k++)
            {
                if (cones[_model.Relaxation.Pair(i, k)] is { } cone)
                {
                    _nodeRows.AddCone(i, k, cone);
                }
            }
        }

        var fresh = _program.RowCount;

        // A large node far from the target need not be solved to the last digit: it is split anyway.
        var accepted = _model.Columns > ManyColumns
            ? Math.Max(tolerance, Coarse * (target - (parent?.Bound ?? target)) / _model.Unit)
            : tolerance;
        var cutoff = (target / _model.Unit * (1 + (_shortRows ? RoomForRounding : 1e-9))) + (2 * accepted);
        var warm = WarmStart(parent);
        var proof = warm ? Prove(cones, Iterate(cutoff, accepted), target) : null;
        if (proof is null)
        {
            _program.Truncate(fresh);
            ColdStart();
            proof = Prove(cones, Iterate(cutoff, accepted), target);
        }

        var (bound, rows) = proof ?? (0, []);
        if (parent is not null && bound < parent.Bound && _model.Relaxation.Bound(parent.Rows, Generators(cones)) is var inherited
            && inherited > bound)
        {
            (bound, rows) = (inherited, parent.Rows);
        }

        if (bound >= target)
        {
            (bound, rows) = _shortRows ? LeafRounding.Shorten(_model.Relaxation, rows, cones, bound, target) : (bound, rows);
            return new NodeResult(bound, rows, [], null, null);
        }

        if (proof is null && parent is not null)
        {
            return new NodeResult(bound, rows, [], parent.Split, parent.Point);
        }

        var basis = Array.ConvertAll(_simplex.Basis, _program.Meta);
        return new NodeResult(bound, rows, basis, ChoosePair(cones, tolerance), Point());
    }

    internal static double[][]?[] Generators(DirectionCone?[] cones) => Array.ConvertAll(cones, cone => cone?.Generators);

    private SimplexEnd Iterate(double cutoff, double tolerance)
    {
        for (var round = 0; ; round++)
        {
            var end = _simplex.Solve(tolerance, cutoff, MaxPivots);
            if (end != SimplexEnd.Optimal || round == MaxRounds || _nodeRows.AddTangents(_simplex.Point, 2 * tolerance) == 0)
            {
                return end;
            }
        }
    }

    /// <summary>
    /// The rows of the last basis (or of the contradiction) and what they prove; null when the simplex lost its accuracy.
    /// </summary>
    private (double Bound, double[] Rows)? Prove(DirectionCone?[] cones, SimplexEnd end, double target)
    {
        var generators = Generators(cones);
        if (end == SimplexEnd.Infeasible)
        {
            return ProveInfeasible(cones, generators, target);
        }

        _rows.Clear();
        for (var k = 0; k < _simplex.Basis.Length; k++)
        {
            _rows.Add(_program.Meta(_simplex.Basis[k]), _simplex.Multipliers[k]);
        }

        var rows = _rows.Encode(cones);
        var bound = _model.Relaxation.Bound(rows, generators);
        return end == SimplexEnd.Optimal || bound >= target ? (bound, rows) : null;
    }

    /// <summary>A contradiction of the rows counts with a factor so large that it proves the target.</summary>
    private (double Bound, double[] Rows)? ProveInfeasible(DirectionCone?[] cones, double[][]?[] generators, double target)
    {
        var largest = 1.0;
        foreach (var weight in _simplex.Ray)
        {
            largest = Math.Max(largest, weight);
        }

        _rows.Clear();
        _rows.Add(_program.Meta(_simplex.RayConstraint), 1 / largest);
        for (var k = 0; k < _simplex.Basis.Length; k++)
        {
            _rows.Add(_program.Meta(_simplex.Basis[k]), _simplex.Ray[k] / largest);
        }

        var rows = _rows.Encode(cones);
        var surplus = _model.Relaxation.Bound(rows, generators, 0);
        if (!(surplus > 1e-7 * target))
        {
            return null;
        }

        rows = _rows.Encode(cones, 1.01 * target / surplus);
        var bound = _model.Relaxation.Bound(rows, generators);
        return bound >= target ? (bound, rows) : null;
    }

    private bool WarmStart(NodeResult? parent)
    {
        if (parent is null || parent.Basis.Length != _basis.Length)
        {
            return false;
        }

        for (var k = 0; k < _basis.Length; k++)
        {
            _basis[k] = _program.Add(parent.Basis[k]);
        }

        return _simplex.Start(_program, _basis);
    }

    private void ColdStart()
    {
        _nodeRows.AddCoarseTangents();
        for (var j = 0; j < _basis.Length; j++)
        {
            _basis[j] = j;
        }

        _simplex.Start(_program, _basis);
    }

    /// <summary>The pair with the largest shortfall of its length times the square root of its multipliers.</summary>
    private SplitPlan? ChoosePair(DirectionCone?[] cones, double tolerance)
    {
        var weights = new double[_model.Relaxation.PairCount];
        for (var b = 0; b < _simplex.Basis.Length; b++)
        {
            var row = _program.Meta(_simplex.Basis[b]);
            if (row.Kind is DirectionRowKind.FarFirst or DirectionRowKind.FarSecond or DirectionRowKind.Long)
            {
                weights[_model.Relaxation.Pair(row.I, row.K)] += Math.Max(0, _simplex.Multipliers[b]);
            }
        }

        var (best, plan) = (0.0, (SplitPlan?)null);
        for (var i = 0; i < _model.Count; i++)
        {
            for (var k = i + 1; k < _model.Count; k++)
            {
                var pair = _model.Relaxation.Pair(i, k);
                var shortfall = Required(i, k) - _nodeRows.Vector(_simplex.Point, i, k, _w);
                if (shortfall > 0.1 * tolerance && DirectionGeometry.CanSplit(cones[pair])
                    && shortfall * Math.Sqrt(weights[pair] + 1e-4) is var score
                    && score > best)
                {
                    (best, plan) = (score, new SplitPlan(i, k, (double[])_w.Clone()));
                }
            }
        }

        return plan;
    }

    /// <summary>The length that x_ik must have at the present point.</summary>
    private double Required(int i, int k)
    {
        var needed = Math.Max(Length(i, k), Length(k, i));
        return _model.IsIsometric ? Math.Max(needed, _model.Distance(i, k) - _simplex.Point[_model.Level]) : needed;
    }

    private double Length(int i, int k) => _model.IsFar(i, k) ? NodeRows.Value(_simplex.Point, _model.Far(i, k)) + _model.Margin : 0;

    private double[] Point()
    {
        var result = new double[_model.Count * _model.Dimension];
        for (var i = 0; i < _model.Count; i++)
        {
            for (var d = 0; d < _model.Dimension; d++)
            {
                var start = !_model.IsIsometric && d < _model.Points.Dimension ? _model.Points[i][d] : 0;
                result[(i * _model.Dimension) + d] = start + (NodeRows.Value(_simplex.Point, _model.Coordinate(i, d)) * _model.Unit);
            }
        }

        return result;
    }
}
