using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>What the contrastive study runs.</summary>
public sealed record ContrastiveSettings
{
    /// <summary>Folder for rows and figures; created when missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Labelled data that the network is trained on besides the synthetic sets; null for none.</summary>
    public Embedding? Data { get; init; }

    /// <summary>Name of <see cref="Data"/> in rows and figures.</summary>
    public string DataName { get; init; } = "data";

    /// <summary>The values of beta.</summary>
    public IReadOnlyList<double> Hardness { get; init; } = [0, 2, 5, 10, 30];

    /// <summary>First seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of seeds, at least 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>A tenth of the epochs: to see that everything runs.</summary>
    public bool Quick { get; init; }

    /// <summary>Runs at the same time; null for all cores. Results do not depend on it.</summary>
    public int? Jobs { get; init; }

    /// <summary>The part of the grid that is computed; figures show all rows found in the folder.</summary>
    public Shard Shard { get; init; } = Shard.Whole;
}
