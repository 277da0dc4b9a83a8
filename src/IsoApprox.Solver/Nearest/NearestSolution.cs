using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Why a search stopped. What is proved stands apart, in <see cref="NearestSolution.Lower"/> and <see cref="NearestSolution.Upper"/>.
/// </summary>
public enum SolveStatus
{
    /// <summary>Nothing was run.</summary>
    Unsolved,

    /// <summary>The embedding is in the set already: both distances are 0.</summary>
    AlreadySeparated,

    /// <summary>The interval is closed to the asked-for gap: the value is globally optimal to that gap.</summary>
    ProvedGlobal,

    /// <summary>
    /// All starts ran to convergence or to their limit of evaluations; the value is the best local minimum found and the gap is open.
    /// </summary>
    LocalMinimum,

    /// <summary>The time limit was reached; the best embedding so far is returned.</summary>
    TimeLimit,

    /// <summary>Cancelled; the best embedding so far is returned.</summary>
    Cancelled,
}

/// <summary>Progress of a search.</summary>
/// <param name="Finished">Starts finished.</param>
/// <param name="Total">Starts in all.</param>
/// <param name="Upper">Best value so far.</param>
/// <param name="Lower">Best lower bound so far.</param>
public readonly record struct SolveProgress(int Finished, int Total, double Upper, double Lower);

/// <summary>The nearest member of the set that was found, and the interval that is proved.</summary>
public sealed record NearestSolution
{
    /// <summary>The given embedding f.</summary>
    public required Embedding Source { get; init; }

    /// <summary>
    /// g, proved to be in the set on the doubles it holds. HAUS: max(n, d) coordinates, in the space of f padded by zeros, because the
    /// distance to f is measured there; for d &lt; n they lie in a d-dimensional affine subspace. ISO: d coordinates. Where norms are 1 it
    /// stands for its radial projection.
    /// </summary>
    public required Embedding Nearest { get; init; }

    /// <summary>The distance that was minimised.</summary>
    public required NearestMetric Metric { get; init; }

    /// <summary>Dimension d in which g was sought.</summary>
    public required int Dimension { get; init; }

    /// <summary>The set of ideal embeddings.</summary>
    public required IdealSet Set { get; init; }

    /// <summary>Margin alpha of the set.</summary>
    public double Margin => Set.Margin;

    /// <summary>The interval of the optimal value; its ends are <see cref="Lower"/> and <see cref="Upper"/>.</summary>
    public required ProvedInterval Interval { get; init; }

    /// <summary>A value that is attained: max_i ||f_i - g_i|| (HAUS) or d_iso(f,g) (ISO), rounded up.</summary>
    public double Upper => Interval.Upper;

    /// <summary>A proved lower bound of the optimal value, rounded down.</summary>
    public double Lower => Interval.Lower;

    /// <summary>Where the lower bound comes from, for example "Gram certificate".</summary>
    public required string LowerSource { get; init; }

    /// <summary>
    /// The certificate of the lower value, to be re-checked by anyone; null when the lower value is 0 without proof being needed.
    /// </summary>
    public required Certificate? Certificate { get; init; }

    /// <summary>
    /// F_TS: true when n >= N - 1 or d >= rank + c - 1: the paper's Theorem 3 (d_iso &lt;= 2 L) applies; false: rank-limited, where it can
    /// fail. Other sets: true when the dimension is as large as a free one.
    /// </summary>
    public required bool IsFree { get; init; }

    /// <summary>One line: what is proved, or what is missing to close the interval.</summary>
    public required string Explanation { get; init; }

    /// <summary>The stages of the search that were tried, in order.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>Which start or construction gave g.</summary>
    public required string UpperSource { get; init; }

    /// <summary>Why the search stopped.</summary>
    public required SolveStatus Status { get; init; }

    /// <summary>Function evaluations over all starts.</summary>
    public required long Evaluations { get; init; }

    /// <summary>Starts that were run.</summary>
    public required int Starts { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>(upper - lower) / upper; 0 when upper is 0.</summary>
    public double Gap => Interval.Gap;
}
