#if USE_ORTOOLS
using Google.OrTools.LinearSolver;
using OrSolver = Google.OrTools.LinearSolver.Solver;

namespace IsoApprox.Solver.Linear;

/// <summary>
/// Google OR-Tools as an engine: GLOP (simplex) for small programs, PDLP (first order) for large sparse ones. Compiled only with -p:UseOrTools=true; the
/// default build and the
/// continuous integration do not exercise it. Its safe bound is computed here from the returned multipliers, so it is valid whatever the engine's tolerances
/// are.
/// </summary>
public sealed class OrToolsSolver : ILinearProgramSolver
{
    private readonly string _backend;

    /// <summary>Creates the engine.</summary>
    /// <param name="backend">"GLOP" or "PDLP".</param>
    public OrToolsSolver(string backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        _backend = backend.ToUpperInvariant();
        if (_backend is not ("GLOP" or "PDLP"))
        {
            throw new ArgumentException($"'{backend}' is not an OR-Tools engine for linear programs; use GLOP or PDLP");
        }
    }

    /// <summary>Wall-clock limit; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <inheritdoc/>
    public string Name => _backend == "GLOP" ? "glop" : "pdlp";

    /// <inheritdoc/>
    public LinearSolution Solve(LinearProgram program, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        using var solver = OrSolver.CreateSolver(_backend) ?? throw new InvalidOperationException($"this build of OR-Tools has no {_backend} engine");
        var variables = new Variable[program.VariableCount];
        using var objective = solver.Objective();
        for (var j = 0; j < variables.Length; j++)
        {
            variables[j] = solver.MakeNumVar(program.Lower[j], program.Upper[j], $"X{j}");
            objective.SetCoefficient(variables[j], program.Cost[j]);
        }

        objective.SetMinimization();
        var rows = new Constraint[program.Rows.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = program.Rows[i];
            rows[i] = solver.MakeConstraint(row.Lower, row.Upper, $"R{i}");
            for (var k = 0; k < row.Indices.Count; k++)
            {
                rows[i].SetCoefficient(variables[row.Indices[k]], row.Values[k]);
            }
        }

        if (TimeLimit is { } limit)
        {
            solver.SetTimeLimit((long)limit.TotalMilliseconds);
        }

        var status = cancellation.IsCancellationRequested ? OrSolver.ResultStatus.NOT_SOLVED : solver.Solve();
        return Collect(program, status, solver, variables, rows);
    }

    private static LinearSolution Collect(LinearProgram program, OrSolver.ResultStatus status, OrSolver solver, Variable[] variables, Constraint[] rows)
    {
        var solved = status is OrSolver.ResultStatus.OPTIMAL or OrSolver.ResultStatus.FEASIBLE;
        var primal = solved ? Array.ConvertAll(variables, x => x.SolutionValue()) : new double[variables.Length];
        var dual = solved ? Array.ConvertAll(rows, r => r.DualValue()) : new double[rows.Length];
        return new LinearSolution
        {
            Status = status switch
            {
                OrSolver.ResultStatus.OPTIMAL => LinearStatus.Optimal,
                OrSolver.ResultStatus.INFEASIBLE => LinearStatus.Infeasible,
                OrSolver.ResultStatus.UNBOUNDED => LinearStatus.Unbounded,
                _ => LinearStatus.Stopped,
            },
            Primal = primal,
            Dual = dual,
            Objective = DenseKernels.Dot(program.Cost, primal),
            SafeBound = SafeBound.Compute(program, dual),
            Iterations = solver.Iterations(),
        };
    }
}
#endif
