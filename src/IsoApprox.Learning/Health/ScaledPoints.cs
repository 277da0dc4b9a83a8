using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Health;

/// <summary>
/// Coordinates times a power of two so that the largest is near 1: squares neither overflow nor, above 2^-500 of the largest, underflow.
/// </summary>
internal static class ScaledPoints
{
    /// <summary>The points, scaled. All zero when they are.</summary>
    internal static double[] AsTheyAre(Embedding f) => AsTheyAre(f, out _);

    /// <summary>As above, and the exponent: a point is 2^exponent times what is returned.</summary>
    internal static double[] AsTheyAre(Embedding f, out int exponent) => Scale(f.Coordinates.ToArray(), out exponent);

    /// <summary>The points up to a translation, scaled: coordinates that all points share become 0, the others are kept as they
    /// are.</summary>
    internal static double[] UpToTranslation(Embedding f) => UpToTranslation(f, out _);

    /// <summary>As above, and the exponent: a point is 2^exponent times what is returned.</summary>
    internal static double[] UpToTranslation(Embedding f, out int exponent)
    {
        var points = f.Coordinates.ToArray();
        for (var k = 0; k < f.Dimension; k++)
        {
            var isConstant = true;
            for (var i = 1; i < f.Count && isConstant; i++)
            {
                isConstant = points[(i * f.Dimension) + k] == points[k];
            }

            for (var i = 0; i < f.Count && isConstant; i++)
            {
                points[(i * f.Dimension) + k] = 0;
            }
        }

        return Scale(points, out exponent);
    }

    /// <summary>The points minus their mean; exactly 0 when they coincide.</summary>
    internal static double[] Centred(double[] points, int n)
    {
        var rows = Enumerable.Range(0, points.Length / n).ToArray();
        var (mean, centred) = (Mean(points, n, rows), points.ToArray());
        for (var i = 0; i < rows.Length; i++)
        {
            VectorKernels.AddScaled(-1, mean, centred.AsSpan(i * n, n));
        }

        return centred;
    }

    /// <summary>Mean of some rows, as the first + the mean of the differences to it: exact for coincident ones.</summary>
    internal static double[] Mean(double[] points, int n, ReadOnlySpan<int> rows)
    {
        var sum = new double[n];
        var first = points.AsSpan(rows[0] * n, n);
        foreach (var i in rows)
        {
            VectorKernels.AddScaledDifference(1, points.AsSpan(i * n, n), first, sum);
        }

        VectorKernels.Scale(1.0 / rows.Length, sum);
        VectorKernels.AddScaled(1, first, sum);
        return sum;
    }

    /// <summary>Unit vectors of the rows that are not zero, and which rows those are.</summary>
    internal static (double[] Directions, int[] Rows) Directions(Embedding f)
    {
        var (n, rows, directions) = (f.Dimension, new List<int>(f.Count), new double[f.Count * f.Dimension]);
        for (var i = 0; i < f.Count; i++)
        {
            var to = directions.AsSpan(rows.Count * n, n);
            var largest = VectorKernels.MaxAbs(f[i]);
            if (largest == 0)
            {
                continue;
            }

            var exponent = Math.ILogB(largest);
            for (var k = 0; k < n; k++)
            {
                to[k] = Math.ScaleB(f[i][k], -exponent);
            }

            var norm = Math.Sqrt(VectorKernels.Dot(to, to));
            for (var k = 0; k < n; k++)
            {
                to[k] /= norm;
            }

            rows.Add(i);
        }

        return (directions[..(rows.Count * n)], [.. rows]);
    }

    private static double[] Scale(double[] points, out int exponent)
    {
        var largest = VectorKernels.MaxAbs(points);
        exponent = largest == 0 ? 0 : Math.ILogB(largest);
        for (var k = 0; k < points.Length && exponent != 0; k++)
        {
            points[k] = Math.ScaleB(points[k], -exponent);
        }

        return points;
    }
}
