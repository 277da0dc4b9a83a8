using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    /// <summary>A squared residual below this share of the one it was subtracted from is computed anew.</summary>
    private const double Stale = 1e-6;

    /// <summary>Multiply-adds of the greedy sequence above which the rank alone is first tried by a Cholesky decomposition.</summary>
    private const double LargeWork = 1e7;

    /// <summary>
    /// The rank alone: the same number as that of <see cref="Compute"/>, for many points in many coordinates much faster where they have
    /// full rank (after equal rows and constant columns are left out), which one Cholesky decomposition then proves. Cost
    /// O(N n min(N, n)).
    /// </summary>
    /// <param name="f">The embedding; labels are not used.</param>
    public static int Rank(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        if ((double)f.Count * f.Dimension * Math.Min(f.Count, f.Dimension) < LargeWork)
        {
            return Compute(f).Rank;
        }

        var cloud = ScaledCloud.Centre(f);
        return FullRank.TryDecide(f, cloud, Tolerance(f, cloud)) ?? Greedy(f, cloud).Rank;
    }

    /// <summary>
    /// Rank of the centred points by column-pivoted orthogonal triangularisation (the points are the columns; Gram-Schmidt, two passes for
    /// each pivot, squared residuals of the others kept by subtraction and computed anew where digits were lost). The first basis row is
    /// the point farthest from the mean, each further one is the point farthest from the hull so far; it stops when that distance is at
    /// most max(N, n) 2^-52 max_i ||f_i||. The norms are those of the points as stored, before centring: storing a coordinate rounds it by
    /// 2^-53 of its size, so a flat cloud at a large offset is flat only to that accuracy. Cost O(N n rank) on all cores, memory O(N n).
    /// </summary>
    /// <param name="f">The embedding; labels are not used.</param>
    public static AffineRankResult Compute(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Greedy(f, ScaledCloud.Centre(f));
    }

    private static double Tolerance(Embedding f, ScaledCloud cloud) =>
        Math.Max(f.Count, f.Dimension) * 2 * PairwiseDistances.UnitRoundoff * cloud.LargestStoredNorm;

    private static AffineRankResult Greedy(Embedding f, ScaledCloud cloud)
    {
        var (count, n) = (f.Count, f.Dimension);
        var tolerance = Tolerance(f, cloud);
        var points = cloud.Points;
        var squares = new double[count];
        Parallel.For(0, count, i => squares[i] = Dot(points.AsSpan(i * n, n), points.AsSpan(i * n, n)));
        var first = Farthest(squares);
        var origin = points.AsSpan(first * n, n).ToArray();
        Parallel.For(0, count, i =>
        {
            var row = points.AsSpan(i * n, n);
            Subtract(row, origin, 1);
            squares[i] = Dot(row, row);
        });
        var fresh = (double[])squares.Clone();
        var (basis, heights, normals) = (new List<int> { first }, new List<double> { 0 }, new List<double[]>());
        while (basis.Count <= Math.Min(n, count - 1))
        {
            var row = Farthest(squares);
            if (squares[row] < Stale * fresh[row])
            {
                Refresh(points, n, normals, squares, fresh);
                continue;
            }

            var q = Residual(points.AsSpan(row * n, n), normals);
            var height = Math.Sqrt(Dot(q, q));
            if (!(height > tolerance))
            {
                break;
            }

            basis.Add(row);
            heights.Add(Math.ScaleB(height, cloud.Exponent));
            Scale(q, 1 / height);
            normals.Add(q);
            Parallel.For(0, count, i =>
            {
                var along = Dot(points.AsSpan(i * n, n), q);
                squares[i] = Math.Max(0, squares[i] - (along * along));
            });
            (squares[row], fresh[row]) = (0, 0);
        }

        return new AffineRankResult(basis.Count - 1, Math.ScaleB(tolerance, cloud.Exponent), basis, heights);
    }

    private static int Farthest(double[] squares)
    {
        var row = 0;
        for (var i = 1; i < squares.Length; i++)
        {
            row = squares[i] > squares[row] ? i : row;
        }

        return row;
    }

    /// <summary>The squared residuals that lost their digits, from the points.</summary>
    private static void Refresh(double[] points, int n, List<double[]> normals, double[] squares, double[] fresh) =>
        Parallel.For(0, squares.Length, i =>
        {
            if (squares[i] < Stale * fresh[i])
            {
                var residual = Residual(points.AsSpan(i * n, n), normals);
                squares[i] = fresh[i] = Dot(residual, residual);
            }
        });

    /// <summary>
    /// x without its parts along orthonormal vectors, in as many passes as it takes: after one that leaves half of the length what is left
    /// is orthogonal to working accuracy (Kahan and Parlett: twice is enough).
    /// </summary>
    private static double[] Residual(ReadOnlySpan<double> x, List<double[]> normals)
    {
        var residual = x.ToArray();
        var (before, square) = (Dot(x, x), 0.0);
        for (var pass = 0; pass < 2; pass++, before = square)
        {
            foreach (var q in normals)
            {
                Subtract(residual, q, Dot(residual, q));
            }

            square = Dot(residual, residual);
            if (square > 0.25 * before)
            {
                break;
            }
        }

        return residual;
    }

    /// <summary>x.y in four sums of four lanes, the same on every machine.</summary>
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        ref var p = ref MemoryMarshal.GetReference(x);
        ref var q = ref MemoryMarshal.GetReference(y);
        var k = 0;
        for (; k <= Math.Min(x.Length, y.Length) - 16; k += 16)
        {
            a = Vector256.FusedMultiplyAdd(Load(ref p, k), Load(ref q, k), a);
            b = Vector256.FusedMultiplyAdd(Load(ref p, k + 4), Load(ref q, k + 4), b);
            c = Vector256.FusedMultiplyAdd(Load(ref p, k + 8), Load(ref q, k + 8), c);
            d = Vector256.FusedMultiplyAdd(Load(ref p, k + 12), Load(ref q, k + 12), d);
        }

        var sum = Vector256.Sum(a + b + (c + d));
        for (; k < x.Length; k++)
        {
            sum = Math.FusedMultiplyAdd(x[k], y[k], sum);
        }

        return sum;
    }

    private static void Subtract(Span<double> x, ReadOnlySpan<double> y, double factor)
    {
        var (k, factors) = (0, Vector256.Create(-factor));
        ref var p = ref MemoryMarshal.GetReference(x);
        ref var q = ref MemoryMarshal.GetReference(y);
        for (; k <= Math.Min(x.Length, y.Length) - 4; k += 4)
        {
            Vector256.FusedMultiplyAdd(factors, Load(ref q, k), Load(ref p, k)).StoreUnsafe(ref p, (nuint)k);
        }

        for (; k < x.Length; k++)
        {
            x[k] = Math.FusedMultiplyAdd(-factor, y[k], x[k]);
        }
    }

    private static Vector256<double> Load(ref double start, int k) => Vector256.LoadUnsafe(ref start, (nuint)k);

    private static void Scale(Span<double> x, double factor)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] *= factor;
        }
    }
}
