using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Solver.Algebra;

/// <summary>
/// The few vector operations of the inner solver, with a fixed summation order (the result does not depend on the number of threads).
/// </summary>
internal static class VectorKernels
{
    /// <summary>x.y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        var length = Math.Min(x.Length, y.Length);
        nuint k = 0;
        for (; k + 16 <= (nuint)length; k += 16)
        {
            a = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref px, k), Vector256.LoadUnsafe(ref py, k), a);
            b = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref px, k + 4), Vector256.LoadUnsafe(ref py, k + 4), b);
            c = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref px, k + 8), Vector256.LoadUnsafe(ref py, k + 8), c);
            d = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref px, k + 12), Vector256.LoadUnsafe(ref py, k + 12), d);
        }

        var sum = Vector256.Sum(a + b + (c + d));
        for (var i = (int)k; i < length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>|x - y|^2.</summary>
    internal static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => DotOfDifferences(x, y, x, y);

    /// <summary>(x - y).(p - q).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double DotOfDifferences(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        var (sum, k) = (Vector256<double>.Zero, 0);
        for (; k + 4 <= x.Length; k += 4)
        {
            var left = Vector256.Create(x[k..]) - Vector256.Create(y[k..]);
            sum = Vector256.FusedMultiplyAdd(left, Vector256.Create(p[k..]) - Vector256.Create(q[k..]), sum);
        }

        var result = Vector256.Sum(sum);
        for (; k < x.Length; k++)
        {
            result += (x[k] - y[k]) * (p[k] - q[k]);
        }

        return result;
    }

    /// <summary>y += factor x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        var f = Vector256.Create(factor);
        var length = Math.Min(x.Length, y.Length);
        nuint k = 0;
        for (; k + 4 <= (nuint)length; k += 4)
        {
            Vector256.FusedMultiplyAdd(f, Vector256.LoadUnsafe(ref px, k), Vector256.LoadUnsafe(ref py, k)).StoreUnsafe(ref py, k);
        }

        for (var i = (int)k; i < length; i++)
        {
            y[i] += factor * x[i];
        }
    }

    /// <summary>z += factor (x - y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaledDifference(double factor, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
    {
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pz = ref MemoryMarshal.GetReference(z);
        var f = Vector256.Create(factor);
        var length = Math.Min(x.Length, z.Length);
        nuint k = 0;
        for (; k + 4 <= (nuint)length; k += 4)
        {
            var difference = Vector256.LoadUnsafe(ref px, k) - Vector256.LoadUnsafe(ref py, k);
            Vector256.FusedMultiplyAdd(f, difference, Vector256.LoadUnsafe(ref pz, k)).StoreUnsafe(ref pz, k);
        }

        for (var i = (int)k; i < length; i++)
        {
            z[i] += factor * (x[i] - y[i]);
        }
    }

    /// <summary>Squared distances of one row to the rows first..last-1 of a row-major matrix, by direct differences.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SquaredDistances(
        ReadOnlySpan<double> row, ReadOnlySpan<double> points, int dimension, int first, int last, Span<double> result)
    {
        var j = first;
        if (dimension < 4)
        {
            for (; j < last; j++)
            {
                var s = 0.0;
                for (var k = 0; k < dimension; k++)
                {
                    var e = row[k] - points[(j * dimension) + k];
                    s += e * e;
                }

                result[j] = s;
            }

            return;
        }

        ref var x = ref MemoryMarshal.GetReference(row);
        var n = (nuint)dimension;
        for (; j + 4 <= last; j += 4)
        {
            ref var y = ref MemoryMarshal.GetReference(points.Slice(j * dimension, 4 * dimension));
            var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            nuint k = 0;
            for (; k + 4 <= n; k += 4)
            {
                var v = Vector256.LoadUnsafe(ref x, k);
                var (p, q, r, s) = (v - Vector256.LoadUnsafe(ref y, k), v - Vector256.LoadUnsafe(ref y, k + n),
                    v - Vector256.LoadUnsafe(ref y, k + (2 * n)), v - Vector256.LoadUnsafe(ref y, k + (3 * n)));
                a = Vector256.FusedMultiplyAdd(p, p, a);
                b = Vector256.FusedMultiplyAdd(q, q, b);
                c = Vector256.FusedMultiplyAdd(r, r, c);
                d = Vector256.FusedMultiplyAdd(s, s, d);
            }

            var (sa, sb, sc, sd) = (Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
            for (var t = (int)k; t < dimension; t++)
            {
                var v = row[t];
                var o = (j * dimension) + t;
                var (p, q, r, s) =
                    (v - points[o], v - points[o + dimension], v - points[o + (2 * dimension)], v - points[o + (3 * dimension)]);
                (sa, sb, sc, sd) = (sa + (p * p), sb + (q * q), sc + (r * r), sd + (s * s));
            }

            (result[j], result[j + 1], result[j + 2], result[j + 3]) = (sa, sb, sc, sd);
        }

        for (; j < last; j++)
        {
            var other = points.Slice(j * dimension, dimension);
            result[j] = DotOfDifferences(row, other, row, other);
        }
    }

    /// <summary>Squared distances of one row to some rows of a row-major matrix, by direct differences, four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SquaredDistances(
        ReadOnlySpan<double> row, ReadOnlySpan<double> points, int dimension, ReadOnlySpan<int> rows, Span<double> result)
    {
        ref var x = ref MemoryMarshal.GetReference(row);
        var (p, whole) = (0, (nuint)(dimension & ~3));
        for (; p + 4 <= rows.Length && dimension >= 4; p += 4)
        {
            ref var y0 = ref MemoryMarshal.GetReference(points.Slice(rows[p] * dimension, dimension));
            ref var y1 = ref MemoryMarshal.GetReference(points.Slice(rows[p + 1] * dimension, dimension));
            ref var y2 = ref MemoryMarshal.GetReference(points.Slice(rows[p + 2] * dimension, dimension));
            ref var y3 = ref MemoryMarshal.GetReference(points.Slice(rows[p + 3] * dimension, dimension));
            var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            for (nuint k = 0; k < whole; k += 4)
            {
                var v = Vector256.LoadUnsafe(ref x, k);
                var (q, r, s, t) = (v - Vector256.LoadUnsafe(ref y0, k), v - Vector256.LoadUnsafe(ref y1, k),
                    v - Vector256.LoadUnsafe(ref y2, k), v - Vector256.LoadUnsafe(ref y3, k));
                a = Vector256.FusedMultiplyAdd(q, q, a);
                b = Vector256.FusedMultiplyAdd(r, r, b);
                c = Vector256.FusedMultiplyAdd(s, s, c);
                d = Vector256.FusedMultiplyAdd(t, t, d);
            }

            var (first, second, third, fourth) = (Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
            for (var k = (int)whole; k < dimension; k++)
            {
                var (q, r, s, t) = (row[k] - points[(rows[p] * dimension) + k], row[k] - points[(rows[p + 1] * dimension) + k],
                    row[k] - points[(rows[p + 2] * dimension) + k], row[k] - points[(rows[p + 3] * dimension) + k]);
                (first, second, third, fourth) = (first + (q * q), second + (r * r), third + (s * s), fourth + (t * t));
            }

            (result[p], result[p + 1], result[p + 2], result[p + 3]) = (first, second, third, fourth);
        }

        for (; p < rows.Length; p++)
        {
            result[p] = SquaredDistance(row, points.Slice(rows[p] * dimension, dimension));
        }
    }

    /// <summary>x *= factor.</summary>
    internal static void Scale(double factor, Span<double> x)
    {
        var (f, k) = (Vector256.Create(factor), 0);
        for (; k + 4 <= x.Length; k += 4)
        {
            (f * Vector256.Create<double>(x[k..])).CopyTo(x[k..]);
        }

        for (; k < x.Length; k++)
        {
            x[k] *= factor;
        }
    }

    /// <summary>Largest entry; negative infinity for none. No entry is NaN.</summary>
    internal static double Max(ReadOnlySpan<double> x) => -Least(x, -1);

    /// <summary>Smallest entry; infinity for none. No entry is NaN.</summary>
    internal static double Min(ReadOnlySpan<double> x) => Least(x, 1);

    /// <summary>Smallest entry of sign x.</summary>
    private static double Least(ReadOnlySpan<double> x, double sign)
    {
        var (least, s, k) = (Vector256.Create(double.PositiveInfinity), Vector256.Create(sign), 0);
        for (; k + 4 <= x.Length; k += 4)
        {
            least = Vector256.MinNative(least, s * Vector256.Create(x[k..]));
        }

        var result = Math.Min(Math.Min(least[0], least[1]), Math.Min(least[2], least[3]));
        for (; k < x.Length; k++)
        {
            result = Math.Min(result, sign * x[k]);
        }

        return result;
    }

    /// <summary>max |x_i|.</summary>
    internal static double MaxAbs(ReadOnlySpan<double> x)
    {
        var max = 0.0;
        foreach (var v in x)
        {
            max = Math.Max(max, Math.Abs(v));
        }

        return max;
    }
}
