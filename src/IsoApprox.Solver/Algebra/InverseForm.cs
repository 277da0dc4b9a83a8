using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Solver.Algebra;

/// <summary>tr B^T A^-1 B of a decomposed matrix A = L L^T as ||L^-1 B||^2: one half of what solving A X = B takes.</summary>
internal static class InverseForm
{
    private const int Lanes = 4;
    private const int Width = 4 * Lanes;

    /// <summary>tr B^T A^-1 B, the same whatever the number of threads. Cost N^2 / 2 multiply-adds for each column.</summary>
    /// <param name="factor">L, N x N row-major.</param>
    /// <param name="size">N.</param>
    /// <param name="columns">Number of columns of B.</param>
    /// <param name="entry">B_ik.</param>
    internal static double Trace(double[] factor, int size, int columns, Func<int, int, double> entry)
    {
        var sums = new double[(columns + Width - 1) / Width];
        Parallel.For(0, sums.Length, group =>
        {
            var (first, x) = (group * Width, new double[size * Width]);
            for (var i = 0; i < size; i++)
            {
                for (var c = 0; c < Math.Min(Width, columns - first); c++)
                {
                    x[(i * Width) + c] = entry(i, first + c);
                }
            }

            sums[group] = Forward(factor, size, x);
        });
        return sums.Sum();
    }

    /// <summary>Solves L X = B for 16 columns at once, row by row; returns ||X||^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Forward(double[] factor, int size, double[] values)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(values);
        var squares = Vector256<double>.Zero;
        for (var i = 0; i < size; i++)
        {
            ref var row = ref factor[(long)i * size];
            var at = (nuint)(i * Width);
            var (a, b) = (Vector256.LoadUnsafe(ref x, at), Vector256.LoadUnsafe(ref x, at + Lanes));
            var (c, d) = (Vector256.LoadUnsafe(ref x, at + (2 * Lanes)), Vector256.LoadUnsafe(ref x, at + (3 * Lanes)));
            nuint from = 0;
            for (var k = 0; k < i; k++, from += Width)
            {
                var l = Vector256.Create(-Unsafe.Add(ref row, k));
                a = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, from), l, a);
                b = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, from + Lanes), l, b);
                c = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, from + (2 * Lanes)), l, c);
                d = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, from + (3 * Lanes)), l, d);
            }

            var pivot = Vector256.Create(Unsafe.Add(ref row, i));
            (a, b, c, d) = (a / pivot, b / pivot, c / pivot, d / pivot);
            a.StoreUnsafe(ref x, at);
            b.StoreUnsafe(ref x, at + Lanes);
            c.StoreUnsafe(ref x, at + (2 * Lanes));
            d.StoreUnsafe(ref x, at + (3 * Lanes));
            squares += (a * a) + (b * b) + ((c * c) + (d * d));
        }

        return Vector256.Sum(squares);
    }
}
