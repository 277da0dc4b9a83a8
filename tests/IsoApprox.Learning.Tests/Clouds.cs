using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Tests;

/// <summary>Seeded instances.</summary>
internal static class Clouds
{
    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Gaussian points, class sizes random, at least <paramref name="smallest"/>.</summary>
    internal static Embedding Gaussian(int seed, int count, int dimension, int classes, int smallest = 2, double scale = 1)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(i => i < classes * smallest ? i % classes : random.Next(classes)).ToArray();
        random.Shuffle(labels);
        return Embedding.Create([.. Enumerable.Range(0, count * dimension).Select(_ => scale * Gaussian(random))], dimension, labels);
    }

    /// <summary>A simplex equiangular tight frame of unit vectors in R^c, every class <paramref name="members"/> times.</summary>
    internal static Embedding SimplexFrame(int classes, int members, double scale = 1)
    {
        var points = new double[classes * members * classes];
        var labels = new int[classes * members];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = i % classes;
            for (var k = 0; k < classes; k++)
            {
                points[(i * classes) + k] = scale * Math.Sqrt(classes / (classes - 1.0)) * ((k == labels[i] ? 1 : 0) - (1.0 / classes));
            }
        }

        return Embedding.Create(points, classes, labels);
    }
}
