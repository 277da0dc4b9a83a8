using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// The canonical nearest embedding f*: among Triplet-Separated g whose distance is at most <see cref="AllowedRadius"/> the one with least
/// sum of squares. The nearest embedding itself is not unique: points off the worst ones are free to move, so measures of it would depend
/// on the search.
/// </summary>
public sealed record CanonicalSolution
{
    /// <summary>The given embedding f.</summary>
    public required Embedding Source { get; init; }

    /// <summary>f*, proved Triplet-Separated on the doubles it holds; coordinates as in <see cref="NearestSolution.Nearest"/>.</summary>
    public required Embedding Canonical { get; init; }

    /// <summary>The distance that is bounded.</summary>
    public required NearestMetric Metric { get; init; }

    /// <summary>(1 + e) times the upper value of the nearest solution.</summary>
    public required double AllowedRadius { get; init; }

    /// <summary>
    /// max_i |f_i - g_i| (HAUS) or d_iso(f,g) (ISO) of <see cref="Canonical"/>, rounded up; never above <see cref="AllowedRadius"/>.
    /// </summary>
    public required double AttainedRadius { get; init; }

    /// <summary>
    /// sum_i |f_i - g_i|^2 (HAUS) or sum over pairs i &lt; j of (|g_i - g_j| - |f_i - f_j|)^2 (ISO) of <see cref="Canonical"/>, in floating
    /// point.
    /// </summary>
    public required double SumOfSquares { get; init; }

    /// <summary>
    /// A proved lower bound of the sum of squares over all admissible g in any dimension (HAUS without margin); null when the multipliers
    /// prove none, as where rank is lost.
    /// </summary>
    public required double? LowerSumOfSquares { get; init; }

    /// <summary>
    /// True when the run that gave <see cref="Canonical"/> met the tolerance and the repair to exact separation left its sum of squares
    /// alone. A local minimum unless <see cref="Gap"/> is small.
    /// </summary>
    public required bool Converged { get; init; }

    /// <summary>
    /// Largest violation of a constraint in that run before the repair, relative to the radius; 0 when nothing had to be run.
    /// </summary>
    public required double Residual { get; init; }

    /// <summary>
    /// Norm of the gradient of the Lagrangian in that run over that of the sum of squares: how far from stationary; 0 when nothing had to
    /// be run. Where the constraints' curvature helps, points are that share of the displacements away from the minimum.
    /// </summary>
    public required double GradientNorm { get; init; }

    /// <summary>Which start gave it.</summary>
    public required string Origin { get; init; }

    /// <summary>Starts that were run.</summary>
    public required int Starts { get; init; }

    /// <summary>Function evaluations over all starts.</summary>
    public required long Evaluations { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// (sum - lower) / sum, 0 when the sum is 0; null without a lower bound. When 0, the embedding is optimal in every dimension.
    /// </summary>
    public double? Gap => SumOfSquares == 0
        ? 0
        : LowerSumOfSquares is { } lower ? Math.Max(0, (SumOfSquares - lower) / SumOfSquares) : null;
}
