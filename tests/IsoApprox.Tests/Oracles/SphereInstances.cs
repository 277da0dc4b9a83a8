using System.Numerics;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Oracles;

/// <summary>Points on the unit sphere up to rounding, with ties and near ties, and their membership by fixed-point numbers of 2000 binary
/// digits.</summary>
internal static class SphereInstances
{
    private const int Digits = 2000;

    /// <summary>Differences below 2^-1000 of numbers of this kind are taken for 0.</summary>
    private const int Equal = 1000;

    internal static (Embedding G, double Margin) Create(int seed)
    {
        var random = new Random(seed);
        var (count, n) = (2 + random.Next(5), 1 + random.Next(3));
        var points = new double[count * n];
        for (var i = 0; i < count; i++)
        {
            var row = points.AsSpan(i * n, n);
            if (i > 0 && random.Next(4) == 0)
            {
                points.AsSpan(random.Next(i) * n, n).CopyTo(row);
                row[random.Next(n)] *= random.Next(2) == 0 ? 1 : -1;
            }
            else
            {
                Unit(random, row);
            }

            // The norm may be off by 1e-9; the direction counts.
            var factor = random.Next(5) == 0 ? 1 + (1e-10 * random.Next(-12, 13)) : 1;
            for (var k = 0; k < n; k++)
            {
                row[k] *= factor;
            }
        }

        var g = Embedding.Create(points, n, [.. Enumerable.Range(0, count).Select(_ => random.Next(2))]);
        var chord = (int i, int j) => Math.Sqrt(NaiveMeasures.Squared(g[i], g[j]));
        var margin = random.Next(4) switch
        {
            0 => 0,
            1 => random.Next(1, 3),
            2 => Math.Abs(chord(random.Next(count), random.Next(count)) - chord(random.Next(count), random.Next(count))),
            _ => 0.1 * random.NextDouble(),
        };
        return (g, random.Next(3) == 0 ? margin : 0);
    }

    /// <summary>Norms within 1e-9 of 1, and every comparison of the projections.</summary>
    internal static bool IsMember(Embedding g, double margin)
    {
        var (low, high) = (ExactOracle.Integer(1) - ExactOracle.Integer(1e-9), ExactOracle.Integer(1) + ExactOracle.Integer(1e-9));
        for (var i = 0; i < g.Count; i++)
        {
            var norm = ExactOracle.Squared(g[i], []);
            if (norm < low * low || norm > high * high)
            {
                return false;
            }
        }

        foreach (var t in NaiveMeasures.Triplets(g, singletons: false).Concat(Enumerable.Range(0, g.Count).SelectMany(
            a => Enumerable.Range(0, g.Count).Where(n => g.Classes[n] != g.Classes[a])
                .Select(n => new IsoApprox.Sets.Triplet(a, a, n)))))
        {
            var excess = Chord(g, t.Anchor, t.Positive) + Fixed(margin) - Chord(g, t.Anchor, t.Negative);
            if (excess > BigInteger.One << (Digits - Equal))
            {
                return false;
            }
        }

        return true;
    }

    private static void Unit(Random random, Span<double> row)
    {
        if (random.Next(3) == 0)
        {
            row[random.Next(row.Length)] = random.Next(2) == 0 ? 1 : -1;
            return;
        }

        var norm = 0.0;
        for (var k = 0; k < row.Length; k++)
        {
            row[k] = random.Next(2) == 0 ? random.Next(-3, 4) : random.NextDouble() - 0.5;
            norm += row[k] * row[k];
        }

        norm = Math.Sqrt(norm);
        for (var k = 0; k < row.Length; k++)
        {
            row[k] = norm == 0 ? (k == 0 ? 1 : 0) : row[k] / norm;
        }
    }

    private static BigInteger Fixed(double x) => ExactOracle.Integer(x) << (Digits - 1074);

    /// <summary>|p_i - p_j| = sqrt(2 - 2 cos).</summary>
    private static BigInteger Chord(Embedding g, int i, int j)
    {
        BigInteger Product(int a, int b)
        {
            var sum = BigInteger.Zero;
            for (var k = 0; k < g.Dimension; k++)
            {
                sum += ExactOracle.Integer(g[a][k]) * ExactOracle.Integer(g[b][k]);
            }

            return sum;
        }

        var (product, norms) = (Product(i, j), Product(i, i) * Product(j, j));
        if (product.Sign > 0 && product * product == norms)
        {
            return 0;
        }

        var cosine = (product << (2 * Digits)) / ExactOracle.Root(norms << (2 * Digits));
        return ExactOracle.Root(BigInteger.Max(0, (BigInteger.One << (Digits + 1)) - (2 * cosine)) << Digits);
    }
}
