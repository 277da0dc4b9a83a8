namespace IsoApprox.Studies.Paper;

/// <summary>What the paper report may spend and where it writes.</summary>
public sealed record PaperSettings
{
    /// <summary>
    /// Folder for figure-1.svg .. figure-6.svg, results.json and index.html; created when missing, files of these names are replaced.
    /// </summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Seed of the planar example and of the searches.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Starts of each search; null chooses by size.</summary>
    public int? Starts { get; init; }

    /// <summary>Wall-clock limit of each of the four searches; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Threads used; null for all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Number of points of the planar example (Figure 6), at least 4.</summary>
    public int CollapsePoints { get; init; } = 20;

    /// <summary>
    /// Nodes of the branch and bound that improves or closes each interval; a number, not a time, so that the report is reproducible. 0 for
    /// none.
    /// </summary>
    public long ProveNodes { get; init; } = 300;
}
