using IsoApprox.Embeddings;

namespace IsoApprox.Benchmarks;

/// <summary>Seeded inputs: independent Gaussian coordinates, ten classes at random.</summary>
internal static class Instances
{
    internal static Embedding Gaussian(int count, int n, int seed, double scale = 1, double shift = 0)
    {
        var random = new Random(seed);
        var (points, labels) = (new double[count * n], new int[count]);
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = shift + (scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(10);
        }

        return Embedding.Create(points, n, labels);
    }

    /// <summary>Gaussian points with labels in turn, 0, 1, ..., classes - 1, 0, ...</summary>
    internal static Embedding Labelled(int count, int n, int classes, int seed) =>
        Embedding.Create(Gaussian(count, n, seed).Coordinates, n, [.. Enumerable.Range(0, count).Select(i => i % classes)]);

    /// <summary>
    /// Second set of a Hausdorff shape: "iid", "noise" (Y = X + noise), "permuted" (a copy in another order), "separated", "outlier",
    /// "sorted".
    /// </summary>
    internal static (Embedding X, Embedding Y) Pair(string shape, int count, int n)
    {
        var (x, y) = (Gaussian(count, n, 1), Gaussian(count, n, 2));
        var random = new Random(3);
        var order = Enumerable.Range(0, count).ToArray();
        switch (shape)
        {
            case "noise":
                return (x, Map(x, order, (value, k) => value + (0.01 * y.Coordinates[k])));
            case "permuted":
                random.Shuffle(order);
                return (x, Map(x, order, (value, _) => value));
            case "separated":
                return (x, Map(y, order, (value, k) => k % n == 0 ? value + 10 : value));
            case "outlier":
                return (Map(x, order, (value, k) => k == count / 2 * n ? 100 : value), y);
            case "sorted":
                return (Sorted(x), Sorted(y));
            default:
                return (x, y);
        }
    }

    private static Embedding Sorted(Embedding x) => Map(x, [.. Enumerable.Range(0, x.Count).OrderBy(i => x[i][0])], (value, _) => value);

    private static Embedding Map(Embedding x, int[] order, Func<double, int, double> map)
    {
        var points = new double[x.Coordinates.Length];
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = map(x[order[k / x.Dimension]][k % x.Dimension], k);
        }

        return x.WithPoints(points, x.Dimension);
    }
}
