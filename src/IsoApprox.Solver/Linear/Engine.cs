namespace IsoApprox.Solver.Linear;

/// <summary>An engine that can be asked for by name.</summary>
/// <typeparam name="T">What it does: <see cref="ILinearProgramSolver"/> or <see cref="IMixedIntegerSolver"/>.</typeparam>
/// <param name="Name">Lower case, "glop".</param>
/// <param name="Create">Makes one; an instance is used by one thread at a time.</param>
/// <param name="Version">Version of the code behind it, for reports; only asked for when it works.</param>
/// <param name="Problem">One line on why it does not work on this machine, null when it does; may load its native library.</param>
public sealed record Engine<T>(string Name, Func<T> Create, Func<string> Version, Func<string?> Problem);
