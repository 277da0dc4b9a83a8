using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// The embedding of a <see cref="IdealSet"/> nearest to f: elementary bounds, explicit candidates, the Gram relaxation with its certificate, an
/// augmented Lagrangian from
/// many starts, and a repair to an exact member. The lower value is proved by <see cref="GramCertificate"/>, the upper value attained by the returned
/// embedding.
/// </summary>
public static class ConstraintSolver
{
    /// <summary>Largest number of points.</summary>
    public const int LargestCount = 2000;

    private const double Extreme = 1e100;

    /// <summary>
    /// Minimises max_i ||f_i - g_i|| (equal to d_haus at the infimum) or d_iso(f,g) over g in the set, in R^d. Of the settings, margin, proof and its gap are
    /// not used. On the sphere
    /// the result stands for its radial projection. F_TS goes to <see cref="NearestSolver"/>. Memory O(N^2).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="set">The set.</param>
    /// <param name="settings">Metric, dimension, starts, limits.</param>
    /// <param name="progress">Told after each batch of starts.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    /// <exception cref="EmbeddingException">The settings do not fit the embedding or the set.</exception>
    public static NearestSolution Solve(
        Embedding f, IdealSet set, NearestSettings settings, IProgress<SolveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(settings);
        if (set.IsTripletSeparated)
        {
            return NearestSolver.Solve(f, settings with { Margin = Math.Max(settings.Margin, set.Margin) }, progress, cancellation);
        }

        var problem = new Problem(f, settings.Metric, set);
        var dimension = Dimension(problem, settings);
        if (dimension >= f.Dimension && set.Contains(f, null, CancellationToken.None))
        {
            return Member(problem, settings, dimension);
        }

        return new ConstraintSearch(problem, settings, dimension, progress, cancellation).Run();
    }

    private static int Dimension(Problem problem, NearestSettings settings)
    {
        var f = problem.Points;
        if (f.Count > LargestCount)
        {
            throw new EmbeddingException($"{f.Count} points: sets other than ts take up to {LargestCount}; use a sample");
        }

        var largest = Math.Max(Math.Max(problem.Set.HasComparisons ? 0 : problem.Set.Within, problem.Set.Beyond), f.Coordinates.ToArray().Max(Math.Abs));
        if (largest > Extreme || (Diameter.Compute(f).Value is > 0 and < 1 / Extreme))
        {
            throw new EmbeddingException($"the points or thresholds are beyond {Extreme:0e+0} or below {1 / Extreme:0e+0}; scale them");
        }

        if (settings.Margin != 0 || problem.Set.Margin != 0 || settings.Prove)
        {
            throw new EmbeddingException($"the {problem.Set.Name} set takes neither a margin nor a proof by branch and bound");
        }

        if (settings.Dimension is < 1 || settings.Starts is < 1 || settings.Threads is < 1 || !(settings.Gap >= 0))
        {
            throw new EmbeddingException("dimension, starts and threads must be at least 1, the gap at least 0");
        }

        if (settings.FreeDimension)
        {
            return settings.Dimension is null
                ? Math.Max(f.Dimension, ConstraintSearch.FreeDimension(problem))
                : throw new EmbeddingException("the dimension is given and free at once; choose one");
        }

        return settings.Dimension is { } d && d < f.Dimension && settings.Metric == NearestMetric.HausdorffLike
            ? throw new EmbeddingException(
                $"dimension {d}: the points have {f.Dimension} coordinates and the Hausdorff-like distance needs one common space; "
                + $"use at least {f.Dimension}, or metric iso")
            : settings.Dimension ?? f.Dimension;
    }

    private static NearestSolution Member(Problem problem, NearestSettings settings, int dimension)
    {
        var nearest = TrivialCandidates.Pad(problem.Points, dimension);
        var isSphere = problem.Set.HasUnitNorms;
        return new NearestSolution
        {
            Source = problem.Points,
            Nearest = nearest,
            Metric = problem.Metric,
            Dimension = dimension,
            Margin = 0,
            Interval = new ProvedInterval(0, "zero", isSphere ? AttainedDistance.Enclose(problem, nearest).Upper : 0, "f itself"),
            LowerSource = "zero",
            UpperSource = "f itself",
            Certificate = null,
            IsFree = dimension >= ConstraintSearch.FreeDimension(problem),
            Explanation = $"the embedding is in the set already{(isSphere ? ", up to the rounding of its norms" : "")}",
            Status = SolveStatus.AlreadySeparated,
            Evaluations = 0,
            Starts = 0,
            Seed = settings.Seed,
            Seconds = 0,
        };
    }
}
