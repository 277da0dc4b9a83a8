using IsoApprox.Certificates;
using IsoApprox.Numerics;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Constraints;

/// <summary>Turns the multipliers of a search into constraint certificates. What they prove is decided by their check, not here.</summary>
internal static class SetMultipliers
{
    private static readonly double[] Mixes = [0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2];
    private static readonly double[] Damping = [1, 1 - 1e-9, 1 - 1e-7, 1 - 1e-6, 1 - 1e-5, 1 - 1e-4, 1 - 1e-3, 0.99];

    /// <summary>
    /// HAUS: mu' = (1 - e) mu + e/N with K + tau Lambda over a small grid, for each e the first tau with a Cholesky decomposition. ISO: the multipliers as
    /// they are.
    /// </summary>
    internal static IEnumerable<GramCertificate> Certificates(SetSolver solver)
    {
        var plain = Plain(solver);
        if (plain.Metric == NearestMetric.IsometricError)
        {
            yield return plain;
            yield break;
        }

        var n = solver.Space.Count;
        foreach (var mix in Mixes)
        {
            var mixed = plain with { Mu = [.. plain.Mu.Select(m => ((1 - mix) * m) + (mix / n))] };
            var found = Damping.Select(tau => Damped(mixed, tau)).FirstOrDefault(c => IsDefinite(c, n));
            if (found is not null)
            {
                yield return found;
            }
        }
    }

    private static GramCertificate Plain(SetSolver solver)
    {
        var (space, lagrangian) = (solver.Space, solver.Lagrangian);
        var problem = space.Problem;
        var isHausdorff = problem.Metric == NearestMetric.HausdorffLike;
        var factor = isHausdorff ? space.Radius : 1;
        var cuts = lagrangian.Comparisons.Multipliers().Select(e => e with { Value = factor * e.Value }).ToArray();
        var certificate = new GramCertificate
        {
            Digest = problem.Digest,
            Metric = problem.Metric,
            Mu = isHausdorff ? (double[])lagrangian.Level.Clone() : [],
            Lambda = CutMultipliers.From(cuts.Where(e => problem.Level(e.Anchor, e.Row) < e.Boundary)),
            Nu = CutMultipliers.From(cuts.Where(e => problem.Level(e.Anchor, e.Row) >= e.Boundary)),
            Near = PairMultipliers.From(lagrangian.Thresholds.Multipliers(near: true).Select(e => e with { Value = factor * e.Value })),
            Far = PairMultipliers.From(lagrangian.Thresholds.Multipliers(near: false).Select(e => e with { Value = factor * e.Value })),
            Alpha = isHausdorff ? PairMultipliers.Empty : Levels(solver, lagrangian.Isometric!.Shrunk),
            Beta = isHausdorff ? PairMultipliers.Empty : Levels(solver, lagrangian.Isometric!.Grown),
        };
        return space.IsSphere ? certificate with { Kappa = Norms(certificate, space, lagrangian.Embedding) } : certificate;
    }

    /// <summary>Multipliers of distances to those of squared distances: divided by 2 d.</summary>
    private static PairMultipliers Levels(SetSolver solver, SparseRows rows)
    {
        var entries = new List<(int, int, double)>();
        for (var i = 0; i < solver.Space.Count; i++)
        {
            var columns = rows.Columns(i);
            var values = rows.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                var distance = Math.Sqrt(solver.Lagrangian.SquaredDistances[(i * solver.Space.Count) + columns[p]]);
                if (distance > 1e-14)
                {
                    entries.Add((i, columns[p], values[p] / (2 * distance)));
                }
            }
        }

        return PairMultipliers.From(entries);
    }

    /// <summary>kappa from stationarity on the sphere: (diag(mu) + K + Lambda) g = diag(mu) f, multiplied by g_i.</summary>
    private static double[] Norms(GramCertificate c, SetSearchSpace space, double[] g)
    {
        var (n, d) = (space.Count, space.Dimension);
        var kappa = new double[n];
        foreach (var (i, j, weight) in Pairs(c))
        {
            for (var q = 0; q < d; q++)
            {
                var flow = weight * (g[(i * d) + q] - g[(j * d) + q]);
                kappa[i] -= flow * g[(i * d) + q];
                kappa[j] += flow * g[(j * d) + q];
            }
        }

        for (var e = 0; e < g.Length && c.Mu.Length > 0; e++)
        {
            kappa[e / d] += c.Mu[e / d] * (space.Points[e] - g[e]) * g[e];
        }

        return kappa;
    }

    /// <summary>All pairs with their signed weights in Lambda, or in Q for the isometric error.</summary>
    private static IEnumerable<(int I, int J, double Weight)> Pairs(GramCertificate c)
    {
        var signed = new[] { (c.Lambda.Pairs, 1.0), (c.Nu.Pairs, -1.0), (c.Near, 1.0), (c.Far, -1.0), (c.Beta, 1.0), (c.Alpha, -1.0) };
        return signed.SelectMany(s => Enumerable.Range(0, s.Item1.Count).Select(e => (s.Item1.First[e], s.Item1.Second[e], s.Item2 * s.Item1.Values[e])));
    }

    private static GramCertificate Damped(GramCertificate c, double tau)
    {
        CutMultipliers Cuts(CutMultipliers cuts) => cuts with { Values = Array.ConvertAll(cuts.Values, v => tau * v) };
        PairMultipliers Scaled(PairMultipliers pairs) => pairs with { Values = Array.ConvertAll(pairs.Values, v => tau * v) };
        return tau == 1 ? c : c with { Lambda = Cuts(c.Lambda), Nu = Cuts(c.Nu), Near = Scaled(c.Near), Far = Scaled(c.Far) };
    }

    private static bool IsDefinite(GramCertificate c, int n)
    {
        var s = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            s[(i * n) + i] = (c.Mu[i] * (1 - 1e-13)) + (c.Kappa.Length == 0 ? 0 : c.Kappa[i]);
        }

        foreach (var (i, j, weight) in Pairs(c))
        {
            s[(i * n) + i] += i == j ? 0 : weight;
            s[(j * n) + j] += i == j ? 0 : weight;
            s[(i * n) + j] -= i == j ? 0 : weight;
            s[(j * n) + i] -= i == j ? 0 : weight;
        }

        return FloatingCholesky.TryFactor(s, n) is not null;
    }
}
