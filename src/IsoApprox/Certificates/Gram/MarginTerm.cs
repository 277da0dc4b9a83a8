using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// What the margin alpha adds to the dual value. On a cut let sigma be the largest |g_i - g_j|^2 of the nearer rows: |g_i - g_k|^2 >=
/// (sqrt(sigma) + alpha)^2 for the farther ones, so with balanced multipliers sum lambda s_ij - sum nu s_ik &lt;= -(sum nu)(alpha^2 + 2
/// alpha sqrt(sigma)). And sqrt(sigma) >= |g_i - g_j| + m alpha >= D_ij - loss + m alpha for every nearer row j, m the number of levels
/// between that of j and the boundary that have rows (the own level has the anchor, at distance 0), where loss = 2 r (points move by at
/// most r) or loss = t (distances change by at most t). Only rows j with lambda > 0 are looked at.
/// </summary>
internal sealed class MarginTerm
{
    private readonly Interval _margin;
    private readonly List<(double Nu, double Reach, double Least)> _cuts = [];

    /// <param name="repaired">Balanced multipliers.</param>
    /// <param name="problem">The problem.</param>
    internal MarginTerm(GramCertificate repaired, Problem problem)
    {
        _margin = problem.Set.Margin;
        if (_margin == Interval.Zero)
        {
            return;
        }

        var (f, levels, reach) = (problem.Points, new OccupiedLevels(problem), new Dictionary<long, double>());
        for (var e = 0; e < repaired.Lambda.Count; e++)
        {
            var (i, j, boundary) = (repaired.Lambda.Anchor[e], repaired.Lambda.Row[e], repaired.Lambda.Boundary[e]);
            var steps = levels.Between(i, problem.Level(i, j), boundary);
            var distance = EnclosedDistance.Distance(f[i], f[j]);
            distance = steps == 0 ? distance : distance + Steps(steps);
            reach[repaired.Lambda.Cut(e)] = Math.Max(reach.GetValueOrDefault(repaired.Lambda.Cut(e)), distance.Lower);
        }

        foreach (var (cut, sum) in MultiplierRepair.Sums(repaired.Nu).OrderBy(s => s.Key))
        {
            if (sum.Value.Lower > 0)
            {
                var (anchor, boundary) = CutMultipliers.Parts(cut);
                _cuts.Add((sum.Value.Lower, reach.GetValueOrDefault(cut), Steps(levels.Between(anchor, 0, boundary)).Lower));
            }
        }
    }

    /// <summary>True when the term is 0 for every loss.</summary>
    internal bool IsZero => _cuts.Count == 0;

    /// <summary>A lower bound of the term; nonincreasing in <paramref name="loss"/>.</summary>
    internal double Lower(double loss)
    {
        var sum = new IntervalAccumulator();
        foreach (var (nu, reach, least) in _cuts)
        {
            var root = Math.Max(least, ((Interval)reach - loss).Lower);
            sum.Add(nu * (_margin.Square() + (2 * _margin * root)));
        }

        return Math.Max(0, sum.Value.Lower);
    }

    private Interval Steps(int count) => count == 0 ? Interval.Zero : count * _margin;
}
