using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Oracles;

/// <summary>Seeded instances for property tests.</summary>
internal static class RandomInstances
{
    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    internal static double[] Points(Random random, int count, int dimension, double scale = 1, double offset = 0)
    {
        var x = new double[count * dimension];
        for (var k = 0; k < x.Length; k++)
        {
            x[k] = offset + (scale * Gaussian(random));
        }

        return x;
    }

    internal static int[] Labels(Random random, int count, int classes)
    {
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(classes);
        }

        return labels;
    }

    internal static Embedding Cloud(Random random, int count, int dimension, int classes, double scale = 1, double offset = 0) =>
        Embedding.Create(Points(random, count, dimension, scale, offset), dimension, Labels(random, count, classes));

    /// <summary>Points on a small integer grid: many exact ties and coincident points.</summary>
    internal static Embedding Grid(Random random, int count, int dimension, int classes, int size = 3)
    {
        var x = new double[count * dimension];
        for (var k = 0; k < x.Length; k++)
        {
            x[k] = random.Next(size);
        }

        return Embedding.Create(x, dimension, Labels(random, count, classes));
    }

    /// <summary>Small sets of every awkward kind: Gaussian, grid, coincident points, one class, singletons, offset, one point.</summary>
    internal static IEnumerable<Embedding> Awkward(int seed, int count)
    {
        var random = new Random(seed);
        for (var t = 0; t < count; t++)
        {
            var (size, n, classes) = (random.Next(1, 24), random.Next(1, 8), random.Next(1, 6));
            yield return (t % 5) switch
            {
                0 => Grid(random, size, n, classes),
                1 => Cloud(random, size, n, classes, 1, 1e6),
                2 => Cloud(random, size, n, size),
                3 => Cloud(random, size, n, classes, 1e-9),
                _ => Cloud(random, size, n, classes),
            };
        }
    }

    /// <summary>A random orthogonal matrix, row-major, by Gram-Schmidt.</summary>
    internal static double[] Rotation(Random random, int n)
    {
        var q = Points(random, n, n);
        for (var i = 0; i < n; i++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var dot = 0.0;
                    for (var k = 0; k < n; k++)
                    {
                        dot += q[(i * n) + k] * q[(j * n) + k];
                    }

                    for (var k = 0; k < n; k++)
                    {
                        q[(i * n) + k] -= dot * q[(j * n) + k];
                    }
                }
            }

            var norm = 0.0;
            for (var k = 0; k < n; k++)
            {
                norm += q[(i * n) + k] * q[(i * n) + k];
            }

            for (var k = 0; k < n; k++)
            {
                q[(i * n) + k] /= Math.Sqrt(norm);
            }
        }

        return q;
    }

    /// <summary>scale Q f_i + shift for every row.</summary>
    internal static Embedding Move(Embedding f, double[] q, double scale, double[] shift)
    {
        var n = f.Dimension;
        var x = new double[f.Count * n];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < n; k++)
            {
                var sum = 0.0;
                for (var l = 0; l < n; l++)
                {
                    sum += q[(k * n) + l] * f[i][l];
                }

                x[(i * n) + k] = (scale * sum) + shift[k];
            }
        }

        return f.WithPoints(x, n);
    }

    internal static Embedding Scaled(Embedding f, double factor)
    {
        var x = f.Coordinates.ToArray();
        for (var k = 0; k < x.Length; k++)
        {
            x[k] *= factor;
        }

        return f.WithPoints(x, f.Dimension);
    }

    /// <summary>Row r of the result is row order[r] of f, label included.</summary>
    internal static Embedding Permuted(Embedding f, int[] order)
    {
        var (x, labels) = (new double[f.Count * f.Dimension], new int[f.Count]);
        for (var r = 0; r < order.Length; r++)
        {
            f[order[r]].CopyTo(x.AsSpan(r * f.Dimension));
            labels[r] = f.Classes[order[r]];
        }

        return Embedding.Create(x, f.Dimension, labels);
    }
}
