using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Cholesky decomposition A = L L^T in floating point, blocked and parallel; the result does not depend on the number of threads.
/// Every entry of L is an inner product of at most N terms, evaluated in some fixed order (fused or not) with one division or square root. So
/// |A - L L^T|_ij &lt;= gamma_(N+1) (|L| |L|^T)_ij barring underflow (Higham, Accuracy and Stability of Numerical Algorithms, Theorem 10.3 and Lemma 8.4, "any
/// order of evaluation").
/// </summary>
public sealed class FloatingCholesky
{
    private const int Block = 64;
    private const int ParallelFrom = 192;
    private readonly double[] _factor;

    private FloatingCholesky(double[] factor, int size) => (_factor, Size) = (factor, size);

    /// <summary>N.</summary>
    public int Size { get; }

    /// <summary>Decomposes in place. Null when a pivot is not positive and finite. Cost N^3/3 multiply-adds.</summary>
    /// <param name="matrix">N x N row-major, lower triangle read; holds L afterwards.</param>
    /// <param name="size">N.</param>
    public static FloatingCholesky? TryFactor(double[] matrix, int size)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Length != (long)size * size)
        {
            throw new ArgumentException($"{matrix.Length} entries for a {size} x {size} matrix");
        }

        for (var start = 0; start < size; start += Block)
        {
            var end = Math.Min(start + Block, size);
            for (var i = start; i < end; i++)
            {
                SolveRow(matrix, size, i, start, i);
                var row = matrix.AsSpan((i * size) + start, i - start);
                var pivot = matrix[(i * size) + i] - Dot(row, row);
                if (!(pivot > 0) || double.IsInfinity(pivot))
                {
                    return null;
                }

                matrix[(i * size) + i] = Math.Sqrt(pivot);
            }

            var (first, last) = (start, end);
            ForEachRowTile(end, size, (from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    SolveRow(matrix, size, i, first, last);
                }
            });
            ForEachRowTile(end, size, (from, to) => Update(matrix, size, from, to, first, last));
        }

        return new FloatingCholesky(matrix, size);
    }

    /// <summary>Solves L L^T X = B in place for any number of right-hand sides. Cost 2 N^2 multiply-adds each.</summary>
    /// <param name="columns">Right-hand side c is columns[c], of length N; replaced by the solution.</param>
    public void Solve(double[][] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var width = Vector256<double>.Count;
        void SolveGroup(int group)
        {
            var first = group * width;
            var count = Math.Min(width, columns.Length - first);
            var x = new Vector256<double>[Size];
            var lanes = MemoryMarshal.Cast<Vector256<double>, double>(x.AsSpan());
            for (var c = 0; c < count; c++)
            {
                for (var i = 0; i < Size; i++)
                {
                    lanes[(i * width) + c] = columns[first + c][i];
                }
            }

            Substitute(x);
            for (var c = 0; c < count; c++)
            {
                for (var i = 0; i < Size; i++)
                {
                    columns[first + c][i] = lanes[(i * width) + c];
                }
            }
        }

        var groups = (columns.Length + width - 1) / width;
        if (Size >= ParallelFrom)
        {
            Parallel.For(0, groups, SolveGroup);
            return;
        }

        for (var g = 0; g < groups; g++)
        {
            SolveGroup(g);
        }
    }

    private void Substitute(Vector256<double>[] x)
    {
        for (var i = 0; i < Size; i++)
        {
            var row = _factor.AsSpan(i * Size, i + 1);
            var sum = x[i];
            for (var k = 0; k < i; k++)
            {
                sum -= x[k] * row[k];
            }

            x[i] = sum / row[i];
        }

        for (var i = Size - 1; i >= 0; i--)
        {
            var row = _factor.AsSpan(i * Size, i + 1);
            var value = x[i] /= row[i];
            for (var k = 0; k < i; k++)
            {
                x[k] -= value * row[k];
            }
        }
    }

    private static void SolveRow(double[] a, int size, int i, int start, int end)
    {
        for (var j = start; j < end; j++)
        {
            var length = j - start;
            var value = a[(i * size) + j] - Dot(a.AsSpan((i * size) + start, length), a.AsSpan((j * size) + start, length));
            a[(i * size) + j] = value / a[(j * size) + j];
        }
    }

    private static void ForEachRowTile(int start, int size, Action<int, int> action)
    {
        var tiles = (size - start + Block - 1) / Block;
        if (size - start < ParallelFrom)
        {
            for (var t = 0; t < tiles; t++)
            {
                action(start + (t * Block), Math.Min(size, start + ((t + 1) * Block)));
            }

            return;
        }

        // Rows further down have more columns: hand them out first.
        Parallel.For(0, tiles, t => action(start + ((tiles - 1 - t) * Block), Math.Min(size, start + ((tiles - t) * Block))));
    }

    private static void Update(double[] a, int size, int from, int to, int start, int end)
    {
        var length = end - start;
        for (var i = from; i < to; i++)
        {
            var row = a.AsSpan((i * size) + start, length);
            var j = end;
            for (; j + 3 <= i; j += 4)
            {
                SubtractDots(a, size, row, (i * size) + j, j, start);
            }

            for (; j <= i; j++)
            {
                a[(i * size) + j] -= Dot(row, a.AsSpan((j * size) + start, length));
            }
        }
    }

    private static void SubtractDots(double[] a, int size, ReadOnlySpan<double> row, int target, int j, int start)
    {
        ref var x = ref MemoryMarshal.GetReference(row);
        ref var y = ref a[(j * size) + start];
        var (s, t, u, v) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (second, third, fourth) = ((nuint)size, 2 * (nuint)size, 3 * (nuint)size);
        nuint k = 0;
        for (; k + 4 <= (nuint)row.Length; k += 4)
        {
            var w = Vector256.LoadUnsafe(ref x, k);
            s = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref y, k), s);
            t = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref y, second + k), t);
            u = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref y, third + k), u);
            v = Vector256.FusedMultiplyAdd(w, Vector256.LoadUnsafe(ref y, fourth + k), v);
        }

        // The panel before a trailing update is always Block columns wide, a multiple of 4: nothing is left over.
        a[target] -= Vector256.Sum(s);
        a[target + 1] -= Vector256.Sum(t);
        a[target + 2] -= Vector256.Sum(u);
        a[target + 3] -= Vector256.Sum(v);
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = Vector<double>.Zero;
        var k = 0;
        for (; k + Vector<double>.Count <= x.Length; k += Vector<double>.Count)
        {
            sum += new Vector<double>(x[k..]) * new Vector<double>(y[k..]);
        }

        var rest = Vector.Sum(sum);
        for (; k < x.Length; k++)
        {
            rest += x[k] * y[k];
        }

        return rest;
    }
}
