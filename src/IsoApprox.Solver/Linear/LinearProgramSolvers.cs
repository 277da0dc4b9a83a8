namespace IsoApprox.Solver.Linear;

/// <summary>Engines by name.</summary>
public static class LinearProgramSolvers
{
    /// <summary>Creates an engine: "builtin" always; "glop" and "pdlp" when built with -p:UseOrTools=true.</summary>
    /// <param name="name">Engine name, lower case.</param>
    /// <exception cref="ArgumentException">Unknown name, or an engine that this build does not contain.</exception>
    public static ILinearProgramSolver Create(string name) => name switch
    {
        "builtin" => new DualSimplexSolver(),
#if USE_ORTOOLS
        "glop" => new OrToolsSolver("GLOP"),
        "pdlp" => new OrToolsSolver("PDLP"),
#else
        "glop" or "pdlp" => throw new ArgumentException($"engine '{name}' is not in this build; build with -p:UseOrTools=true or use 'builtin'"),
#endif
        _ => throw new ArgumentException($"'{name}' is not an engine for linear programs; use builtin, glop or pdlp"),
    };
}
