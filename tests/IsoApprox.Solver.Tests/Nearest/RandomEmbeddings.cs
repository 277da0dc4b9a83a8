using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>Random labelled embeddings: Gaussian ones, and small ones of every degenerate kind.</summary>
internal static class RandomEmbeddings
{
    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    internal static Embedding Gaussian(int count, int dimension, int classes, int seed)
    {
        var random = new Random(seed);
        var points = Enumerable.Range(0, count * dimension).Select(_ => Gaussian(random)).ToArray();
        return Embedding.Create(points, dimension, [.. Enumerable.Range(0, count).Select(i => i % classes)]);
    }

    /// <summary>Class means delta N(0, I), points around them N(0, I), labels in turn.</summary>
    internal static Embedding Mixture(int count, int dimension, int classes, double delta, int seed)
    {
        var random = new Random(seed);
        var means = Enumerable.Range(0, classes * dimension).Select(_ => delta * Gaussian(random)).ToArray();
        var points = Enumerable.Range(0, count * dimension)
            .Select(k => means[(k / dimension % classes * dimension) + (k % dimension)] + Gaussian(random)).ToArray();
        return Embedding.Create(points, dimension, [.. Enumerable.Range(0, count).Select(i => i % classes)]);
    }

    /// <summary>Collinear, grid (duplicates and ties), nearly separated, many scales, chain, offset, uniform.</summary>
    internal static Embedding Small(Random random, int largestCount = 8)
    {
        var (count, dimension, classes, kind) = (1 + random.Next(largestCount), 1 + random.Next(4), 1 + random.Next(4), random.Next(8));
        var labels = Enumerable.Range(0, count).Select(i => random.Next(4) == 0 ? i : random.Next(classes)).ToArray();
        var direction = Enumerable.Range(0, dimension).Select(_ => random.NextDouble() - 0.5).ToArray();
        var points = new double[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var t = random.Next(-5, 6);
            for (var c = 0; c < dimension; c++)
            {
                points[(i * dimension) + c] = kind switch
                {
                    0 => t * direction[c],
                    1 => random.Next(-1, 2),
                    2 => (3 * labels[i]) + (random.NextDouble() * 1.6),
                    3 => random.NextDouble() * Math.Pow(10, -random.Next(12)),
                    4 => c == 0 ? i + (0.01 * random.NextDouble()) : 0,
                    5 => 1e6 + random.NextDouble(),
                    _ => random.NextDouble() - 0.5,
                };
            }
        }

        return Embedding.Create(points, dimension, labels);
    }
}
