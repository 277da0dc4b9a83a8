using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Tests.Fuzz;

/// <summary>
/// Small embeddings chosen to break things: coincident points, ties, extreme scales and offsets, nearly separated classes, odd class sizes.
/// </summary>
internal static class AdversarialEmbeddings
{
    private const int Shapes = 11;

    /// <summary>One embedding; the same seed gives the same embedding.</summary>
    internal static Embedding Create(int seed)
    {
        var rng = new Random(seed);
        var count = rng.Next(6) == 0 ? 1 + rng.Next(3) : 2 + rng.Next(11);
        var dimension = 1 + rng.Next(5);
        var labels = Labels(rng, count);
        var points = Points(rng, count, dimension, labels);
        var scale = Scale(rng);
        var offset = rng.Next(8) == 0 ? 1e12 : 0;
        return Embedding.Create([.. points.Select(x => scale * (x + offset))], dimension, labels);
    }

    private static int[] Labels(Random rng, int count)
    {
        var classes = 2 + rng.Next(3);
        return rng.Next(6) switch
        {
            0 => new int[count],                                                                        // one class
            1 => [.. Enumerable.Range(0, count)],                                                       // singletons
            2 => [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1 : 0)],                           // one against the rest
            3 => [.. Enumerable.Range(0, count).Select(i => i < count / 2 ? 0 : i)],                    // one class and many singletons
            _ => [.. Enumerable.Range(0, count).Select(_ => rng.Next(classes))],
        };
    }

    private static double Scale(Random rng) => rng.Next(8) switch
    {
        0 => Math.Pow(10, rng.Next(-300, 285)),
        1 => 5e-324 * rng.Next(1, 1000),
        2 => 1e290,
        _ => 1,
    };

    private static double[] Points(Random rng, int count, int dimension, int[] labels)
    {
        var x = new double[count * dimension];
        var shape = rng.Next(Shapes);
        var direction = Enumerable.Range(0, dimension).Select(_ => rng.NextDouble() - 0.5).ToArray();
        for (var i = 0; i < count; i++)
        {
            var along = rng.Next(-4, 5);
            for (var c = 0; c < dimension; c++)
            {
                x[(i * dimension) + c] = shape switch
                {
                    0 => 1.25,                                                                          // all equal
                    1 => along * direction[c],                                                          // collinear with ties
                    2 => rng.Next(-1, 2),                                                               // grid, duplicates
                    3 => i % dimension == c ? (i / dimension % 2 == 0 ? 1 : -1) : 0,                    // cross polytope
                    4 => i % dimension == c ? 1 : 0,                                                    // simplex, repeated
                    5 => (labels[i] % dimension == c ? 1 : 0) + (1e-12 * rng.NextDouble()),             // nearly collapsed classes
                    6 => (i / 2 % dimension == c ? 1 : 0) + (i % 2 == 0 ? 0 : 1e-12 * rng.NextDouble()),
                    7 => rng.NextDouble() * Math.Pow(10, -rng.Next(16)),                                // many sizes
                    8 => c == 0 ? 3 * labels[i] : 3 * (i % 2),                                          // ties of positives and negatives
                    9 => c == 0 && i == 0 ? 1e8 : rng.NextDouble(),                                     // one outlier
                    _ => rng.NextDouble() - 0.5,
                };
            }
        }

        return x;
    }
}
