using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>Random changes of an embedding that a climb restarts from.</summary>
internal static class Kick
{
    /// <summary>
    /// Gaussian noise on all points or on one, of 10^-0.7 to 10^-3 diameters, or an expansion of all classes, or of one, by up to 10 %.
    /// </summary>
    internal static Embedding Apply(Embedding f, Random random)
    {
        var diameter = Measures.Diameter.Compute(f, cancellation: CancellationToken.None).Value;
        var size = diameter * Math.Pow(10, -0.7 - (2.3 * random.NextDouble()));
        return random.Next(4) switch
        {
            0 => Expand(f, 0.1 * random.NextDouble()),
            1 => Expand(f, 0.1 * random.NextDouble(), random.Next(f.ClassCount)),
            2 => Moved(f, size, random, [random.Next(f.Count)]),
            _ => Moved(f, size, random, [.. Enumerable.Range(0, f.Count)]),
        };
    }

    /// <summary>Classes expanded about their means by 1 + share.</summary>
    /// <param name="f">The points.</param>
    /// <param name="share">The share.</param>
    /// <param name="only">The class; null for all.</param>
    internal static Embedding Expand(Embedding f, double share, int? only = null)
    {
        var points = f.Coordinates.ToArray();
        var n = f.Dimension;
        for (var c = 0; c < f.ClassCount; c++)
        {
            var members = f.Members(c);
            for (var k = 0; k < n && (only is null || only == c); k++)
            {
                var mean = 0.0;
                foreach (var i in members)
                {
                    mean += f[i][k] / members.Length;
                }

                foreach (var i in members)
                {
                    points[(i * n) + k] += share * (f[i][k] - mean);
                }
            }
        }

        return f.WithPoints(points, n);
    }

    /// <summary>The classes contracted towards their means until no triplet is violated.</summary>
    internal static Embedding Contract(Embedding f)
    {
        for (var step = 0; step < 60 && Measures.TripletLoss.HardMined(f, cancellation: CancellationToken.None).Value > 0; step++)
        {
            f = Expand(f, -0.1);
        }

        return f;
    }

    private static Embedding Moved(Embedding f, double size, Random random, int[] rows)
    {
        var points = f.Coordinates.ToArray();
        foreach (var i in rows)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                points[(i * f.Dimension) + k] += size * SeededRandom.Gaussian(random);
            }
        }

        return f.WithPoints(points, f.Dimension);
    }
}
