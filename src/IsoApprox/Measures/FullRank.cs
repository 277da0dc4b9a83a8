using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>
/// Decides without pivots, by one Cholesky decomposition, that points are as far from a hyperplane of their span as <see
/// cref="AffineRank"/> asks for. Of M distinct points in n coordinates that are not constant, let E hold the differences to the
/// first one, k = min(n, M - 1), and s_k its k-th singular value. Centring divides singular values by at most sqrt M (E = T C with
/// ||T||^2 = M), and points whose distances from some flat of dimension below k are all at most h have s_k(C)^2 &lt;= M h^2. So every
/// height of the greedy sequence is at least s_k / M, and the rank is k wherever s_k / M is above the tolerance with room for rounding.
/// </summary>
internal static class FullRank
{
    /// <summary>Heights must exceed the tolerance by this factor: rounding of the greedy sequence cannot change its answer.</summary>
    private const double Room = 64;

    /// <summary>Of the rounding of the Gram matrix and of its decomposition together, (N + n + 3) 2^-53 trace.</summary>
    private const double Safety = 4;

    /// <summary>k where it is certainly the rank; null: don't know. Cost O(N n k), memory O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="cloud">Its points, centred and scaled.</param>
    /// <param name="tolerance">Tolerance in units of the cloud.</param>
    internal static int? TryDecide(Embedding f, ScaledCloud cloud, double tolerance)
    {
        var rows = Duplicates.FirstRows(f).Where((first, row) => first == row).ToArray();
        var columns = Enumerable.Range(0, f.Dimension).AsParallel().AsOrdered()
            .Where(k => rows.Any(row => f[row][k] != f[rows[0]][k])).ToArray();
        var (m, n) = (rows.Length, columns.Length);
        var k = Math.Min(n, m - 1);
        if (k == 0)
        {
            return k;
        }

        var gram = InnerProducts.LowerTriangle(Differences(cloud.Points, f.Dimension, rows, columns), k);
        var trace = Enumerable.Range(0, k).Sum(i => gram[(i * k) + i]);
        var shift = Math.Max(
            Safety * (m + n + 3) * PairwiseDistances.UnitRoundoff * trace, Math.Pow(m * Room * tolerance, 2));
        for (var i = 0; i < k; i++)
        {
            gram[(i * k) + i] -= shift;
        }

        return FloatingCholesky.TryFactor(gram, k) is null ? null : k;
    }

    /// <summary>E row by row, or column by column where there are fewer columns.</summary>
    private static double[] Differences(double[] points, int dimension, int[] rows, int[] columns)
    {
        var (m, n) = (rows.Length - 1, columns.Length);
        var result = new double[(long)m * n];
        var first = points.AsSpan(rows[0] * dimension, dimension).ToArray();
        Parallel.For(0, m, i =>
        {
            var row = points.AsSpan(rows[i + 1] * dimension, dimension);
            for (var c = 0; c < n; c++)
            {
                result[m <= n ? (i * n) + c : (c * m) + i] = row[columns[c]] - first[columns[c]];
            }
        });
        return result;
    }
}
