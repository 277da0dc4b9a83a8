using IsoApprox.Studies.Instances;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>
/// A grid of runs: all combinations of the lists, without those that make no sense (fewer than two classes of two points, label noise where
/// labels mean nothing).
/// </summary>
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
