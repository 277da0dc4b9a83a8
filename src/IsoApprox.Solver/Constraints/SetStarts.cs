using IsoApprox.Numerics;

namespace IsoApprox.Solver.Constraints;

/// <summary>Starting points of the search for a constraint set: f with noise, blended with its class means, contracted, or with classes moved.</summary>
internal static class SetStarts
{
    private static readonly double[] NoiseSizes = [0.01, 0.1, 0.5, 1.5, 4];

    /// <summary>Start number <paramref name="index"/> in search coordinates; depends on the seed and the index only.</summary>
    internal static (double[] Points, string Name) Create(SetSearchSpace space, int seed, int index)
    {
        var random = new Random(GeneratorSeed(seed, index));
        var d = space.Dimension;
        var points = (double[])space.Points.Clone();
        var kind = index == 0 ? 0 : 1 + (index % 4);
        var (blend, factor, offset) = kind switch
        {
            2 => (random.NextDouble(), 1.0, 0.0),
            3 => (0.0, random.NextDouble(), 0.0),
            4 => (random.NextDouble(), 1.0, random.NextDouble()),
            _ => (0.0, 1.0, 0.0),
        };
        var f = space.Problem.Points;
        for (var k = 0; k < f.ClassCount && kind > 1; k++)
        {
            for (var q = 0; q < d; q++)
            {
                var mean = 0.0;
                foreach (var i in f.Members(k))
                {
                    mean += space.Points[(i * d) + q] / f.Members(k).Length;
                }

                var move = offset * SeededRandom.Gaussian(random);
                foreach (var i in f.Members(k))
                {
                    points[(i * d) + q] = (factor * (points[(i * d) + q] + (blend * (mean - points[(i * d) + q])))) + move;
                }
            }
        }

        var noise = (index == 0 ? 1e-3 : NoiseSizes[index % NoiseSizes.Length]) * space.Radius / Math.Sqrt(d);
        for (var e = 0; e < points.Length; e++)
        {
            points[e] += noise * SeededRandom.Gaussian(random);
        }

        return (points, kind switch { 0 => "f", 1 => "f with noise", 2 => "blend with class means", 3 => "contracted f", _ => "moved classes" });
    }

    private static int GeneratorSeed(int seed, int index)
    {
        var h = unchecked(((ulong)(uint)seed * 0xD1342543DE82EF95UL) + ((ulong)(uint)index * 0xAF251AF3B0F025B5UL) + 1);
        h = unchecked((h ^ (h >> 32)) * 0xDABA0B6EB09322E3UL);
        return (int)((h ^ (h >> 29)) & 0x7FFFFFFF);
    }
}
