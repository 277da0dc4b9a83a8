using IsoApprox.Certificates;
using IsoApprox.Certificates.Penetration;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The gap penetration bound: in dimension at most n, d_haus >= min over unit v of the root T of h(v) + kappa H(v, T) + alpha = (2 + kappa)
/// T for any two classes, h(v) = max over i in A, k in B of (f_k - f_i).v their depth and H the extent of one of them behind its facing
/// side (<see cref="GapFunction"/>). It sees the dimension, which the relaxation cannot.
/// </summary>
public static class PenetrationBound
{
    /// <summary>
    /// The certificate with the largest depth over all pairs of classes, the most promising pairs first; pairs that some direction shows to
    /// be no better are skipped. Null when the problem's dimension is free or above that of the points, the metric is not d_haus, n > 8, or
    /// no pair penetrates.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="gap">Relative gap at which a pair is finished.</param>
    /// <param name="maxNodes">Cones bounded in all (and 2^n for each pair tried), a linear program with n + 2 variables each.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    public static PenetrationCertificate? Best(
        Problem problem, double gap = 1e-6, int maxNodes = 20_000, CancellationToken cancellation = default) =>
        Best(problem, gap, maxNodes, 0, () => cancellation.IsCancellationRequested);

    /// <summary>Up to this dimension the bound is sharp after some hundred cones, and comes before all others.</summary>
    internal const int FirstUpTo = 4;

    /// <summary>Name of the bound in results.</summary>
    internal static string Name(PenetrationCertificate? certificate) =>
        certificate is not null && Array.Exists(certificate.Leaves, l => l.Extent is not null) ? "gap penetration" : "penetration";

    /// <summary>As above, for depths above a floor only.</summary>
    internal static PenetrationCertificate? Best(Problem problem, double gap, int maxNodes, double floor, Func<bool> stop)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var f = problem.Points;
        if (problem.Metric != NearestMetric.HausdorffLike || !(problem.Dimension <= f.Dimension)
            || f.Dimension > PenetrationCertificate.LargestDimension)
        {
            return null;
        }

        PenetrationCertificate? best = null;
        foreach (var (upper, a, b) in GapPreview.Pairs(problem, floor, stop).OrderByDescending(p => p.Upper))
        {
            if (stop() || upper <= floor || maxNodes <= 0)
            {
                break;
            }

            var search = new PenetrationSearch(problem, a, b);
            if (search.Run(floor, gap, maxNodes, stop) is { } certificate)
            {
                (best, floor) = (certificate, certificate.Depth);
            }

            maxNodes -= search.Nodes;
        }

        return best;
    }
}
