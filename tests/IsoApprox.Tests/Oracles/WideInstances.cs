using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Oracles;

/// <summary>
/// Small instances whose coordinates span what doubles hold, 1e-320 beside 1e300: each coordinate is a small integer, or a double next to
/// one, times one of a few powers of two, so that ties, near ties and coincident points occur at every scale.
/// </summary>
internal static class WideInstances
{
    /// <summary>The same seed gives the same instance.</summary>
    internal static Embedding Create(int seed)
    {
        var random = new Random(seed);
        var (count, n, classes) = (1 + random.Next(8), 1 + random.Next(4), 1 + random.Next(4));
        var scales = Scales(random);
        var points = new double[count * n];
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = random.Next(6) == 0 && k >= n ? points[k - n] : Coordinate(random, scales);
        }

        for (var i = 1; i < count; i++)
        {
            if (random.Next(8) == 0)
            {
                points.AsSpan(random.Next(i) * n, n).CopyTo(points.AsSpan(i * n));
            }
        }

        return Embedding.Create(points, n, [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))]);
    }

    /// <summary>0, or a length that is a tie or near one for some pair of rows, or of some scale.</summary>
    internal static double Margin(int seed, Embedding f)
    {
        var random = new Random(seed + 1);
        var (i, j, k) = (random.Next(f.Count), random.Next(f.Count), random.Next(f.Count));
        double Length(int a, int b) => Math.Abs(f[a][0] - f[b][0]);
        var margin = random.Next(4) switch
        {
            0 => 0,
            1 => Math.Abs(Length(i, j) - Length(i, k)),
            2 => Length(i, j) * random.Next(3),
            _ => Coordinate(random, Scales(random)),
        };
        margin = Math.Abs(random.Next(3) == 0 ? Math.BitIncrement(margin) : margin);
        return double.IsFinite(margin) ? margin : 0;
    }

    private static double[] Scales(Random random)
    {
        double Scale() => random.Next(5) switch
        {
            0 => Math.ScaleB(1, -1074 + random.Next(80)),
            1 => Math.ScaleB(1, 940 + random.Next(60)),
            2 => 1,
            _ => Math.ScaleB(1, random.Next(-1060, 1000)),
        };
        return [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Scale())];
    }

    private static double Coordinate(Random random, double[] scales)
    {
        var value = random.Next(-4, 5) * scales[random.Next(scales.Length)];
        return random.Next(12) switch
        {
            0 => Math.BitIncrement(value),
            1 => Math.BitDecrement(value),
            2 => value * 0.7,
            _ => value,
        };
    }
}
