using System.Collections.Immutable;

namespace IsoApprox.Solver.Linear;

/// <summary>
/// Engines of one kind by name. Those of this assembly are always there; an assembly that brings others adds them once, when the program
/// starts. Thread-safe; nothing is loaded before an engine is asked for.
/// </summary>
/// <typeparam name="T">What an engine does.</typeparam>
/// <param name="kind">Name of the kind for messages, such as "linear program engine".</param>
/// <param name="builtIn">Engines of this assembly.</param>
internal sealed class EngineList<T>(string kind, params Engine<T>[] builtIn)
{
    private ImmutableList<Engine<T>> _engines = [.. builtIn];

    /// <summary>Names of the engines that work here, the built-in ones first.</summary>
    internal IReadOnlyList<string> Available => [.. _engines.Where(engine => engine.Problem() is null).Select(engine => engine.Name)];

    /// <summary>Adds an engine or replaces the one of the same name.</summary>
    internal void Add(Engine<T> engine) =>
        ImmutableInterlocked.Update(ref _engines, (list, added) => list.RemoveAll(e => e.Name == added.Name).Add(added), engine);

    /// <summary>True when the engine of this name works here.</summary>
    internal bool Has(string name) => Problem(name) is null;

    /// <summary>The engine of this name.</summary>
    /// <exception cref="ArgumentException">It is unknown or does not work here.</exception>
    internal Engine<T> Get(string name) =>
        Problem(name) is { } problem ? throw new ArgumentException(problem) : _engines.First(engine => engine.Name == name);

    /// <summary>One line on why there is no such engine here; null when there is.</summary>
    internal string? Problem(string name)
    {
        if (_engines.Find(engine => engine.Name == name) is not { } found)
        {
            var known = _engines.Count == 0
                ? "this build has none"
                : $"this build has {string.Join(", ", _engines.Select(engine => engine.Name))}";
            return $"{kind} '{name}': {known}";
        }

        return found.Problem() is { } problem ? $"{kind} '{name}': {problem}" : null;
    }
}
