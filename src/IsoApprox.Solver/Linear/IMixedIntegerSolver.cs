namespace IsoApprox.Solver.Linear;

/// <summary>A linear program in which some variables must be integers.</summary>
/// <param name="Relaxation">Cost, bounds and rows.</param>
/// <param name="Integers">Numbers of the integer variables; their bounds are finite.</param>
public sealed record MixedIntegerProgram(LinearProgram Relaxation, IReadOnlyList<int> Integers);

/// <summary>When an engine for mixed-integer programs stops.</summary>
public sealed record MixedIntegerLimits
{
    /// <summary>Wall-clock limit; null for none.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>
    /// Nodes of the search tree; null for no limit. Unlike a time limit it leaves the result reproducible. Engines without nodes ignore it.
    /// </summary>
    public long? Nodes { get; init; }

    /// <summary>Relative gap between value and bound that is enough.</summary>
    public double Gap { get; init; } = 1e-9;
}

/// <summary>
/// What an engine for mixed-integer programs returns. Nothing in it is proved: engines work in floating point, to tolerances of about 1e-6.
/// </summary>
public sealed record MixedIntegerSolution
{
    /// <summary>Optimal, infeasible, unbounded, or stopped by a limit (then with a point, if one was found).</summary>
    public required LinearStatus Status { get; init; }

    /// <summary>The best point, one number per variable; null when none was found.</summary>
    public required double[]? Primal { get; init; }

    /// <summary>The bound that the engine claims for the optimal value; negative infinity when it claims none.</summary>
    public required double Bound { get; init; }

    /// <summary>Nodes of the search tree.</summary>
    public long Nodes { get; init; }
}

/// <summary>An engine for mixed-integer programs.</summary>
public interface IMixedIntegerSolver
{
    /// <summary>Name for reports: "scip", "cpsat".</summary>
    string Name { get; }

    /// <summary>
    /// Solves the program. Never throws for an infeasible, unbounded or badly conditioned one: the status says what happened.
    /// </summary>
    /// <param name="program">The program; not kept.</param>
    /// <param name="limits">When to stop.</param>
    /// <param name="start">A point to start from, or null; it need not be feasible.</param>
    /// <param name="cancellation">Stops the engine soon; the best point so far is returned.</param>
    MixedIntegerSolution Solve(
        MixedIntegerProgram program, MixedIntegerLimits limits, double[]? start = null, CancellationToken cancellation = default);
}
