namespace IsoApprox.Solver.Linear;

/// <summary>
/// The built-in engine: dense dual simplex with lazy rows, for programs of up to a few hundred variables. Solving the same
/// <see cref="LinearProgram"/> object again after rows were appended or bounds were changed starts from the last basis, which stays dual
/// feasible. Cost per pivot O(n^2 + n times the number of rows).
/// </summary>
public sealed class DualSimplexSolver : ILinearProgramSolver
{
    private const double Tolerance = 1e-9;

    /// <summary>Relative violation, in the units of the program, of a point that is called optimal.</summary>
    private const double UnscaledTolerance = 1e-8;
    private LinearProgram? _program;
    private LinearConstraints _constraints = null!;
    private DualSimplex _simplex = null!;
    private bool _warm;

    /// <inheritdoc/>
    public string Name => "builtin";

    /// <summary>
    /// Pivots of one call at most, rounded up to hundreds; the engine then stops. By default 10 000 and 200 for each variable and row.
    /// </summary>
    public long? MaxPivots { get; init; }

    /// <inheritdoc/>
    public LinearSolution Solve(LinearProgram program, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!ReferenceEquals(program, _program))
        {
            Prepare(program, scaled: true);
        }

        var solution = SolvePrepared(cancellation);
        if (IsTrusted(solution, program) || cancellation.IsCancellationRequested)
        {
            return solution;
        }

        if (_constraints.IsScaled)
        {
            // The scales may be what is wrong: once more in the units of the program.
            Prepare(program, scaled: false);
            var again = SolvePrepared(cancellation);
            _program = null;
            if (again.Status != LinearStatus.Stopped && IsTrusted(again, program))
            {
                return again;
            }
        }

        return solution.Status == LinearStatus.Optimal ? solution with { Status = LinearStatus.Stopped } : solution;
    }

    /// <summary>
    /// What the engine found holds in the units of the program as well: a point within the sides, or multipliers that prove that there is
    /// none.
    /// </summary>
    private static bool IsTrusted(LinearSolution solution, LinearProgram program) => solution.Status switch
    {
        LinearStatus.Optimal => program.Violation(solution.Primal) <= UnscaledTolerance,
        LinearStatus.Infeasible => solution.InfeasibilityProved,
        _ => true,
    };

    private void Prepare(LinearProgram program, bool scaled)
    {
        (_program, _warm) = (program, false);
        _constraints = new LinearConstraints(program, scaled);
        _simplex = new DualSimplex(program.VariableCount) { PivotTolerance = 1e-9 };
    }

    private LinearSolution SolvePrepared(CancellationToken cancellation)
    {
        _constraints.Update();
        (_constraints.Recession, _constraints.FeasibilityOnly) = (false, false);
        var before = _simplex.Pivots;
        var status = Run(cancellation);
        return Collect(status, _simplex.Pivots - before);
    }

    private LinearStatus Run(CancellationToken cancellation)
    {
        if (!(_warm && BasisIsFinite() && _simplex.Start(_constraints, _simplex.Basis)) && !ColdStart(cancellation, out var receding))
        {
            return receding && SolveFeasibility(cancellation) is { } other ? other : LinearStatus.Stopped;
        }

        var status = Pivot(cancellation);
        _warm = status is LinearStatus.Optimal or LinearStatus.Infeasible;
        return status;
    }

    /// <summary>A warm basis cannot hold a bound that has become infinite.</summary>
    private bool BasisIsFinite() => Array.TrueForAll(_simplex.Basis, id => _constraints.InfiniteBound(id) < 0);

    /// <summary>
    /// Finds a dual feasible basis. Bounds of the right sign do; where they are missing, the program of receding directions within [-1, 1]
    /// has the value 0 exactly when its optimal basis is dual feasible for the program itself. A negative value means that no dual feasible
    /// basis exists.
    /// </summary>
    private bool ColdStart(CancellationToken cancellation, out bool receding)
    {
        receding = false;
        var basis = SlackBasis(out var missing);
        if (missing)
        {
            _constraints.Recession = true;
            var end = _simplex.Start(_constraints, basis) ? SolveInSteps(cancellation) : SimplexEnd.Stalled;
            var value = _simplex.Objective;
            _constraints.Recession = false;
            if (end != SimplexEnd.Optimal)
            {
                return false;
            }

            var size = 0.0;
            foreach (var c in _constraints.Cost)
            {
                size = Math.Max(size, Math.Abs(c));
            }

            if (value < -1e-9 * size)
            {
                receding = true;
                return false;
            }

            basis = Array.ConvertAll(
                _simplex.Basis, id => _constraints.InfiniteBound(id) is var j and >= 0 ? _constraints.ArtificialBound(j) : id);
        }

        return _simplex.Start(_constraints, basis);
    }

    /// <summary>
    /// For each variable the bound that its cost asks for; an artificial one where it has neither bound nor cost. Missing is true where
    /// that bound is infinite.
    /// </summary>
    private int[] SlackBasis(out bool missing)
    {
        missing = false;
        var basis = new int[_constraints.Dimension];
        var cost = _constraints.Cost;
        for (var j = 0; j < basis.Length; j++)
        {
            var (lower, upper) = (double.IsFinite(_program!.Lower[j]), double.IsFinite(_program.Upper[j]));
            if (cost[j] == 0 && !lower && !upper)
            {
                basis[j] = _constraints.ArtificialBound(j);
                continue;
            }

            var useLower = cost[j] > 0 || (cost[j] == 0 && lower);
            basis[j] = useLower ? _constraints.LowerBound(j) : _constraints.UpperBound(j);
            missing |= useLower ? !lower : !upper;
        }

        return basis;
    }

    /// <summary>The program has no dual feasible basis: it is unbounded if it is feasible.</summary>
    private LinearStatus? SolveFeasibility(CancellationToken cancellation)
    {
        _constraints.FeasibilityOnly = true;
        var status = _simplex.Start(_constraints, SlackBasis(out _)) ? Pivot(cancellation) : LinearStatus.Stopped;
        _warm = false;
        return status == LinearStatus.Optimal ? LinearStatus.Unbounded : status;
    }

    private LinearStatus Pivot(CancellationToken cancellation) => SolveInSteps(cancellation) switch
    {
        SimplexEnd.Optimal => LinearStatus.Optimal,
        SimplexEnd.Infeasible => LinearStatus.Infeasible,
        _ => LinearStatus.Stopped,
    };

    private SimplexEnd SolveInSteps(CancellationToken cancellation)
    {
        var limit = _simplex.Pivots + (MaxPivots ?? 10_000 + (200L * (_constraints.Dimension + _program!.Rows.Count)));
        while (!cancellation.IsCancellationRequested && _simplex.Pivots < limit)
        {
            var before = _simplex.Pivots;
            var end = _simplex.Solve(Tolerance, maxPivots: 100);
            if (end != SimplexEnd.Stalled || _simplex.Pivots == before)
            {
                return end;
            }
        }

        return SimplexEnd.Stalled;
    }

    private LinearSolution Collect(LinearStatus status, long pivots)
    {
        var program = _program!;
        var dual = new double[program.Rows.Count];
        var ray = status == LinearStatus.Infeasible;
        for (var k = 0; k < _simplex.Basis.Length; k++)
        {
            if (_constraints.IsRow(_simplex.Basis[k], out var row, out var factor))
            {
                dual[row] += factor * (ray ? _simplex.Ray[k] : _simplex.Multipliers[k]);
            }
        }

        if (ray && _constraints.IsRow(_simplex.RayConstraint, out var last, out var sign))
        {
            dual[last] += sign;
        }

        var primal = _constraints.Unscale(_simplex.Point);
        return new LinearSolution
        {
            Status = status,
            Primal = primal,
            Dual = dual,
            Objective = DenseKernels.Dot(program.Cost, primal),
            SafeBound = ray ? double.NegativeInfinity : SafeBound.Compute(program, dual),
            InfeasibilityProved = ray && SafeBound.ProvesInfeasible(program, dual),
            Iterations = pivots,
        };
    }
}
