namespace IsoApprox.Solver.Linear;

/// <summary>Engines by name.</summary>
public static class LinearProgramSolvers
{
    /// <summary>The engines of this build.</summary>
    public static IReadOnlyList<string> Available { get; } =
#if USE_ORTOOLS
        ["builtin", "glop", "pdlp"];
#else
        ["builtin"];
#endif

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
        "glop" or "pdlp" => throw new ArgumentException(Missing(name)),
#endif
        _ => throw new ArgumentException(Missing(name)),
    };

    /// <summary>Why an engine is not there, one line.</summary>
    /// <param name="name">Its name.</param>
    internal static string Missing(string name) => name is "glop" or "pdlp"
        ? $"linear program engine '{name}': not in this build; build with 'dotnet build -c Release -p:UseOrTools=true', or use 'builtin'"
        : $"linear program engine '{name}': unknown; use builtin, glop or pdlp";
}
