using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The member of an ideal set nearest to f: explicit candidates, the Gram relaxation with its certificate, an augmented Lagrangian from
/// many starts, and a repair to an embedding that is exactly in the set on its doubles. The lower value is proved; the upper value is
/// attained by the returned embedding.
/// </summary>
public static class NearestSolver
{
    /// <summary>Largest number of coordinates N d of a result.</summary>
    private const int LargestResult = 1 << 26;

    /// <summary>Largest coordinate where norms are 1: squares must not overflow, and such a problem cannot be rescaled.</summary>
    private const double LargestBesideSphere = 1e100;

    /// <summary>
    /// Minimises max_i ||f_i - g_i|| (equal to d_haus at the infimum) or d_iso(f,g) over g in the set, in R^d. Memory O(N (n + d)), O(N^2)
    /// for d_iso and for few points.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="settings">Metric, set, dimension, starts, limits.</param>
    /// <param name="progress">Told after each batch of starts.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    /// <exception cref="EmbeddingException">The settings do not fit the embedding, or no member of the set was found.</exception>
    public static NearestSolution Solve(
        Embedding f, NearestSettings settings, IProgress<SolveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(settings);
        Validate(f, settings);
        if (LineSolver.TrySolve(f, settings, cancellation) is { } line)
        {
            return line;
        }

        _ = MklProvider.IsInUse;
        var problem = new Problem(f, settings.Metric, settings.Set, settings.FreeDimension ? null : settings.Dimension ?? f.Dimension);
        if ((settings.Dimension ?? f.Dimension) >= f.Dimension && settings.Set.Contains(f, null, CancellationToken.None))
        {
            return Member(problem, settings);
        }

        var exponent = ExtremeRange.Exponent(problem);
        return exponent == 0 ? Search(problem) : ExtremeScale.Solve(problem, settings, exponent, Search);

        NearestSolution Search(Problem scaled) =>
            new NearestSearch(scaled, scaled.Dimension ?? SearchSizes.FreeDimension(scaled), settings, progress, cancellation).Run();
    }

    private static void Validate(Embedding f, NearestSettings settings)
    {
        ValidateLimits(settings);
        if (settings.Dimension is < 1)
        {
            throw new EmbeddingException($"dimension {settings.Dimension}: must be at least 1");
        }

        if (settings.Dimension is { } asked && (long)asked * f.Count > LargestResult)
        {
            throw new EmbeddingException(
                $"dimension {asked}: {f.Count} points in so many coordinates do not fit; N + n = {f.Count + f.Dimension} are always "
                    + "enough, see also a free dimension");
        }

        if (settings.FreeDimension && settings.Dimension is not null)
        {
            throw new EmbeddingException("the dimension is given and free at once; choose one");
        }

        if (settings.Set.HasUnitNorms && f.Coordinates.ToArray().Max(Math.Abs) > LargestBesideSphere)
        {
            throw new EmbeddingException($"the points are beyond {LargestBesideSphere:0e+0}, too far from the unit sphere; scale them");
        }

        if (settings.Metric == NearestMetric.HausdorffLike && settings.Dimension is { } d && d < f.Dimension)
        {
            var rank = settings.Set.HasUnitNorms ? f.Dimension : AffineRank.Rank(f);
            if (rank > d)
            {
                throw new EmbeddingException(
                    $"dimension {d}: the points span {rank} dimensions and the Hausdorff-like distance needs one common space; "
                    + $"use at least {rank}, or metric iso");
            }
        }
    }

    private static void ValidateLimits(NearestSettings settings)
    {
        foreach (var (name, value) in new[] { ("starts", settings.Starts), ("evaluations", settings.MaxEvaluations),
            ("threads", settings.Threads) })
        {
            if (value is < 1)
            {
                throw new EmbeddingException($"{name} {value}: must be at least 1");
            }
        }

        if (settings.LinearEngine is { } engine && LinearProgramSolvers.Problem(engine) is { } problem)
        {
            throw new EmbeddingException(problem);
        }

        if (!(settings.Gap >= 0))
        {
            throw new EmbeddingException($"gap {settings.Gap}: must be a number >= 0");
        }
    }

    /// <summary>f itself; where norms are 1 at the distance of rounding.</summary>
    private static NearestSolution Member(Problem problem, NearestSettings settings)
    {
        var dimension = Math.Max(problem.Points.Dimension, settings.Dimension ?? problem.Points.Dimension);
        var nearest = Coordinates.Pad(problem.Points, dimension);
        var name = settings.Set.IsTripletSeparated ? "Triplet-Separated already" : "in the set already";
        return new NearestSolution
        {
            Source = problem.Points,
            Nearest = nearest,
            Metric = settings.Metric,
            Dimension = dimension,
            Set = settings.Set,
            Interval = new ProvedInterval(0, "zero", settings.Set.HasUnitNorms ? AttainedValue.Above(problem, nearest) : 0, "f itself"),
            LowerSource = "zero",
            UpperSource = "f itself",
            Certificate = null,
            IsFree = SearchSizes.IsFree(problem, dimension),
            Explanation = $"the embedding is {name}{(settings.Set.HasUnitNorms ? ", up to the rounding of its norms" : "")}",
            Stages = [],
            Status = SolveStatus.AlreadySeparated,
            Evaluations = 0,
            Starts = 0,
            Seed = settings.Seed,
            Seconds = 0,
        };
    }
}
