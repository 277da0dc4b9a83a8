using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// A lower bound of sum_i |f_i - g_i|^2 over the Triplet-Separated g, in any dimension, that move no point by more than r, from the
/// multipliers of a <see cref="GramCertificate"/> of d_haus with mu_i = 1/N + kappa_i. Its check proves sum mu_i |f_i - g_i|^2 >= p for
/// every Triplet-Separated g (margin 0), and with m = min mu m sum |f_i - g_i|^2 = sum mu_i |f_i - g_i|^2 - sum (mu_i - m) |f_i - g_i|^2 >=
/// p - r^2 sum (mu_i - m).
/// </summary>
public static class SumOfSquaresBound
{
    /// <summary>The bound, rounded down; null when the certificate proves no positive one. Cost: a check of the certificate.</summary>
    /// <param name="certificate">Multipliers of d_haus, any nonnegative numbers.</param>
    /// <param name="problem">The problem, margin 0.</param>
    /// <param name="radius">r >= 0.</param>
    public static double? Prove(GramCertificate certificate, Problem problem, double radius)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(problem);
        if (!problem.Set.IsTripletSeparated || problem.Margin != 0 || problem.Metric != NearestMetric.HausdorffLike || !(radius >= 0)
            || GramShape.Malformation(certificate, problem) is not null)
        {
            return null;
        }

        var (_, proved, least, _) = HausdorffBound.Prove(certificate, problem);
        if (proved is null || !double.IsFinite(least))
        {
            return null;
        }

        var smallest = proved.Mu.Min();
        if (!(smallest > 0))
        {
            return null;
        }

        var excess = new IntervalAccumulator();
        foreach (var weight in proved.Mu)
        {
            excess.Add((Interval)weight - smallest);
        }

        var bound = ((least - (((Interval)radius).Square() * excess.Value)) / smallest).Lower;
        return bound > 0 && double.IsFinite(bound) ? bound : null;
    }
}
