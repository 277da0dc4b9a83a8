using IsoApprox.Certificates;
using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>What the search over direction cells is given.</summary>
internal sealed record DirectionTask
{
    /// <summary>d_haus in a fixed dimension.</summary>
    internal required Problem Problem { get; init; }

    /// <summary>An attained value of d_haus, above 0.</summary>
    internal required double Upper { get; init; }

    /// <summary>A lower bound that is known.</summary>
    internal double Lower { get; init; }

    /// <summary>The search ends when the lower bound is at least (1 - Gap) times the upper value.</summary>
    internal double Gap { get; init; } = 1e-3;

    /// <summary>Wall-clock limit; null for none.</summary>
    internal TimeSpan? TimeLimit { get; init; }

    /// <summary>Largest number of nodes; unlike a time limit it leaves the result reproducible.</summary>
    internal long NodeLimit { get; init; } = long.MaxValue;

    /// <summary>Bytes that open nodes and proofs may take, estimated.</summary>
    internal long MemoryLimit { get; init; } = 1L << 30;

    /// <summary>Seed of the starting points. The result depends on it, never on the number of threads.</summary>
    internal int Seed { get; init; } = 1;

    /// <summary>Threads.</summary>
    internal int Threads { get; init; } = 1;

    /// <summary>
    /// Tries to make an embedding of all points (coordinates row by row, in R^n), of which some rows matter most, into one that is
    /// Triplet-Separated and nearer; returns the value of the best one known. Null: not tried.
    /// </summary>
    internal Func<int[], double[], double>? Improve { get; init; }

    /// <summary>Told the lower bound and the number of nodes now and then.</summary>
    internal Action<double, long>? Progress { get; init; }
}

/// <summary>Why the search over direction cells ended.</summary>
internal enum DirectionStop
{
    /// <summary>The gap is reached.</summary>
    Gap,

    /// <summary>Time limit.</summary>
    Time,

    /// <summary>Node limit.</summary>
    Nodes,

    /// <summary>Memory limit.</summary>
    Memory,

    /// <summary>Cancelled.</summary>
    Cancelled,

    /// <summary>The weakest node has nothing left to branch on.</summary>
    Exhausted,
}

/// <summary>What the search over direction cells found.</summary>
/// <param name="Lower">Proved lower bound; 0 without a certificate.</param>
/// <param name="Certificate">Its proof.</param>
/// <param name="Stop">Why the search ended.</param>
/// <param name="Nodes">Nodes solved.</param>
/// <param name="Evaluations">Evaluations of the Lagrangian.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
internal sealed record DirectionOutcome(
    double Lower, DirectionCertificate? Certificate, DirectionStop Stop, long Nodes, long Evaluations, double Seconds);
