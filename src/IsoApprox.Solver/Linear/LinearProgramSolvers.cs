using System.Reflection;

namespace IsoApprox.Solver.Linear;

/// <summary>
/// Engines for linear programs by name. "builtin" is always there; the package IsoApprox.OrTools adds "glop" and "pdlp" when its
/// <c>OrToolsEngines.Register</c> is called, as the command line does.
/// </summary>
public static class LinearProgramSolvers
{
    /// <summary>Name of the built-in dual simplex.</summary>
    public const string BuiltIn = "builtin";

    private const string Preferred = "glop";

    /// <summary>Up to so many variables the built-in engine is done before the native library of another is loaded.</summary>
    private const int Small = 60;

    private static readonly EngineList<ILinearProgramSolver> Engines = new(
        "linear program engine", new Engine<ILinearProgramSolver>(BuiltIn, () => new DualSimplexSolver(), OwnVersion, () => null));

    /// <summary>Names of the engines that work here.</summary>
    public static IReadOnlyList<string> Available => Engines.Available;

    /// <summary>
    /// Name of the engine for a program that stands alone: glop where it is there and the program is not small, else the built-in one.
    /// Sequences of programs that differ by a few rows or bounds, as in branch and bound, are solved faster by the built-in one, which
    /// starts from the last basis.
    /// </summary>
    /// <param name="variables">Number of variables.</param>
    public static string StandAlone(int variables) => variables > Small && Engines.Has(Preferred) ? Preferred : BuiltIn;

    /// <summary>An engine for a program that stands alone.</summary>
    /// <param name="variables">Number of variables.</param>
    public static ILinearProgramSolver CreateStandAlone(int variables) => Create(StandAlone(variables));

    /// <summary>Adds an engine or replaces the one of the same name.</summary>
    /// <param name="engine">The engine.</param>
    public static void Register(Engine<ILinearProgramSolver> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Engines.Add(engine);
    }

    /// <summary>Creates an engine.</summary>
    /// <param name="name">Engine name, lower case.</param>
    /// <exception cref="ArgumentException">Unknown name, or an engine that does not work here.</exception>
    public static ILinearProgramSolver Create(string name) => Engines.Get(name).Create();

    /// <summary>Version of an engine.</summary>
    /// <inheritdoc cref="Create"/>
    public static string Version(string name) => Engines.Get(name).Version();

    /// <summary>One line on why there is no such engine here; null when there is.</summary>
    /// <param name="name">Engine name, lower case.</param>
    public static string? Problem(string name) => Engines.Problem(name);

    private static string OwnVersion() =>
        typeof(LinearProgramSolvers).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
