using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Instances;

/// <summary>Seeded random labelled embeddings; the same arguments give the same embedding.</summary>
internal static class RandomEmbeddings
{
    /// <summary>
    /// Points whose coordinates have scales from 1 down to 10^-4, with occasional duplicates and random classes of any size, at least two
    /// classes when N >= 2.
    /// </summary>
    internal static Embedding MultiScale(Random random, int count, int dimension, int classes)
    {
        var points = new double[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var scale = Math.Pow(10, -4 * random.NextDouble() * random.Next(2));
            var centre = i > 0 && random.Next(3) > 0 ? random.Next(i) : -1;
            for (var k = 0; k < dimension; k++)
            {
                var origin = centre < 0 ? 0 : points[(centre * dimension) + k];
                points[(i * dimension) + k] = origin + (random.Next(12) == 0 ? 0 : scale * SeededRandom.Gaussian(random));
            }
        }

        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i < Math.Min(2, classes) ? i : random.Next(classes);
        }

        return Embedding.Create(points, dimension, labels, "random");
    }

    /// <summary>The points moved by Gaussian noise of the given size.</summary>
    internal static Embedding Moved(Random random, Embedding f, double size)
    {
        var points = f.Coordinates.ToArray();
        for (var k = 0; k < points.Length; k++)
        {
            points[k] += size * SeededRandom.Gaussian(random);
        }

        return f.WithPoints(points, f.Dimension);
    }
}
