using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>What the contrastive study runs; the small grid is a tenth of the epochs: to see that everything runs.</summary>
public sealed record ContrastiveSettings : StudySettings
{
    /// <summary>The values of beta.</summary>
    public IReadOnlyList<double> Hardness { get; init; } = [0, 2, 5, 10, 30];
}
