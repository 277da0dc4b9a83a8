using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// The nearest restricted Triplet-Separated embedding that was found, d_haus. Local search: nothing about it is proved optimal.
/// </summary>
public sealed record RestrictedSolution
{
    /// <summary>g, exactly Triplet-Separated; its floor holds to 1e-9 relative.</summary>
    public required Embedding Nearest { get; init; }

    /// <summary>
    /// Among embeddings within 1.001 of <see cref="Upper"/> the one found with least sum of squared displacements: measures of collapse use
    /// it.
    /// </summary>
    public required Embedding Canonical { get; init; }

    /// <summary>max_i ||f_i - g_i||, attained.</summary>
    public required double Upper { get; init; }

    /// <summary>
    /// A proved lower bound: that of the unrestricted problem, which holds because the restriction only takes embeddings away.
    /// </summary>
    public required double Lower { get; init; }

    /// <summary>Which start gave it.</summary>
    public required string Origin { get; init; }

    /// <summary>The separation multipliers where the best start ended, by anchor.</summary>
    public required IReadOnlyList<SeparationMultiplier> Multipliers { get; init; }
}

/// <summary>A multiplier of a Triplet-Separated constraint of one anchor.</summary>
/// <param name="Anchor">i.</param>
/// <param name="Other">j of the same class (||g_i - g_j|| is at most the level of i; j = i stands for the floor of the level) or k of
/// another class (at least the level).</param>
/// <param name="IsPositive">True for j.</param>
/// <param name="Value">lambda_ij or nu_ik >= 0; for every anchor both sum to the same.</param>
public readonly record struct SeparationMultiplier(int Anchor, int Other, bool IsPositive, double Value);
