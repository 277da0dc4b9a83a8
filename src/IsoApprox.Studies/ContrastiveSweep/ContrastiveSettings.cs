using IsoApprox.Learning.Contrastive;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>What the contrastive study runs; the small grid is a tenth of the epochs: to see that everything runs.</summary>
public sealed record ContrastiveSettings : StudySettings
{
    /// <summary>The values of beta.</summary>
    public IReadOnlyList<double> Hardness { get; init; } = [0, 2, 5, 10, 30];

    /// <summary>The function that gives hard negatives more weight.</summary>
    public Hardening Hardening { get; init; } = Hardening.Exponential;

    /// <summary>Items in a batch, at least 2; null: all of the 200 free points, 200 of the mixture, 256 of given data.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Adam's rate > 0; null: 0.01 for free points, 0.001 for networks.</summary>
    public double? Rate { get; init; }
}
