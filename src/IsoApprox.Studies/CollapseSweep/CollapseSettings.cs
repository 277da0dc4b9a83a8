using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>
/// What the collapse study runs: a preset of grids, see <see cref="CollapseGrids"/>, or its first grid with what is given here in place of
/// its own lists. Given data are one more model of points, and the only one unless <see cref="Models"/> says otherwise.
/// </summary>
public sealed record CollapseSettings : StudySettings
{
    /// <summary>The small preset.</summary>
    public CollapseSettings() => Quick = true;

    /// <summary>Where points come from; null: those of the preset, or the given data.</summary>
    public IReadOnlyList<PointModel>? Models { get; init; }

    /// <summary>Values of N; null: those of the preset.</summary>
    public IReadOnlyList<int>? Points { get; init; }

    /// <summary>Values of n; null: those of the preset.</summary>
    public IReadOnlyList<int>? Dimensions { get; init; }

    /// <summary>How points are split into classes; null: as in the preset.</summary>
    public IReadOnlyList<ClassPlan>? Plans { get; init; }

    /// <summary>Shares of shuffled labels, 0..1; null: those of the preset.</summary>
    public IReadOnlyList<double>? LabelNoise { get; init; }

    /// <summary>True to compute the bounds for the figure with proof bands.</summary>
    public bool WithBounds { get; init; }
}
