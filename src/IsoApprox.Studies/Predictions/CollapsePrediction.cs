using System.Diagnostics;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Canonical;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Studies.Predictions;

/// <summary>Collapse as predicted by the nearest Triplet-Separated embedding.</summary>
/// <param name="State">The embedding before.</param>
/// <param name="Solution">The interval of d_haus.</param>
/// <param name="Second">The canonical f*, whether its solve converged, and how far it is proved optimal.</param>
/// <param name="Measures">Of the canonical f* against f.</param>
public sealed record CollapsePrediction(EmbeddingState State, NearestSolution Solution, CanonicalSolution Second, CollapseMeasures Measures)
{
    /// <summary>A ratio of f* over f below this counts as half collapsed.</summary>
    public const double Half = 0.5;

    /// <summary>The canonical f*.</summary>
    public Embedding Canonical => Second.Canonical;

    /// <summary>True when the second solve converged; false: the measures are those of a point on the way.</summary>
    public bool IsCanonical => Second.Converged;

    /// <summary>Thickness is computed up to this dimension.</summary>
    private const int ThicknessUpTo = 8;

    /// <summary>Of the constraints of the canonical f*, relative to d_haus: far below what a ratio shows.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Share of a time limit for the first solve; the rest is for the canonical f*.</summary>
    private const double SearchShare = 0.7;

    /// <summary>
    /// Settings whose effort depends on the size alone, so that results do not depend on the machine: where the search converges, it does
    /// so within these limits; where it does not (low n, many points), more of them change a ratio by a few hundredths.
    /// </summary>
    /// <param name="f">The embedding.</param>
    public static NearestSettings Effort(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (points, size) = (f.Count, (long)f.Count * f.Dimension);
        return new NearestSettings
        {
            Gap = 1e-3,
            Starts = size <= 64 ? 32 : points <= 200 ? 4 : 1,
            MaxEvaluations = points <= 200 ? 3000 : 1200,
            DirectionNodes = 0, // a sweep has thousands of cells, and their multipliers are read from the Gram certificate
        };
    }

    /// <summary>
    /// Evaluations of a start of the second solve: it converges within these nearly everywhere. They cost less than those of the first,
    /// because only pairs that are nearly active take part.
    /// </summary>
    private static int CanonicalEvaluations(Embedding f) => f.Count switch
    {
        <= 128 => 20_000,
        <= 256 => 10_000,
        <= 1000 => 8000,
        _ => 2500,
    };

    /// <summary>Solves for d_haus in the dimension of the points, then for the canonical f*, and measures its collapse.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="settings">Of the search.</param>
    /// <param name="progress">Told by the search.</param>
    /// <param name="cancellation">Stops; the best so far is used.</param>
    /// <param name="canonicalEvaluations">Evaluations of a start of the second solve; null for a limit by size. Unused where the first has
    /// no limit.</param>
    public static CollapsePrediction Compute(
        Embedding f,
        NearestSettings settings,
        IProgress<SolveProgress>? progress = null,
        CancellationToken cancellation = default,
        int? canonicalEvaluations = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(settings);
        var clock = Stopwatch.StartNew();
        var state = EmbeddingState.Measure(f, CancellationToken.None);
        var measuring = clock.Elapsed;
        var searched = SearchShare * settings.TimeLimit;
        var solution = NearestSolver.Solve(
            f, settings with { Metric = NearestMetric.HausdorffLike, Dimension = null, TimeLimit = searched }, progress, cancellation);
        var canonical = new CanonicalSettings
        {
            Starts = settings.Starts is null ? null : ((long)f.Count * f.Dimension) switch { <= 8192 => 2, _ => 1 },
            Seed = settings.Seed,
            Tolerance = Tolerance,
            MaxEvaluations = settings.MaxEvaluations is null ? null : canonicalEvaluations ?? CanonicalEvaluations(f),
            Threads = settings.Threads,
            TimeLimit = Left(settings.TimeLimit, clock.Elapsed + measuring),
        };
        var second = CanonicalSolver.Solve(f, solution, canonical, cancellation);
        var thickness = f.Dimension <= ThicknessUpTo ? new ThicknessSettings { Mode = ThicknessMode.Bounds, Seed = settings.Seed } : null;
        var measures = CollapseMeasures.Compute(f, second.Canonical, thickness, CancellationToken.None);
        return new CollapsePrediction(state, solution, second, measures);
    }

    /// <summary>What is left of a limit; null: there is none.</summary>
    private static TimeSpan? Left(TimeSpan? limit, TimeSpan used) => limit is { } all ? all > used ? all - used : TimeSpan.Zero : null;
}
