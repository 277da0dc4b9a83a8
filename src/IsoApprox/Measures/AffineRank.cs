using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>Numerical affine rank.</summary>
/// <param name="Rank">Dimension of the affine hull to the tolerance; at most min(n, N - 1).</param>
/// <param name="Tolerance">Distance below which a point counts as lying in the hull of the others, length unit of the points.</param>
/// <param name="Basis">Rows that span the hull, in the order of choice: Rank + 1 rows, each (after the first) farthest from the hull of
/// those before it.</param>
/// <param name="Heights">Distance of each basis row from the hull of those before it; 0 for the first.</param>
public sealed record AffineRankResult(int Rank, double Tolerance, IReadOnlyList<int> Basis, IReadOnlyList<double> Heights);

/// <summary>Dimension of the affine hull of the points.</summary>
public static class AffineRank
{
    /// <summary>
    /// Rank of the centred points by column-pivoted orthogonal triangularisation (the points are the columns; modified Gram-Schmidt, two
    /// passes). The first basis row is the point farthest from the mean, each further one is the point farthest from the hull so far; it
    /// stops when that distance is at most max(N, n) 2^-52 max_i ||f_i||. The norms are those of the points as stored, before centring:
    /// storing a coordinate rounds it by 2^-53 of its size, so a flat cloud at a large offset is flat only to that accuracy. Cost O(N n
    /// rank) on all cores, memory O(N n).
    /// </summary>
    /// <param name="f">The embedding; labels are not used.</param>
    public static AffineRankResult Compute(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (count, n) = (f.Count, f.Dimension);
        var cloud = ScaledCloud.Centre(f);
        var tolerance = Math.Max(count, n) * 2 * PairwiseDistances.UnitRoundoff * cloud.LargestStoredNorm;
        var first = Farthest(cloud.Points, n).Row;
        var residual = cloud.Points;
        var origin = residual.AsSpan(first * n, n).ToArray();
        Parallel.For(0, count, i => Subtract(residual.AsSpan(i * n, n), origin, 1));
        var (basis, heights) = (new List<int> { first }, new List<double> { 0 });
        while (basis.Count <= Math.Min(n, count - 1))
        {
            var (row, height) = Farthest(residual, n);
            if (!(height > tolerance))
            {
                break;
            }

            basis.Add(row);
            heights.Add(Math.ScaleB(height, cloud.Exponent));
            var q = residual.AsSpan(row * n, n).ToArray();
            Scale(q, 1 / height);
            Parallel.For(0, count, i =>
            {
                var r = residual.AsSpan(i * n, n);
                Subtract(r, q, Dot(r, q));
                Subtract(r, q, Dot(r, q));
            });
        }

        return new AffineRankResult(basis.Count - 1, Math.ScaleB(tolerance, cloud.Exponent), basis, heights);
    }

    private static (int Row, double Norm) Farthest(double[] points, int n)
    {
        var zero = new double[n];
        var (row, largest) = (0, -1.0);
        for (var i = 0; i < points.Length / n; i++)
        {
            var s = PairwiseDistances.Squared(points.AsSpan(i * n, n), zero);
            if (s > largest)
            {
                (row, largest) = (i, s);
            }
        }

        return (row, Math.Sqrt(largest));
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum = Math.FusedMultiplyAdd(x[k], y[k], sum);
        }

        return sum;
    }

    private static void Subtract(Span<double> x, ReadOnlySpan<double> y, double factor)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] = Math.FusedMultiplyAdd(-factor, y[k], x[k]);
        }
    }

    private static void Scale(Span<double> x, double factor)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] *= factor;
        }
    }
}
