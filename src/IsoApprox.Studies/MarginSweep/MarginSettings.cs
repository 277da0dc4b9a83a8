using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.MarginSweep;

/// <summary>
/// What the margin study runs. Of given data a sample of at most 24 points in at most 8 dimensions is used; the small grid is the smallest
/// instance only.
/// </summary>
public sealed record MarginSettings : StudySettings
{
    /// <summary>Margins over diam(f), increasing.</summary>
    public IReadOnlyList<double> Margins { get; init; } = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.25, 1.5, 2];

    /// <summary>Floors of scale and thickness relative to f, within 0..1, and of the anchor radius over half diam(f).</summary>
    public IReadOnlyList<double> Floors { get; init; } = [0.2, 0.4, 0.6, 0.8, 1];
}
