using IsoApprox.Embeddings;
using IsoApprox.Sets;

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

    /// <summary>
    /// A random set of any kind for these classes; in one of two comparisons with a margin, in one of six with points of different classes
    /// apart.
    /// </summary>
    internal static IdealSet Set(Random random, Embedding f)
    {
        var margin = random.Next(2) == 0 ? 0 : random.Next(3) == 0 ? 0.3 : random.NextDouble();
        var set = random.Next(4) switch
        {
            0 => IdealSet.Sphere(margin),
            1 => IdealSet.Contrastive(random.Next(3) * 0.4, random.Next(3) * 0.7),
            2 => IdealSet.Ladder(margin == 0 ? Levels(random, f) : TreeLevels(f), margin),
            _ => IdealSet.TripletSeparated(margin),
        };
        return set.HasComparisons && random.Next(6) == 0 ? set.AtLeastApart(random.NextDouble()) : set;
    }

    /// <summary>
    /// A member in n + extra coordinates: groups contracted towards their centroids, for thresholds and margins also spread, until the
    /// exact test passes; else classes at points of a line. Null when that is no member either (the sphere has room for few classes apart
    /// from each other).
    /// </summary>
    internal static Embedding? Member(Random random, Embedding f, IdealSet set, int extra)
    {
        var n = f.Dimension + extra;
        var start = Enumerable.Range(0, f.Count * n)
            .Select(e => (0.3 * (random.NextDouble() - 0.5)) + (e % n < f.Dimension ? f[e / n][e % n] : 0)).ToArray();
        var spreads = !set.HasComparisons || set.Margin > 0 || set.Beyond > 0;
        for (var step = 0; step <= 12; step++)
        {
            var (theta, spread) = (step / 12.0, spreads ? 1 + step : 1.0);
            var g = Contracted(f.WithPoints(start, n), theta, spread, set.HasUnitNorms);
            if (set.Contains(g))
            {
                return g;
            }
        }

        // Classes on a line, far apart where they differ in a high bit; without a margin everything at one point.
        var isLine = spreads && !set.HasUnitNorms;
        double First(int i) => isLine ? Enumerable.Range(0, 8).Sum(bit => ((f.Classes[i] >> bit) & 1) * Math.Pow(20, bit + 1)) : 1;
        var last = f.WithPoints([.. Enumerable.Range(0, f.Count * n).Select(e => e % n > 0 ? 0.0 : First(e / n))], n);
        return set.Contains(last) ? last : null;
    }

    /// <summary>Any levels: with a margin their set may be empty.</summary>
    internal static SimilarityLevels Levels(Random random, Embedding f) => Table(f, (_, _) => 1 + random.Next(3));

    /// <summary>Two classes are the nearer the lower the highest bit is in which their numbers differ.</summary>
    internal static SimilarityLevels TreeLevels(Embedding f) => Table(f, (a, b) => 1 + System.Numerics.BitOperations.Log2((uint)(a ^ b)));

    private static SimilarityLevels Table(Embedding f, Func<int, int, int> level)
    {
        var table = new int[f.ClassCount, f.ClassCount];
        for (var a = 0; a < f.ClassCount; a++)
        {
            for (var b = 0; b < f.ClassCount; b++)
            {
                table[a, b] = a == b ? 0 : level(a, b);
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
