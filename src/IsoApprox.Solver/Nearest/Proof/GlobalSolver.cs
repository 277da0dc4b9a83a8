using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// Proves the value of the nearest Triplet-Separated embedding in dimension 1, 2 or 3 for small N by branch and bound. The only constraints
/// that are not convex say that some g_k - g_i is long; its direction is confined to a simplicial cone and the cones are split
/// (docs/certificates.md). Every bound is one of the trusted core's, never of the linear program.
/// </summary>
public static class GlobalSolver
{
    /// <summary>Largest N.</summary>
    public const int LargestCount = 100;

    /// <summary>
    /// True when <see cref="Prove"/> applies: dimension 1 to 3 (HAUS: at least that of the points) and N at most
    /// <see cref="LargestCount"/>.
    /// </summary>
    /// <param name="problem">The problem.</param>
    public static bool Applies(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Margin >= 0 && problem.Dimension is >= 1 and <= BranchDirections.LargestDimension
            && problem.Points.Count <= LargestCount
            && (problem.Metric == NearestMetric.IsometricError || problem.Dimension >= problem.Points.Dimension);
    }

    /// <summary>Closes the interval of the optimal value by branch and bound.</summary>
    /// <param name="problem">Points, metric, margin and dimension.</param>
    /// <param name="upperEmbedding">A Triplet-Separated embedding in the coordinates of the result (HAUS: the space of the points padded by
    /// zeros), the better the faster.</param>
    /// <param name="settings">Gap and limits.</param>
    /// <param name="progress">Told after each batch of nodes.</param>
    /// <param name="cancellation">Stops the search; the interval so far is returned.</param>
    /// <exception cref="EmbeddingException">The problem is too large, or the embedding does not fit it or is not
    /// Triplet-Separated.</exception>
    public static GlobalSolution Prove(
        Problem problem, Embedding upperEmbedding, GlobalSettings settings, IProgress<GlobalProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(upperEmbedding);
        ArgumentNullException.ThrowIfNull(settings);
        var watch = Stopwatch.StartNew();
        Validate(problem, upperEmbedding, settings);
        if (problem.Dimension >= problem.Points.Dimension && problem.Set.Contains(problem.Points, null, CancellationToken.None))
        {
            var padded = Coordinates.Pad(problem.Points, problem.Dimension.Value);
            return Immediate(0, new Candidate(padded, 0, "f itself"), null, "the embedding is Triplet-Separated already", watch);
        }

        var start = new MemberRepair(problem).Accept(upperEmbedding, "given")
            ?? throw new EmbeddingException(
                "branch and bound: the given embedding is not Triplet-Separated with the margin; repair it first");
        var elementary = start.Value > 0 ? TripletCertificate.Best(problem) : null;
        var lower = elementary?.Check(problem).Lower ?? 0;
        if (start.Value - lower <= settings.Gap * start.Value)
        {
            return Immediate(lower, start, elementary, start.Value > 0 ? "proved global by a single triplet" : "the distance is 0", watch);
        }

        return new BranchSearch(problem, start, settings, progress, watch, cancellation).Run(elementary, lower);
    }

    private static GlobalSolution Immediate(double lower, Candidate best, Certificate? certificate, string explanation, Stopwatch watch) =>
        new()
        {
            Interval = new ProvedInterval(lower, "single triplet", best.Value, best.Origin),
            Nearest = best.Embedding,
            Status = GlobalStatus.ProvedGlobal,
            Nodes = 0,
            Certificate = certificate,
            Explanation = explanation,
            Seconds = watch.Elapsed.TotalSeconds,
        };

    private static void Validate(Problem problem, Embedding upperEmbedding, GlobalSettings settings)
    {
        if (!Applies(problem))
        {
            var asked = problem.Dimension?.ToString(CultureInfo.InvariantCulture) ?? "a free dimension";
            throw new EmbeddingException(
                $"branch and bound: needs dimension 1 to {BranchDirections.LargestDimension} (for d_haus at least that of the points) and "
                    + $"at most {LargestCount} points; "
                + $"here N = {problem.Points.Count}, points in dimension {problem.Points.Dimension}, g in {asked}; use the interval of the "
                + $"relaxation");
        }

        if (ExtremeRange.Exponent(problem) is not 0 and var exponent)
        {
            throw new EmbeddingException(
                $"branch and bound: the spread of the points is near 2^{exponent}, where squares leave the range of doubles; multiply "
                    + $"points and margin by 2^{-exponent}, or use nearest with proof");
        }

        if (!(settings.Gap >= 0))
        {
            throw new EmbeddingException($"branch and bound: gap {settings.Gap}; give a number >= 0");
        }

        if (settings.Threads is < 1)
        {
            throw new EmbeddingException($"branch and bound: threads {settings.Threads}; give at least 1");
        }

        if (!problem.Points.HasSameLabels(upperEmbedding) || upperEmbedding.Dimension != problem.Dimension)
        {
            throw new EmbeddingException(
                $"branch and bound: the given embedding has dimension {upperEmbedding.Dimension}; it must have dimension "
                    + $"{problem.Dimension} and the labels of the points");
        }
    }
}
