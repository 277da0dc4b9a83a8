using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Certificates;

/// <summary>Random small problems of every degenerate kind, and random multipliers for them: from hopeless to good.</summary>
internal static class RandomInstances
{
    internal static Problem Any(Random rng)
    {
        var (count, dimension, classes) = (1 + rng.Next(8), 1 + rng.Next(4), 1 + rng.Next(4));
        var kind = rng.Next(8);
        var scale = rng.Next(10) switch { 0 => Math.Pow(10, rng.Next(-150, 150)), 1 => Math.Pow(2, rng.Next(-40, 40)), _ => 1 };
        var labels = Enumerable.Range(0, count).Select(i => rng.Next(4) == 0 ? i : rng.Next(classes)).ToArray();
        var offset = rng.Next(6) == 0 ? 1e7 : 0;
        var direction = Enumerable.Range(0, dimension).Select(_ => rng.NextDouble() - 0.5).ToArray();
        var x = new double[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var t = rng.Next(-5, 6);
            for (var c = 0; c < dimension; c++)
            {
                x[(i * dimension) + c] = scale * (offset + kind switch
                {
                    0 => t * direction[c],                                              // collinear, with ties
                    1 => rng.Next(-1, 2),                                               // grid: duplicates and ties
                    2 => (3 * labels[i]) + (rng.NextDouble() * 1.6),                    // nearly separated classes
                    3 => rng.NextDouble() * Math.Pow(10, -rng.Next(12)),                // many scales
                    _ => rng.NextDouble() - 0.5,
                });
            }
        }

        var margin = rng.Next(3) == 0 ? scale * rng.NextDouble() : 0;
        var metric = rng.Next(2) == 0 ? NearestMetric.HausdorffLike : NearestMetric.IsometricError;
        return Problem.TripletSeparated(Embedding.Create(x, dimension, labels), metric, margin);
    }

    /// <summary>Multipliers on random triplets, mostly violated ones; sometimes balanced, sometimes not.</summary>
    internal static GramCertificate Certificate(Random rng, Problem problem)
    {
        var f = problem.Points;
        var size = Math.Pow(10, -3 * rng.NextDouble());
        var (lambda, nu) = (new List<(int, int, double)>(), new List<(int, int, double)>());
        var (alpha, beta) = (new List<(int, int, double)>(), new List<(int, int, double)>());
        var unbalanced = rng.Next(4) == 0;
        for (var entry = rng.Next(1, 12); entry > 0; entry--)
        {
            var (i, j, k) = (rng.Next(f.Count), rng.Next(f.Count), rng.Next(f.Count));
            if (f.Classes[i] != f.Classes[j] || f.Classes[i] == f.Classes[k])
            {
                continue;
            }

            var (same, other) = (Distance(f, i, j), Distance(f, i, k));
            if (same + problem.Margin <= other && rng.Next(4) > 0)
            {
                continue;
            }

            var weight = size * rng.NextDouble() / f.Count;
            lambda.Add((i, j, weight * (unbalanced ? 0.5 + rng.NextDouble() : 1)));
            nu.Add((i, k, weight));
            alpha.Add((i, j, weight * (rng.Next(2) == 0 ? 1 : rng.NextDouble())));
            beta.Add((i, k, weight * (rng.Next(2) == 0 ? 1 : 1 + (0.2 * rng.NextDouble()))));
        }

        if (problem.Metric == NearestMetric.IsometricError)
        {
            var distinct = (List<(int First, int Second, double)> pairs) => PairMultipliers.From(pairs.Where(p => p.First != p.Second));
            return GramCertificate.ForIsometric(
                problem, distinct(alpha), distinct(beta), PairMultipliers.From(lambda), PairMultipliers.From(nu));
        }

        var mu = Enumerable.Range(0, f.Count).Select(_ => rng.Next(5) == 0 ? 0 : (0.2 + rng.NextDouble()) / f.Count).ToArray();
        return GramCertificate.ForHausdorff(problem, mu, PairMultipliers.From(lambda), PairMultipliers.From(nu)) with
        {
            Slopes = RandomMultipliers.Slopes(rng, problem),
        };
    }

    private static double Distance(Embedding f, int i, int j) => IsoApprox.Arithmetic.PairwiseDistances.Distance(f[i], f[j]);
}
