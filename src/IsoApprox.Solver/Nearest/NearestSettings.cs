using IsoApprox.Certificates;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Nearest;

/// <summary>What is searched for, and what the search may do.</summary>
public sealed record NearestSettings
{
    /// <summary>The distance that is minimised.</summary>
    public NearestMetric Metric { get; init; } = NearestMetric.HausdorffLike;

    /// <summary>The set of ideal embeddings with its margin, thresholds and floors; F_TS unless given.</summary>
    public IdealSet Set { get; init; } = IdealSet.TripletSeparated();

    /// <summary>Margin alpha of <see cref="Set"/>, length unit of the points.</summary>
    public double Margin => Set.Margin;

    /// <summary>
    /// Dimension d of g; null for the dimension n of the points. HAUS with d &lt; n (the points span at most d dimensions):
    /// g lies in a d-dimensional affine subspace of R^n that contains the points.
    /// </summary>
    public int? Dimension { get; init; }

    /// <summary>
    /// True to let g use as many coordinates as it needs (the Gram relaxation is then exact); <see cref="Dimension"/> must be null. The
    /// embedding returned has n + p coordinates (HAUS) or max(n, N - 1) (ISO; N where norms are 1).
    /// </summary>
    public bool FreeDimension { get; init; }

    /// <summary>Number of starting points of the local search; null chooses by size.</summary>
    public int? Starts { get; init; }

    /// <summary>Seed of the random starts. The result depends on it, never on the number of threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit; null for none. On time-out the best embedding so far is returned.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Function evaluations of a start, at least 1; null for as many as convergence takes. A limit that does not depend on the machine.
    /// </summary>
    public int? MaxEvaluations { get; init; }

    /// <summary>Threads used; null for all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Relative gap (upper - lower) / upper at which the search stops.</summary>
    public double Gap { get; init; } = 1e-8;

    /// <summary>
    /// True to close the gap by branch and bound after the starts (<see cref="Proof.GlobalSolver"/>): dimension 1 to 3, small N. Where it
    /// does not apply, the explanation says so. Instances so small that it takes a moment are proved without being asked, within
    /// <see cref="UnaskedProofNodes"/>.
    /// </summary>
    public bool Prove { get; init; }

    /// <summary>Relative gap at which the branch and bound stops.</summary>
    public double ProveGap { get; init; } = 1e-6;

    /// <summary>
    /// Largest number of nodes of the branch and bound; unlike a time limit it leaves the result reproducible. Null: two million without a
    /// time limit, so that no search is endless, no limit with one.
    /// </summary>
    public long? ProveNodeLimit { get; init; }

    /// <summary>
    /// Largest number of nodes of the branch and bound that tiny instances get unasked (dimension 1 and 2, at most 8 points); 0: none.
    /// </summary>
    public long UnaskedProofNodes { get; init; } = 2000;

    /// <summary>
    /// Largest number of nodes of the search over direction cells (d_haus in a fixed dimension up to 4); 0: that search is left out; null:
    /// as many as the time limit allows; without one 400 for two classes, 150 in the plane with more classes, none in space with more.
    /// </summary>
    public int? DirectionNodes { get; init; }

    /// <summary>
    /// Engine of the linear program of the metric relaxation (<see cref="Linear.LinearProgramSolvers"/>); null for the one for programs
    /// that stand alone.
    /// </summary>
    public string? LinearEngine { get; init; }
}
