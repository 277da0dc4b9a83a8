using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;

namespace IsoApprox.Tests.Oracles;

/// <summary>Random multipliers of any set, of the right shape.</summary>
internal static class RandomMultipliers
{
    /// <summary>Of a size that S or Q often is definite; sometimes out of balance on purpose.</summary>
    internal static GramCertificate For(Random rng, Problem problem)
    {
        var f = problem.Points;
        var isHausdorff = problem.Metric == NearestMetric.HausdorffLike;
        var size = Math.Pow(10, -2 * rng.NextDouble());
        double Number() => rng.Next(3) == 0 ? size * rng.NextDouble() : 0;
        var rows = Enumerable.Range(0, f.Count).ToArray();
        var ordered = (from i in rows from j in rows select (i, j)).ToArray();
        var pairs = ordered.Where(p => p.i < p.j).ToArray();
        var cuts = problem.Set.HasComparisons
            ? (from p in ordered from b in Enumerable.Range(1, problem.Levels.Count - 1) select (p.i, b, p.j, Number())).ToArray()
            : [];
        PairMultipliers Random(Func<int, int, bool> fits) =>
            PairMultipliers.From(pairs.Where(p => fits(p.i, p.j)).Select(p => (p.i, p.j, Number())).ToArray());
        return GramCertificate.Empty(problem) with
        {
            Mu = isHausdorff ? [.. rows.Select(_ => rng.NextDouble())] : [],
            Kappa = problem.Set.HasUnitNorms ? [.. rows.Select(_ => size * (rng.NextDouble() - 0.3))] : [],
            Lambda = CutMultipliers.From(cuts.Where(c => problem.Level(c.i, c.j) < c.b)),
            Nu = CutMultipliers.From(cuts.Where(c => problem.Level(c.i, c.j) >= c.b)),
            Near = double.IsFinite(problem.Set.Within) ? Random((i, j) => f.Classes[i] == f.Classes[j]) : PairMultipliers.Empty,
            Far = double.IsFinite(problem.Set.Within) || problem.Set.Beyond > 0
                ? Random((i, j) => f.Classes[i] != f.Classes[j])
                : PairMultipliers.Empty,
            Slopes = Slopes(rng, problem),
            Alpha = isHausdorff ? PairMultipliers.Empty : Random((_, _) => rng.Next(4) == 0),
            Beta = isHausdorff ? PairMultipliers.Empty : Random((_, _) => true),
        };
    }

    /// <summary>
    /// For half of the problems of d_haus with a margin: the points, up or down in scale, with or without noise and a further coordinate.
    /// </summary>
    internal static double[] Slopes(Random rng, Problem problem)
    {
        if (problem.Metric != NearestMetric.HausdorffLike || problem.Set.Margin == 0 || rng.Next(2) == 0)
        {
            return [];
        }

        var f = problem.Points;
        var width = Math.Max(1, f.Dimension + rng.Next(-1, 2));
        var scale = Math.Pow(10, rng.Next(-3, 10)) / Math.Max(1e-300, f[0].ToArray().Max(Math.Abs));
        var noise = rng.Next(3) == 0 ? Math.Pow(10, rng.Next(-2, 3)) : 0;
        double Slope(int i, int k)
        {
            var h = (k < f.Dimension ? scale * f[i][k] : 0) + (noise * (rng.NextDouble() - 0.5));
            return double.IsFinite(h) ? h : 0;
        }

        return [.. Enumerable.Range(0, f.Count * width).Select(e => Slope(e / width, e % width))];
    }

    /// <summary>Every multiplier times a random factor between 0.1 and 10.</summary>
    internal static GramCertificate Scaled(Random rng, GramCertificate c)
    {
        double Factor() => Math.Pow(10, (2 * rng.NextDouble()) - 1);
        PairMultipliers Pairs(PairMultipliers p) => p with { Values = Array.ConvertAll(p.Values, v => v * Factor()) };
        CutMultipliers Cuts(CutMultipliers p) => p with { Values = Array.ConvertAll(p.Values, v => v * Factor()) };
        return c with
        {
            Mu = Array.ConvertAll(c.Mu, v => v * Factor()),
            Kappa = Array.ConvertAll(c.Kappa, v => v * Factor()),
            Slopes = Array.ConvertAll(c.Slopes, v => v * Factor()),
            Lambda = Cuts(c.Lambda),
            Nu = Cuts(c.Nu),
            Near = Pairs(c.Near),
            Far = Pairs(c.Far),
            Alpha = Pairs(c.Alpha),
            Beta = Pairs(c.Beta),
        };
    }
}
