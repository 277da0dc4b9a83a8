using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// What the margin alpha adds to the dual value. For Triplet-Separated g with sigma_i = max_j |g_i - g_j|^2: |g_i - g_k|^2 >= (sqrt(sigma_i) + alpha)^2, so
/// with balanced multipliers
/// sum_j lambda_ij s_ij - sum_k nu_ik s_ik &lt;= -(sum_k nu_ik)(alpha^2 + 2 alpha sqrt(sigma_i)), and sqrt(sigma_i) >= |g_i - g_j| >= D_ij - loss for every
/// positive j, where
/// loss = 2 r (points move by at most r) or loss = t (distances change by at most t). Only positives with lambda_ij > 0 are looked at.
/// </summary>
internal sealed class MarginTerm
{
    private readonly Interval _margin;
    private readonly List<(double Nu, double Distance)> _anchors = [];

    internal MarginTerm(GramCertificate repaired, Embedding f, double margin)
    {
        _margin = margin;
        if (margin == 0)
        {
            return;
        }

        var farthest = new double[f.Count];
        for (var e = 0; e < repaired.Lambda.Count; e++)
        {
            var (i, j) = (repaired.Lambda.First[e], repaired.Lambda.Second[e]);
            farthest[i] = Math.Max(farthest[i], EnclosedDistance.Distance(f[i], f[j]).Lower);
        }

        var sums = MultiplierRepair.AnchorSums(repaired.Nu, f.Count);
        for (var i = 0; i < f.Count; i++)
        {
            if (sums[i].Lower > 0)
            {
                _anchors.Add((sums[i].Lower, farthest[i]));
            }
        }
    }

    /// <summary>True when the term is 0 for every loss.</summary>
    internal bool IsZero => _anchors.Count == 0;

    /// <summary>A lower bound of the term; nonincreasing in <paramref name="loss"/>.</summary>
    internal double Lower(double loss)
    {
        var sum = new IntervalAccumulator();
        foreach (var (nu, distance) in _anchors)
        {
            var root = Math.Max(0, ((Interval)distance - loss).Lower);
            sum.Add(nu * (_margin.Square() + (2 * _margin * root)));
        }

        return Math.Max(0, sum.Value.Lower);
    }
}
