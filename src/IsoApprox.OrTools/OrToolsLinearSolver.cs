using System.Diagnostics;
using System.Globalization;
using IsoApprox.Solver.Linear;
using ResultStatus = Google.OrTools.LinearSolver.Solver.ResultStatus;

namespace IsoApprox.OrTools;

/// <summary>
/// Google OR-Tools as an engine for linear programs: GLOP (simplex) or PDLP (first order, for large sparse programs). Nothing is kept
/// between calls. The safe bound and the proof of infeasibility are computed here from the returned multipliers, so they hold whatever the
/// engine's tolerances are. GLOP and PDLP may answer "infeasible or unbounded", and OR-Tools reports it as infeasible or as not solved:
/// what an engine does not call optimal within its limits is decided by two programs that have an optimum (<see cref="PhaseOne"/>), by GLOP
/// in either case.
/// </summary>
public sealed class OrToolsLinearSolver : ILinearProgramSolver
{
    private const string Glop = "glop";

    /// <summary>A cost that falls by less along directions of size 1, costs of size 1, is taken for rounding.</summary>
    private const double Receding = 1e-7;

    /// <summary>Creates the engine.</summary>
    /// <param name="name">"glop" or "pdlp".</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    public OrToolsLinearSolver(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name is Glop or "pdlp"
            ? name
            : throw new ArgumentException($"'{name}' is not an engine of OR-Tools for linear programs; use glop or pdlp");
        Tolerance = name == Glop ? 1e-9 : 1e-8;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Wall-clock limit of one call; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Feasibility and, for PDLP, relative gap at which the engine stops. By default 1e-9 for GLOP and 1e-8 for PDLP.</summary>
    public double Tolerance { get; init; }

    /// <summary>
    /// Simplex pivots (GLOP) or iterations (PDLP) of one call at most; the engine then stops. Null: 10 000 and 10 for each variable and row
    /// for GLOP, a million for PDLP.
    /// </summary>
    public int? IterationLimit { get; init; }

    /// <inheritdoc/>
    public LinearSolution Solve(LinearProgram program, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        var watch = Stopwatch.StartNew();
        var solution = Run(Name, program, TimeLimit, cancellation);
        if (solution.Status == LinearStatus.Optimal || solution.Iterations >= Limit(Name, program) || OutOfTime())
        {
            return solution;
        }

        var phaseOne = new PhaseOne(program);
        var elastic = Run(Glop, phaseOne.Elastic, TimeLimit - watch.Elapsed, cancellation);
        if (phaseOne.IsInfeasible(elastic))
        {
            return phaseOne.Answer(elastic, LinearStatus.Infeasible);
        }

        if (elastic.Status != LinearStatus.Optimal || OutOfTime())
        {
            return solution;
        }

        var receding = Run(Glop, phaseOne.Recession(), TimeLimit - watch.Elapsed, cancellation);
        return receding.Status == LinearStatus.Optimal && receding.Objective < -Receding
            ? phaseOne.Answer(elastic, LinearStatus.Unbounded)
            : solution;

        bool OutOfTime() => cancellation.IsCancellationRequested || watch.Elapsed >= TimeLimit;
    }

    /// <summary>One call of the engine: optimal or stopped.</summary>
    private LinearSolution Run(string engine, LinearProgram program, TimeSpan? limit, CancellationToken cancellation)
    {
        using var model = new NativeModel(engine.ToUpperInvariant(), program, []);
        if (!model.Solver.SetSolverSpecificParametersAsString(Parameters(engine, Limit(engine, program))))
        {
            throw new InvalidOperationException($"{engine} does not take its parameters: another version of OR-Tools?");
        }

        var status = model.Solve(limit, cancellation);
        var solved = status is ResultStatus.OPTIMAL or ResultStatus.FEASIBLE;
        var primal = solved ? model.Point() : new double[program.VariableCount];
        var dual = solved ? model.Multipliers() : new double[program.Rows.Count];
        var objective = 0.0;
        for (var j = 0; j < primal.Length; j++)
        {
            objective += program.Cost[j] * primal[j];
        }

        return new LinearSolution
        {
            Status = status == ResultStatus.OPTIMAL ? LinearStatus.Optimal : LinearStatus.Stopped,
            Primal = primal,
            Dual = dual,
            Objective = objective,
            SafeBound = SafeBound.Compute(program, dual),
            Iterations = cancellation.IsCancellationRequested ? 0 : model.Solver.Iterations(),
        };
    }

    private int Limit(string engine, LinearProgram program) =>
        IterationLimit
            ?? (engine == Glop ? (int)Math.Min(int.MaxValue, 10_000 + (10L * (program.VariableCount + program.Rows.Count))) : 1_000_000);

    private string Parameters(string engine, int iterations) => engine == Glop
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"primal_feasibility_tolerance: {Tolerance:R} dual_feasibility_tolerance: {Tolerance:R} max_number_of_iterations: {iterations}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"termination_criteria {{ iteration_limit: {iterations} "
                + $"simple_optimality_criteria {{ eps_optimal_absolute: {Tolerance:R} eps_optimal_relative: {Tolerance:R} }} }}");
}
