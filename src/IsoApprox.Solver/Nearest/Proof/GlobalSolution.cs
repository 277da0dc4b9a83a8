using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>Why the branch and bound stopped.</summary>
public enum GlobalStatus
{
    /// <summary>The gap is closed: the value is globally optimal to the asked-for gap.</summary>
    ProvedGlobal,

    /// <summary>The time limit was reached.</summary>
    TimeLimit,

    /// <summary>The node limit was reached.</summary>
    NodeLimit,

    /// <summary>The memory limit was reached.</summary>
    MemoryLimit,

    /// <summary>Cancelled.</summary>
    Cancelled,

    /// <summary>All nodes are closed, but some could not be bounded better than floating point resolves.</summary>
    Accuracy,
}

/// <summary>Progress of the branch and bound.</summary>
/// <param name="Nodes">Nodes bounded.</param>
/// <param name="Open">Nodes waiting.</param>
/// <param name="Lower">Proved lower bound so far.</param>
/// <param name="Upper">Best value so far.</param>
public readonly record struct GlobalProgress(long Nodes, int Open, double Lower, double Upper);

/// <summary>The interval that the branch and bound proved.</summary>
public sealed record GlobalSolution
{
    /// <summary>
    /// The interval of the optimal value in the problem's dimension; its ends are <see cref="Lower"/> and <see cref="Upper"/>.
    /// </summary>
    public required ProvedInterval Interval { get; init; }

    /// <summary>Proved lower bound of the optimal value in the problem's dimension.</summary>
    public double Lower => Interval.Lower;

    /// <summary>A value that is attained by <see cref="Nearest"/>, rounded up.</summary>
    public double Upper => Interval.Upper;

    /// <summary>g, proved Triplet-Separated on the doubles it holds.</summary>
    public required Embedding Nearest { get; init; }

    /// <summary>Why the search stopped.</summary>
    public required GlobalStatus Status { get; init; }

    /// <summary>Nodes bounded.</summary>
    public required long Nodes { get; init; }

    /// <summary>The proof of the lower value; null when it is 0 or the log was not kept.</summary>
    public required Certificate? Certificate { get; init; }

    /// <summary>One line: what is proved, or what stopped the search.</summary>
    public required string Explanation { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>(upper - lower) / upper; 0 when upper is 0.</summary>
    public double Gap => Interval.Gap;
}
