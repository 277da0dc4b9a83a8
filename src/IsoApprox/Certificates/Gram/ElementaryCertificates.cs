using IsoApprox.Arithmetic;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// Certificates with closed-form multipliers, one for the worst violated constraint of each kind. A comparison violated by v: d_iso >= v/2,
/// d_haus at least the three points' own optimum (>= v/4). A distance D above a or below b: d_iso >= D - a or b - D, d_haus >= half of it.
/// Norms 1: d_haus >= | ||f_i|| - 1 |, d_iso >= D - 2.
/// </summary>
public static class ElementaryCertificates
{
    private const double Inside = 1 - 1e-9;
    private const double Stiff = 3e7; // the bound loses 1/(2 Stiff) of itself, and about 1e-16 Stiff by rounding

    /// <summary>The certificates that apply, unchecked; none when nothing is violated. Cost O(N^2 (n + levels)).</summary>
    /// <param name="problem">The problem.</param>
    public static IEnumerable<Certificate> For(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        foreach (var (demand, amount, rows) in problem.Set.Violations(problem.Points))
        {
            switch (demand)
            {
                case SetDemand.Comparison when amount.Upper > 0:
                    yield return TripletCertificate.Best(problem)!;
                    break;
                case SetDemand.Within or SetDemand.Beyond when amount.Upper > 0:
                    yield return Threshold(problem, rows[0], rows[1]);
                    break;
                case SetDemand.Norm when problem.Metric == NearestMetric.HausdorffLike:
                    yield return Norm(problem, rows[0]);
                    break;
                case SetDemand.Norm when Diameter.Compute(problem.Points) is { Value: > 2 } farthest:
                    yield return Chord(problem, farthest.First, farthest.Second);
                    break;
            }
        }

        if (problem is { Set.Within: 0, Metric: NearestMetric.HausdorffLike })
        {
            yield return ClassBall(problem);
        }
    }

    /// <summary>
    /// HAUS with mu = 1 at both ends: the difference u minimises |u - D|^2/2 + p u^2, p = (D - a)/(2a), or |u - D|^2/2 - q u^2, q = (b -
    /// D)/(2b), and ends at length a or b. ISO: Q = 0.
    /// </summary>
    private static GramCertificate Threshold(Problem problem, int i, int j)
    {
        var f = problem.Points;
        var (distance, set) = (PairwiseDistances.Distance(f[i], f[j]), problem.Set);
        var same = f.Classes[i] == f.Classes[j];
        var isIsometric = problem.Metric == NearestMetric.IsometricError;
        var weight = isIsometric ? 1
            : same ? set.Within > 0 ? Math.Min(Stiff, (distance - set.Within) / (2 * set.Within)) : Stiff
            : Math.Min(Inside / 2, (set.Beyond - distance) / (2 * set.Beyond));
        var pair = PairMultipliers.From([(i, j, weight)]);
        var certificate = same ? GramCertificate.Empty(problem) with { Near = pair } : GramCertificate.Empty(problem) with { Far = pair };
        if (isIsometric)
        {
            return same ? certificate with { Alpha = pair } : certificate with { Beta = pair };
        }

        var mu = new double[f.Count];
        (mu[i], mu[j]) = (1, 1);
        return certificate with { Mu = mu };
    }

    /// <summary>
    /// a = 0: the class with the largest smallest enclosing ball goes to one point. With the weights w of the ball's support as mu and P
    /// w_i w_j on its pairs, P large, the bound is R sqrt(P/(1 + P)).
    /// </summary>
    private static GramCertificate ClassBall(Problem problem)
    {
        var ball = EnclosingBall.PerClass(problem.Points).MaxBy(b => b.Lower)!;
        var mu = new double[problem.Points.Count];
        foreach (var (row, weight) in ball.Support.Zip(ball.Weights))
        {
            mu[row] = weight;
        }

        var pairs = from i in ball.Support from j in ball.Support where j < i select (i, j, Stiff * mu[i] * mu[j]);
        return GramCertificate.Empty(problem) with { Mu = mu, Near = PairMultipliers.From(pairs) };
    }

    /// <summary>mu_i = 1, kappa_i = |f_i| - 1: min over g of |f_i - g|^2 + kappa |g|^2 - kappa = (|f_i| - 1)^2.</summary>
    private static GramCertificate Norm(Problem problem, int row)
    {
        var f = problem.Points;
        var (mu, kappa) = (new double[f.Count], new double[f.Count]);
        (mu[row], kappa[row]) = (1, Math.Max(-Inside, PairwiseDistances.Distance(f[row], new double[f.Dimension]) - 1));
        return GramCertificate.Empty(problem) with { Mu = mu, Kappa = kappa };
    }

    /// <summary>alpha_ij = 1, kappa_i = kappa_j = 2: g^T Q g = |g_i + g_j|^2.</summary>
    private static GramCertificate Chord(Problem problem, int i, int j)
    {
        var kappa = new double[problem.Points.Count];
        (kappa[i], kappa[j]) = (2, 2);
        return GramCertificate.Empty(problem) with { Alpha = PairMultipliers.From([(i, j, 1)]), Kappa = kappa };
    }
}
