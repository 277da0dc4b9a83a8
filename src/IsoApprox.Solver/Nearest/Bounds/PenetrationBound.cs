using IsoApprox.Certificates;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The penetration bound: in dimension at most n, d_haus >= half the penetration depth of the hulls of any two classes, min over unit v of max over i in A, k
/// in B of (f_k - f_i).v.
/// It sees the dimension, which the relaxation cannot.
/// </summary>
public static class PenetrationBound
{
    /// <summary>
    /// The certificate with the largest depth over all pairs of classes, the most promising pairs first; pairs that some direction shows to be no better are
    /// skipped. Null when the problem's dimension
    /// is free or above that of the points, the metric is not d_haus, n > 8, or no pair penetrates.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="gap">Relative gap at which a pair is finished.</param>
    /// <param name="maxNodes">Cones bounded in all (and 2^n for each pair tried), a linear program with n + 2 variables each.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    public static PenetrationCertificate? Best(Problem problem, double gap = 1e-6, int maxNodes = 20_000, CancellationToken cancellation = default) =>
        Best(problem, gap, maxNodes, 0, () => cancellation.IsCancellationRequested);

    /// <summary>As above, for depths above a floor only.</summary>
    internal static PenetrationCertificate? Best(Problem problem, double gap, int maxNodes, double floor, Func<bool> stop)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var f = problem.Points;
        if (problem.Metric != NearestMetric.HausdorffLike || !(problem.Dimension <= f.Dimension) || f.Dimension > PenetrationCertificate.LargestDimension)
        {
            return null;
        }

        var pairs = new List<(double Upper, int First, int Second)>();
        for (var a = 0; a < f.ClassCount && !stop(); a++)
        {
            for (var b = a + 1; b < f.ClassCount; b++)
            {
                pairs.Add((new PenetrationSearch(f, a, b).Upper, a, b));
            }
        }

        PenetrationCertificate? best = null;
        foreach (var (upper, a, b) in pairs.Where(p => p.Upper > floor).OrderByDescending(p => p.Upper))
        {
            if (stop() || upper <= floor)
            {
                break;
            }

            var search = new PenetrationSearch(f, a, b);
            if (search.Run(problem.Digest, floor, gap, maxNodes, stop) is { } certificate)
            {
                (best, floor) = (certificate, certificate.Depth);
            }

            maxNodes -= search.Nodes;
            if (maxNodes <= 0)
            {
                break;
            }
        }

        return best;
    }
}
