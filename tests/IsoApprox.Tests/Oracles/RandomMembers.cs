using IsoApprox.Embeddings;
using IsoApprox.Separation;

namespace IsoApprox.Tests.Oracles;

/// <summary>Random constraint sets and random members of them, found by contraction, never by a solver.</summary>
internal static class RandomMembers
{
    /// <summary>A random embedding: Gaussian, grid (ties and duplicates) or of small spread.</summary>
    internal static Embedding Points(Random random, int largestCount = 9)
    {
        var (count, n, classes, kind) = (2 + random.Next(largestCount - 1), 1 + random.Next(3), 1 + random.Next(4), random.Next(3));
        var points = Enumerable.Range(0, count * n).Select(_ => kind switch
        {
            0 => random.Next(-2, 3),
            1 => (2 * random.NextDouble()) - 1,
            _ => 0.5 + (1e-3 * random.NextDouble()),
        }).ToArray();
        return Embedding.Create(points, n, [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))]);
    }

    /// <summary>A random set of any kind for these classes.</summary>
    internal static ConstraintSet Set(Random random, Embedding f) => random.Next(4) switch
    {
        0 => ConstraintSet.Sphere,
        1 => ConstraintSet.Contrastive(random.Next(3) * 0.4, random.Next(3) * 0.7),
        2 => ConstraintSet.Ladder(Levels(random, f)),
        _ => ConstraintSet.TripletSeparated,
    };

    /// <summary>
    /// A member in n + extra coordinates: groups contracted towards their centroids, for thresholds also spread, until the exact test
    /// passes.
    /// </summary>
    internal static Embedding Member(Random random, Embedding f, ConstraintSet set, int extra)
    {
        var n = f.Dimension + extra;
        var start = Enumerable.Range(0, f.Count * n)
            .Select(e => (0.3 * (random.NextDouble() - 0.5)) + (e % n < f.Dimension ? f[e / n][e % n] : 0)).ToArray();
        for (var step = 0; step <= 12; step++)
        {
            var (theta, spread) = (step / 12.0, set.Kind == ConstraintKind.Contrastive ? 1 + step : 1.0);
            var g = Contracted(f.WithPoints(start, n), theta, spread, set.Kind == ConstraintKind.Sphere);
            if (ConstraintTest.IsSatisfied(g, set))
            {
                return g;
            }
        }

        // Classes on a line for thresholds, otherwise everything at one point of the sphere.
        double First(int i) => set.Kind == ConstraintKind.Contrastive ? 2 * f.Classes[i] : 1;
        return f.WithPoints([.. Enumerable.Range(0, f.Count * n).Select(e => e % n > 0 ? 0.0 : First(e / n))], n);
    }

    private static SimilarityLevels Levels(Random random, Embedding f)
    {
        var table = new int[f.ClassCount, f.ClassCount];
        for (var a = 0; a < f.ClassCount; a++)
        {
            for (var b = 0; b < f.ClassCount; b++)
            {
                table[a, b] = a == b ? 0 : 1 + random.Next(3);
            }
        }

        return SimilarityLevels.FromTable(table);
    }

    private static Embedding Contracted(Embedding g, double theta, double spread, bool normalise)
    {
        var n = g.Dimension;
        var result = new double[g.Count * n];
        for (var i = 0; i < g.Count; i++)
        {
            var members = g.Members(g.Classes[i]).ToArray();
            var norm = 0.0;
            for (var q = 0; q < n; q++)
            {
                var mean = members.Average(j => g[j][q]);
                var x = theta == 1 ? spread * g[members[0]][q] : (spread * mean) + ((1 - theta) * (g[i][q] - mean));
                result[(i * n) + q] = x;
                norm += x * x;
            }

            for (var q = 0; q < n && normalise; q++)
            {
                result[(i * n) + q] = norm > 1e-6 ? result[(i * n) + q] / Math.Sqrt(norm) : q == 0 ? 1 : 0;
            }
        }

        return g.WithPoints(result, n);
    }
}
