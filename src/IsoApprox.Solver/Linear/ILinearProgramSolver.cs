namespace IsoApprox.Solver.Linear;

/// <summary>Why an engine stopped.</summary>
public enum LinearStatus
{
    /// <summary>Primal and dual feasible within tolerances.</summary>
    Optimal,

    /// <summary>The engine found no feasible point; see <see cref="LinearSolution.InfeasibilityProved"/>.</summary>
    Infeasible,

    /// <summary>Feasible, and the objective falls without end.</summary>
    Unbounded,

    /// <summary>A limit was reached, the engine was cancelled, or it met numerical trouble.</summary>
    Stopped,
}

/// <summary>
/// What an engine returns. Only <see cref="SafeBound"/> and <see cref="InfeasibilityProved"/> are proved; the rest is as accurate as the
/// engine.
/// </summary>
public sealed record LinearSolution
{
    /// <summary>Why the engine stopped.</summary>
    public required LinearStatus Status { get; init; }

    /// <summary>x, one per variable.</summary>
    public required double[] Primal { get; init; }

    /// <summary>
    /// One multiplier per row, above 0 where the lower side is active and below 0 where the upper side is; a Farkas ray when infeasible.
    /// </summary>
    public required double[] Dual { get; init; }

    /// <summary>c.x of the primal point.</summary>
    public required double Objective { get; init; }

    /// <summary>
    /// A number that is at most the optimal value, whatever the engine did; negative infinity when the multipliers prove nothing.
    /// </summary>
    public required double SafeBound { get; init; }

    /// <summary>True when the multipliers prove that no point satisfies the rows and bounds.</summary>
    public bool InfeasibilityProved { get; init; }

    /// <summary>Pivots or iterations.</summary>
    public long Iterations { get; init; }
}

/// <summary>An engine for linear programs.</summary>
public interface ILinearProgramSolver
{
    /// <summary>Name for reports: "builtin", "glop", "pdlp".</summary>
    string Name { get; }

    /// <summary>
    /// Solves the program. Never throws for an infeasible, unbounded or badly conditioned one: the status says what happened.
    /// </summary>
    /// <param name="program">The program; not kept by reference unless the engine documents a warm start.</param>
    /// <param name="cancellation">Stops the engine between pivots or before it starts.</param>
    LinearSolution Solve(LinearProgram program, CancellationToken cancellation = default);
}
