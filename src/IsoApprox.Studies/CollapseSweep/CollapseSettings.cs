using IsoApprox.Embeddings;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>A grid of runs: all combinations of the lists, without those that make no sense (fewer than two classes of two points, label noise where labels
/// mean nothing).</summary>
public sealed record CollapseGrid
{
    /// <summary>Where points come from.</summary>
    public required IReadOnlyList<PointModel> Models { get; init; }

    /// <summary>Values of N.</summary>
    public required IReadOnlyList<int> Points { get; init; }

    /// <summary>Values of n.</summary>
    public required IReadOnlyList<int> Dimensions { get; init; }

    /// <summary>How points are split into classes.</summary>
    public required IReadOnlyList<ClassPlan> Plans { get; init; }

    /// <summary>Shares of shuffled labels.</summary>
    public IReadOnlyList<double> LabelNoise { get; init; } = [0];

    /// <summary>Number of seeds, at least 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>True to compute the bounds for the figure with proof bands.</summary>
    public bool WithBounds { get; init; }
}

/// <summary>What the collapse study runs.</summary>
public sealed record CollapseSettings
{
    /// <summary>Folder for rows and figures; created when missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The grids; a run that is in several of them is computed once.</summary>
    public required IReadOnlyList<CollapseGrid> Grids { get; init; }

    /// <summary>Labelled points for the model data; null for none.</summary>
    public Embedding? Data { get; init; }

    /// <summary>Name of <see cref="Data"/> in rows and figures.</summary>
    public string DataName { get; init; } = "data";

    /// <summary>First seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Runs at the same time; null for all cores. Results do not depend on it.</summary>
    public int? Jobs { get; init; }

    /// <summary>The part of the grid that is computed; figures show all rows found in the folder.</summary>
    public Shard Shard { get; init; } = Shard.Whole;
}
