using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.MarginSweep;

/// <summary>What the margin study runs.</summary>
public sealed record MarginSettings
{
    /// <summary>Folder for rows and figures; created when missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Labelled points, of which a sample of at most 24 in at most 8 dimensions is used besides the random instances; null for none.</summary>
    public Embedding? Data { get; init; }

    /// <summary>Name of <see cref="Data"/>.</summary>
    public string DataName { get; init; } = "data";

    /// <summary>Margins over diam(f), increasing.</summary>
    public IReadOnlyList<double> Margins { get; init; } = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.25, 1.5, 2];

    /// <summary>Floors of scale and thickness relative to f, within 0..1, and of the anchor radius over half diam(f).</summary>
    public IReadOnlyList<double> Floors { get; init; } = [0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>First seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of seeds, at least 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>The smallest instance only.</summary>
    public bool Quick { get; init; }

    /// <summary>The part that this call computes.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Runs at the same time; null for all cores. Results do not depend on it.</summary>
    public int? Jobs { get; init; }
}
