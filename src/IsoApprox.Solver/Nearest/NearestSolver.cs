using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Separation;
using IsoApprox.Solver.Line;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The Triplet-Separated embedding nearest to f: explicit candidates, the Gram relaxation with its certificate, an augmented Lagrangian from many starts,
/// and a repair to an embedding that is exactly Triplet-Separated on its doubles. The lower value is proved; the upper value is attained by the returned embedding.
/// </summary>
public static class NearestSolver
{
    /// <summary>Largest number of coordinates N d of a result.</summary>
    private const int LargestResult = 1 << 26;

    /// <summary>Minimises d_haus(f,g) or d_iso(f,g) over Triplet-Separated g in R^d.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="settings">Metric, dimension, margin, starts, limits.</param>
    /// <param name="progress">Told after each batch of starts.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    /// <exception cref="EmbeddingException">The settings do not fit the embedding.</exception>
    public static NearestSolution Solve(Embedding f, NearestSettings settings, IProgress<SolveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(settings);
        Validate(f, settings);
        if (LineSolver.TrySolve(f, settings, cancellation) is { } line)
        {
            return line;
        }

        _ = MklProvider.IsInUse;
        if ((settings.Dimension ?? f.Dimension) >= f.Dimension && TripletSeparation.IsSatisfied(f, settings.Margin, cancellation: CancellationToken.None))
        {
            return AlreadySeparated(f, settings);
        }

        var exponent = ExtremeRange.Exponent(f, settings.Margin);
        return exponent == 0
            ? Search(f, settings)
            : ExtremeRange.Solve(f, settings, exponent, Search);

        NearestSolution Search(Embedding points, NearestSettings limits) => new NearestSearch(points, limits, progress, cancellation).Run();
    }

    /// <summary>True when n >= N - 1 or d >= rank + c - 1.</summary>
    internal static bool IsFree(Embedding f, int dimension) =>
        dimension >= f.Count - 1 || dimension >= AffineRank.Compute(f).Rank + f.ClassCount - 1;

    private static void Validate(Embedding f, NearestSettings settings)
    {
        if (!double.IsFinite(settings.Margin) || settings.Margin < 0)
        {
            throw new EmbeddingException($"margin {settings.Margin}: must be a finite number >= 0");
        }

        if (settings.Dimension is < 1)
        {
            throw new EmbeddingException($"dimension {settings.Dimension}: must be at least 1");
        }

        if (settings.Dimension is { } asked && (long)asked * f.Count > LargestResult)
        {
            throw new EmbeddingException($"dimension {asked}: {f.Count} points in so many coordinates do not fit; N + n = {f.Count + f.Dimension} are always enough, see also a free dimension");
        }

        if (settings.FreeDimension && settings.Dimension is not null)
        {
            throw new EmbeddingException("the dimension is given and free at once; choose one");
        }

        if (settings.Starts is < 1)
        {
            throw new EmbeddingException($"starts {settings.Starts}: must be at least 1");
        }

        if (settings.MaxEvaluations is < 1)
        {
            throw new EmbeddingException($"evaluations {settings.MaxEvaluations}: must be at least 1");
        }

        if (settings.Threads is < 1)
        {
            throw new EmbeddingException($"threads {settings.Threads}: must be at least 1");
        }

        if (!LinearProgramSolvers.Available.Contains(settings.LinearEngine))
        {
            throw new EmbeddingException(LinearProgramSolvers.Missing(settings.LinearEngine));
        }

        if (!(settings.Gap >= 0))
        {
            throw new EmbeddingException($"gap {settings.Gap}: must be a number >= 0");
        }

        if (settings.Metric == NearestMetric.HausdorffLike && settings.Dimension is { } d && d < f.Dimension && AffineRank.Compute(f).Rank is var rank && rank > d)
        {
            throw new EmbeddingException($"dimension {d}: the points span {rank} dimensions and the Hausdorff-like distance needs one common space; use at least {rank}, or metric iso");
        }
    }

    private static NearestSolution AlreadySeparated(Embedding f, NearestSettings settings)
    {
        var dimension = Math.Max(f.Dimension, settings.Dimension ?? f.Dimension);
        return new NearestSolution
        {
            Source = f,
            Nearest = TrivialCandidates.Pad(f, dimension),
            Metric = settings.Metric,
            Dimension = dimension,
            Margin = settings.Margin,
            Interval = default,
            LowerSource = "zero",
            UpperSource = "f itself",
            Certificate = null,
            IsFree = IsFree(f, dimension),
            Explanation = "the embedding is Triplet-Separated already",
            Status = SolveStatus.AlreadySeparated,
            Evaluations = 0,
            Starts = 0,
            Seed = settings.Seed,
            Seconds = 0,
        };
    }
}
