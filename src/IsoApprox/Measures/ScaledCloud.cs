using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>
/// A cloud of points moved to its centre and scaled by a power of two to coordinates of size about 1: point i of the embedding is Origin +
/// 2^Exponent Points_i. Each coordinate is a difference to an origin inside the cloud, so it is accurate to 2^-53 of the cloud's own size
/// whatever the offset.
/// </summary>
/// <param name="Points">Row-major coordinates, rows in the order given.</param>
/// <param name="Origin">n coordinates.</param>
/// <param name="Exponent">Power of two.</param>
/// <param name="LargestStoredNorm">max ||f_i|| 2^-Exponent of the points as stored.</param>
internal sealed record ScaledCloud(double[] Points, double[] Origin, int Exponent, double LargestStoredNorm)
{
    private const double HugeCoordinate = 1e307;

    internal static ScaledCloud Centre(Embedding f) => Centre(f, Enumerable.Range(0, f.Count).ToArray());

    internal static ScaledCloud Centre(Embedding f, ReadOnlySpan<int> rows)
    {
        var n = f.Dimension;
        var origin = Middle(f, rows);
        var stored = 0.0;
        foreach (var row in rows)
        {
            foreach (var x in f[row])
            {
                stored = Math.Max(stored, Math.Abs(x));
            }
        }

        // Differences of huge coordinates are taken of halves, which do not overflow; halves of tiny ones would lose their last bit.
        var (half, shift) = stored >= HugeCoordinate ? (0.5, 1) : (1.0, 0);
        var largest = 0.0;
        foreach (var row in rows)
        {
            for (var k = 0; k < n; k++)
            {
                largest = Math.Max(largest, Math.Abs((half * f[row][k]) - (half * origin[k])));
            }
        }

        largest = largest == 0 ? half * stored : largest;
        var exponent = largest == 0 ? 0 : Math.ILogB(largest) + shift + 1;
        var points = new double[rows.Length * n];
        var norm = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var x = f[rows[i]];
            var sum = 0.0;
            for (var k = 0; k < n; k++)
            {
                points[(i * n) + k] = Math.ScaleB((half * x[k]) - (half * origin[k]), shift - exponent);
                var scaled = Math.ScaleB(x[k], -exponent);
                sum += scaled * scaled;
            }

            norm = Math.Max(norm, sum);
        }

        return new ScaledCloud(points, origin, exponent, Math.Sqrt(norm));
    }

    /// <summary>Row 0 plus the mean difference to it.</summary>
    private static double[] Middle(Embedding f, ReadOnlySpan<int> rows)
    {
        var origin = new double[f.Dimension];
        foreach (var row in rows)
        {
            for (var k = 0; k < origin.Length; k++)
            {
                origin[k] += ((0.5 * f[row][k]) - (0.5 * f[rows[0]][k])) / rows.Length;
            }
        }

        for (var k = 0; k < origin.Length; k++)
        {
            origin[k] = f[rows[0]][k] + (2 * origin[k]);
        }

        return origin;
    }
}
