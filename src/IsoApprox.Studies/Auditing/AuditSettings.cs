namespace IsoApprox.Studies.Auditing;

/// <summary>What the audit may spend and where it writes.</summary>
public sealed record AuditSettings
{
    /// <summary>
    /// Folder for results.json, index.html and the instance and certificate files; created when missing, files of these names are replaced.
    /// </summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Fewer random embeddings and the fast certificates only.</summary>
    public bool Quick { get; init; }

    /// <summary>Divides the number of random embeddings of every sweep; at least 1.</summary>
    internal int SweepDivisor { get; init; } = 1;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used; null for all cores.</summary>
    public int? Threads { get; init; }
}
