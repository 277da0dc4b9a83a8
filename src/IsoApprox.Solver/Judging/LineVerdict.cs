using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Judging;

/// <summary>
/// What an engine for mixed-integer programs says about the nearest embedding on a line. Only <see cref="Value"/> is certain.
/// </summary>
/// <param name="Engine">Name of the engine.</param>
/// <param name="Status">Optimal to the engine's tolerances, or stopped by a limit.</param>
/// <param name="Nearest">The embedding it found, made an exact member of the set; null when it found none.</param>
/// <param name="Value">Its distance to f, attained, rounded up; positive infinity without an embedding.</param>
/// <param name="Bound">The lower bound that the engine claims. Not proved: it shares the engine's tolerances and its errors.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record LineVerdict(string Engine, LinearStatus Status, Embedding? Nearest, double Value, double Bound, double Seconds);
