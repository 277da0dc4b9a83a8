using Google.OrTools.Init;
using IsoApprox.Solver.Linear;
using NativeSolver = Google.OrTools.LinearSolver.Solver;

namespace IsoApprox.OrTools;

/// <summary>
/// Makes the engines of Google OR-Tools known to <see cref="LinearProgramSolvers"/> and <see cref="MixedIntegerSolvers"/>.
/// </summary>
public static class OrToolsEngines
{
    private static readonly Lazy<string?> NativeProblem = new(LoadNative);

    /// <summary>
    /// Adds "glop" and "pdlp" for linear programs, "scip" and "cpsat" for mixed-integer ones. Cheap: the native library (about 70 MB) is
    /// loaded when an engine is first asked for. Where it does not load, the engines are reported as missing and the built-in ones are
    /// used. May be called more than once.
    /// </summary>
    public static void Register()
    {
        foreach (var (name, id) in new[] { ("glop", "GLOP"), ("pdlp", "PDLP") })
        {
            LinearProgramSolvers.Register(
                new Engine<ILinearProgramSolver>(name, () => new OrToolsLinearSolver(name), () => Version(id), () => Problem(id)));
        }

        foreach (var (name, id) in new[] { ("scip", "SCIP"), ("cpsat", "SAT") })
        {
            MixedIntegerSolvers.Register(
                new Engine<IMixedIntegerSolver>(name, () => new OrToolsIntegerSolver(name), () => Version(id), () => Problem(id)));
        }
    }

    private static string? Problem(string id)
    {
        if (NativeProblem.Value is { } problem)
        {
            return problem;
        }

        using var solver = NativeSolver.CreateSolver(id);
        return solver is null ? "this build of OR-Tools does not contain it" : null;
    }

    private static string Version(string id)
    {
        using var solver = NativeSolver.CreateSolver(id);
        return $"{solver.SolverVersion()}, OR-Tools {OrToolsVersion.VersionString()}";
    }

    private static string? LoadNative()
    {
        try
        {
            _ = OrToolsVersion.VersionString();
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or BadImageFormatException
            or EntryPointNotFoundException)
        {
            return $"the native library of OR-Tools does not load here ({(e.InnerException ?? e).Message}); use the built-in engine";
        }
    }
}
