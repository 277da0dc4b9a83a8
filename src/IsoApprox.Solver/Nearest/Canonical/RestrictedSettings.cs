namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>What keeps collapsed embeddings out of the Triplet-Separated ones.</summary>
public enum FloorKind
{
    /// <summary>diam(g) >= level diam(f).</summary>
    Scale,

    /// <summary>theta(g) >= level theta(f), theta the thickness (minimum width).</summary>
    Thickness,

    /// <summary>Every anchor radius is at least level diam(f): ||g_i - g_k|| >= level diam(f) for i, k of different classes.</summary>
    AnchorRadius,
}

/// <summary>What the search for the nearest restricted Triplet-Separated embedding may do.</summary>
public sealed record RestrictedSettings
{
    /// <summary>The restriction.</summary>
    public required FloorKind Floor { get; init; }

    /// <summary>Its level, at least 0. Scale and Thickness: at most 1.</summary>
    public required double Level { get; init; }

    /// <summary>Number of starting points.</summary>
    public int Starts { get; init; } = 16;

    /// <summary>Seed of the random starts.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Limit of the evaluations of one start, so that the effort does not depend on the machine.</summary>
    public int MaxEvaluations { get; init; } = 4000;
}
