using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Arithmetic;

/// <summary>
/// Cholesky decomposition A = L L^T in floating point, blocked and parallel; the result does not depend on the number of threads. Every
/// entry of L is an inner product of at most N terms, evaluated in some fixed order (fused or not) with one division or square root. So |A
/// - L L^T|_ij &lt;= gamma_(N+1) (|L| |L|^T)_ij barring underflow (Higham, Accuracy and Stability of Numerical Algorithms, Theorem 10.3 and
/// Lemma 8.4, "any order of evaluation").
/// </summary>
public sealed class FloatingCholesky
{
    private const int Block = 64;
    private const int ParallelFrom = 192;
    private const int Together = 4;
    private readonly double[] _factor;

    private FloatingCholesky(double[] factor, int size) => (_factor, Size) = (factor, size);

    /// <summary>N.</summary>
    public int Size { get; }

    /// <summary>L, N x N row-major; what is above the diagonal means nothing.</summary>
    internal double[] Entries => _factor;

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
            if (end < size)
            {
                var panel = TrailingUpdate.Pack(matrix, size, first, last);
                ForEachRowTile(end, size, (from, to) => panel.Subtract(matrix, from, to));
            }
        }

        return new FloatingCholesky(matrix, size);
    }

    /// <summary>Solves L L^T X = B in place for any number of right-hand sides. Cost 2 N^2 multiply-adds each.</summary>
    /// <param name="columns">Right-hand side c is columns[c], of length N; replaced by the solution.</param>
    public void Solve(double[][] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var lanes = Vector256<double>.Count;
        var wide = columns.Length > lanes;
        var width = wide ? Together * lanes : lanes;
        void SolveGroup(int group)
        {
            var first = group * width;
            var count = Math.Min(width, columns.Length - first);
            var x = new double[(long)Size * width];
            for (var c = 0; c < count; c++)
            {
                for (var i = 0; i < Size; i++)
                {
                    x[(i * width) + c] = columns[first + c][i];
                }
            }

            if (wide)
            {
                SubstituteTogether(x);
            }
            else
            {
                Substitute(MemoryMarshal.Cast<double, Vector256<double>>(x.AsSpan()));
            }

            for (var c = 0; c < count; c++)
            {
                for (var i = 0; i < Size; i++)
                {
                    columns[first + c][i] = x[(i * width) + c];
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

    private void Substitute(Span<Vector256<double>> x)
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

    /// <summary>
    /// The same for 16 right-hand sides at once, in the same order of operations: the factor is read once for all of them.
    /// </summary>
    private void SubstituteTogether(double[] values)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(values);
        const nuint Width = Together * 4;
        for (var i = 0; i < Size; i++)
        {
            var row = _factor.AsSpan(i * Size, i + 1);
            var at = (nuint)i * Width;
            var (a, b) = (Vector256.LoadUnsafe(ref x, at), Vector256.LoadUnsafe(ref x, at + 4));
            var (c, d) = (Vector256.LoadUnsafe(ref x, at + 8), Vector256.LoadUnsafe(ref x, at + 12));
            nuint from = 0;
            for (var k = 0; k < i; k++, from += Width)
            {
                var l = Vector256.Create(row[k]);
                (a, b) = (a - (Vector256.LoadUnsafe(ref x, from) * l), b - (Vector256.LoadUnsafe(ref x, from + 4) * l));
                (c, d) = (c - (Vector256.LoadUnsafe(ref x, from + 8) * l), d - (Vector256.LoadUnsafe(ref x, from + 12) * l));
            }

            var pivot = Vector256.Create(row[i]);
            (a / pivot).StoreUnsafe(ref x, at);
            (b / pivot).StoreUnsafe(ref x, at + 4);
            (c / pivot).StoreUnsafe(ref x, at + 8);
            (d / pivot).StoreUnsafe(ref x, at + 12);
        }

        for (var i = Size - 1; i >= 0; i--)
        {
            var row = _factor.AsSpan(i * Size, i + 1);
            var (at, pivot) = ((nuint)i * Width, Vector256.Create(row[i]));
            var (a, b) = (Vector256.LoadUnsafe(ref x, at) / pivot, Vector256.LoadUnsafe(ref x, at + 4) / pivot);
            var (c, d) = (Vector256.LoadUnsafe(ref x, at + 8) / pivot, Vector256.LoadUnsafe(ref x, at + 12) / pivot);
            a.StoreUnsafe(ref x, at);
            b.StoreUnsafe(ref x, at + 4);
            c.StoreUnsafe(ref x, at + 8);
            d.StoreUnsafe(ref x, at + 12);
            nuint from = 0;
            for (var k = 0; k < i; k++, from += Width)
            {
                var l = Vector256.Create(row[k]);
                (Vector256.LoadUnsafe(ref x, from) - (a * l)).StoreUnsafe(ref x, from);
                (Vector256.LoadUnsafe(ref x, from + 4) - (b * l)).StoreUnsafe(ref x, from + 4);
                (Vector256.LoadUnsafe(ref x, from + 8) - (c * l)).StoreUnsafe(ref x, from + 8);
                (Vector256.LoadUnsafe(ref x, from + 12) - (d * l)).StoreUnsafe(ref x, from + 12);
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
