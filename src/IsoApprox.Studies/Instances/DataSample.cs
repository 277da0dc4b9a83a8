using IsoApprox.Embeddings;
using IsoApprox.Learning.Training;

namespace IsoApprox.Studies.Instances;

/// <summary>Random parts of given labelled points.</summary>
internal static class DataSample
{
    /// <summary>
    /// True when <see cref="Draw"/> can be used: enough classes with enough members, and not more dimensions than the data has.
    /// </summary>
    internal static bool Fits(Embedding data, int points, int classes, int dimension) =>
        dimension <= data.Dimension && Eligible(data, points, classes).Length >= classes;

    /// <summary>
    /// c classes at random among those that are large enough, N/c members of each at random (sizes differ by one at most), in n dimensions.
    /// </summary>
    internal static Embedding Draw(Random random, Embedding data, int points, int classes, int dimension)
    {
        var chosen = Eligible(data, points, classes);
        random.Shuffle(chosen);
        var rows = new List<int>(points);
        for (var a = 0; a < classes; a++)
        {
            var size = (int)(((long)(a + 1) * points / classes) - ((long)a * points / classes));
            var members = data.Members(chosen[a]).ToArray();
            random.Shuffle(members);
            rows.AddRange(members[..size]);
        }

        return Project(random, data.Rows(rows), dimension);
    }

    private static int[] Eligible(Embedding data, int points, int classes)
    {
        var largest = (points + classes - 1) / classes;
        return [.. Enumerable.Range(0, data.ClassCount).Where(a => data.Members(a).Length >= largest)];
    }

    // Coordinates along random orthonormal directions.
    private static Embedding Project(Random random, Embedding f, int dimension)
    {
        if (dimension == f.Dimension)
        {
            return f;
        }

        var axes = new double[dimension][];
        for (var k = 0; k < dimension; k++)
        {
            axes[k] = new double[f.Dimension];
            GaussianNumbers.Fill(random, 1, axes[k]);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < k; j++)
                {
                    Add(axes[k], axes[j], -Dot(axes[k], axes[j]));
                }
            }

            var length = Math.Sqrt(Dot(axes[k], axes[k]));
            axes[k] = Array.ConvertAll(axes[k], x => x / length);
        }

        var points = new double[f.Count * dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < dimension; k++)
            {
                points[(i * dimension) + k] = Dot(f[i], axes[k]);
            }
        }

        return f.WithPoints(points, dimension);
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    private static void Add(double[] y, double[] x, double factor)
    {
        for (var k = 0; k < y.Length; k++)
        {
            y[k] += factor * x[k];
        }
    }
}
