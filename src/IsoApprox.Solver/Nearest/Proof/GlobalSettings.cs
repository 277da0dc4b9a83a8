using IsoApprox.Certificates.Branch;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>What the branch and bound over directions may do.</summary>
public sealed record GlobalSettings
{
    /// <summary>Relative gap (upper - lower) / upper at which the value counts as proved.</summary>
    public double Gap { get; init; } = 1e-6;

    /// <summary>
    /// A lower bound that is proved already, 0 for none: the search ends when its upper value is within the gap of it.
    /// </summary>
    public double KnownLower { get; init; }

    /// <summary>Wall-clock limit; null for none. On time-out the interval so far is returned.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Threads used; null for all cores. Without a time limit the result is the same for any number.</summary>
    public int? Threads { get; init; }

    /// <summary>Largest number of nodes bounded.</summary>
    public long NodeLimit { get; init; } = long.MaxValue;

    /// <summary>
    /// Bytes that open nodes and the log of leaves may take, estimated; the search stops with the interval when they would take more.
    /// </summary>
    public long MemoryLimit { get; init; } = 1L << 30;

    /// <summary>True to log every leaf as a <see cref="BranchCertificate"/>.</summary>
    public bool KeepCertificate { get; init; } = true;
}
