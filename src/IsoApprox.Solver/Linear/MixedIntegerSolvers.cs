namespace IsoApprox.Solver.Linear;

/// <summary>Engines for mixed-integer programs by name. None is built in; the package IsoApprox.OrTools adds "scip" and "cpsat".</summary>
public static class MixedIntegerSolvers
{
    private static readonly EngineList<IMixedIntegerSolver> Engines = new("mixed-integer program engine");

    /// <summary>Names of the engines that work here.</summary>
    public static IReadOnlyList<string> Available => Engines.Available;

    /// <summary>Adds an engine or replaces the one of the same name.</summary>
    /// <param name="engine">The engine.</param>
    public static void Register(Engine<IMixedIntegerSolver> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Engines.Add(engine);
    }

    /// <summary>Creates an engine.</summary>
    /// <param name="name">Engine name, lower case.</param>
    /// <exception cref="ArgumentException">Unknown name, or an engine that does not work here.</exception>
    public static IMixedIntegerSolver Create(string name) => Engines.Get(name).Create();

    /// <summary>Version of an engine.</summary>
    /// <inheritdoc cref="Create"/>
    public static string Version(string name) => Engines.Get(name).Version();

    /// <summary>One line on why there is no such engine here; null when there is.</summary>
    /// <param name="name">Engine name, lower case.</param>
    public static string? Problem(string name) => Engines.Problem(name);
}
