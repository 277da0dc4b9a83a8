using IsoApprox.Solver.Nearest;

namespace IsoApprox.Verifier.Inputs;

/// <summary>What the verifier may spend on the two searches for the nearest Triplet-Separated embedding.</summary>
public sealed record VerifierSettings
{
    /// <summary>Starts of each search; null chooses by size.</summary>
    public int? Starts { get; init; }

    /// <summary>Seed of the random starts.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of each of the two searches; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Threads used; null for all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Relative gap at which a search stops.</summary>
    public double Gap { get; init; } = 1e-9;

    /// <summary>Nodes that a branch and bound may take to close an interval in dimension 1 to 3; 0 for none.</summary>
    public long ProveNodes { get; init; }
}

/// <summary>What the verifier is doing.</summary>
public enum VerifierStage
{
    /// <summary>Loss, diameter, radius.</summary>
    Measures,

    /// <summary>Thickness.</summary>
    Thickness,

    /// <summary>Search for d_haus(f, F_TS).</summary>
    Hausdorff,

    /// <summary>Search for d_iso(f, F_TS).</summary>
    Isometric,

    /// <summary>Evaluation of the claims.</summary>
    Claims,
}

/// <summary>Progress of the verifier.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Search">Progress of the search in this stage; null at its beginning and in stages without a search.</param>
public readonly record struct VerifierProgress(VerifierStage Stage, SolveProgress? Search);
