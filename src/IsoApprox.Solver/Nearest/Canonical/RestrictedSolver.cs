using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// The nearest Triplet-Separated embedding among those that are not collapsed: d_haus over g with a floor on scale, thickness or anchor
/// radius. The floors are not convex; the search is local (augmented Lagrangian from several starts, the floor linearised along a pair of
/// points for scale, along a growing set of directions for thickness, exact for the anchor radius), so the value is the best found, an
/// upper bound.
/// </summary>
public static class RestrictedSolver
{
    /// <summary>Few inner iterations, so that the multipliers are updated several times within the evaluations of a batch.</summary>
    private const int InnerOfMining = 12;

    /// <summary>Searches. Cost: starts times evaluations times O(N^2 n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="unrestricted">Solution of the unrestricted problem for f, HAUS, no margin, in the dimension of f: lower bound and
    /// starting point.</param>
    /// <param name="settings">The restriction and the effort.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    /// <exception cref="EmbeddingException">The level is out of range.</exception>
    /// <exception cref="ArgumentException">The solution belongs to another problem.</exception>
    public static RestrictedSolution Solve(
        Embedding f, NearestSolution unrestricted, RestrictedSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(unrestricted);
        ArgumentNullException.ThrowIfNull(settings);
        if (!(settings.Level >= 0) || !double.IsFinite(settings.Level) || (settings.Floor != FloorKind.AnchorRadius && settings.Level > 1))
        {
            throw new EmbeddingException($"floor {settings.Level}: must be a finite number >= 0, and at most 1 for scale and thickness");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Starts, 1);
        if (unrestricted.Metric != NearestMetric.HausdorffLike || unrestricted.Margin != 0 || unrestricted.Nearest.Dimension != f.Dimension
            || !f.HasSameLabels(unrestricted.Source))
        {
            throw new ArgumentException(
                "the solution of the unrestricted problem must be for the same points, d_haus, no margin and the dimension of the points");
        }

        return new RestrictedSearch(f, unrestricted, settings, cancellation).Run();
    }

    /// <summary>
    /// The separation multipliers that the nearest problem with a margin and an anchor floor puts on a batch: a short search from f itself.
    /// Nearest in the sum of squares, min sum_i |g_i - f_i|^2: the multipliers of d_haus concern only the points that move farthest. Which
    /// triplets hold the nearest non-collapsed embedding apart, as a rule for mining. Empty when f is such an embedding.
    /// </summary>
    /// <param name="f">The batch.</param>
    /// <param name="margin">alpha, unit of the points, at least 0.</param>
    /// <param name="anchorRadius">Floor of the anchor radii, unit of the points, at least 0.</param>
    /// <param name="evaluations">Evaluations of the augmented Lagrangian, each O(N^2 n).</param>
    /// <param name="seed">Seed of the small noise of the start.</param>
    public static IReadOnlyList<SeparationMultiplier> Multipliers(
        Embedding f, double margin, double anchorRadius, int evaluations, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfNegative(anchorRadius);
        ArgumentOutOfRangeException.ThrowIfLessThan(evaluations, 1);
        var anchors = AnchorDistances.Compute(f, null, CancellationToken.None);
        var violation = Enumerable.Range(0, f.Count)
            .Max(i => Math.Max(anchors.FarthestPositiveDistance[i] + margin, anchorRadius) - anchors.NearestNegativeDistance[i]);
        if (!(violation > 0))
        {
            return [];
        }

        var set = IdealSet.TripletSeparated(margin).AtLeastApart(anchorRadius);
        var problem = new SearchProblem(new Problem(f, NearestMetric.HausdorffLike, set), f.Dimension, violation / 3);
        OuterLoop? solver = null;
        var objective = new LeastDisplacement(f.Count, f.Dimension) { Ceiling = double.PositiveInfinity };
        solver = new OuterLoop(
            problem, OuterSettings.For(problem) with { MaxInner = InnerOfMining }, 1, () => solver?.Lagrangian.Evaluations >= evaluations,
            objective);
        solver.Start(StartingPoints.Create(problem, seed, 0).Points);
        solver.Run();
        return RestrictedSearch.Collect(problem, solver.Lagrangian.Cuts);
    }
}
