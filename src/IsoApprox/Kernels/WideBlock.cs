using System.Runtime.CompilerServices;

namespace IsoApprox.Kernels;

/// <summary>The register block of machines with 32 vector registers: two row blocks, 12 rows, by two vectors of columns, 24 sums.</summary>
internal static unsafe class WideBlock
{
    /// <summary>Writes 12 rows by two vectors of columns, each a panel; see <see cref="StripKernels"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fill<TTerm, TLanes, T, TElement>(
        TElement* side, int n, TElement* panel, TElement* rowNorms, TElement* columnNorms, TElement* output, int stride)
        where TTerm : struct, ITerm
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged
    {
        T a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        T d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        T g0 = default, g1 = default, h0 = default, h1 = default, i0 = default, i1 = default;
        T j0 = default, j1 = default, k0 = default, k1 = default, l0 = default, l1 = default;
        var second = n * (nint)TLanes.Count;
        var below = n * (nint)PackedPoints.RowBlock;
        var end = panel + second;
        for (; panel != end; side += PackedPoints.RowBlock, panel += TLanes.Count)
        {
            var (p, q) = (TLanes.Load(panel), TLanes.Load(panel + second));
            var x = TLanes.Create(side[0]);
            a0 = TTerm.Add<TLanes, T, TElement>(x, p, a0);
            a1 = TTerm.Add<TLanes, T, TElement>(x, q, a1);
            x = TLanes.Create(side[1]);
            b0 = TTerm.Add<TLanes, T, TElement>(x, p, b0);
            b1 = TTerm.Add<TLanes, T, TElement>(x, q, b1);
            x = TLanes.Create(side[2]);
            c0 = TTerm.Add<TLanes, T, TElement>(x, p, c0);
            c1 = TTerm.Add<TLanes, T, TElement>(x, q, c1);
            x = TLanes.Create(side[3]);
            d0 = TTerm.Add<TLanes, T, TElement>(x, p, d0);
            d1 = TTerm.Add<TLanes, T, TElement>(x, q, d1);
            x = TLanes.Create(side[4]);
            e0 = TTerm.Add<TLanes, T, TElement>(x, p, e0);
            e1 = TTerm.Add<TLanes, T, TElement>(x, q, e1);
            x = TLanes.Create(side[5]);
            f0 = TTerm.Add<TLanes, T, TElement>(x, p, f0);
            f1 = TTerm.Add<TLanes, T, TElement>(x, q, f1);
            x = TLanes.Create(side[below]);
            g0 = TTerm.Add<TLanes, T, TElement>(x, p, g0);
            g1 = TTerm.Add<TLanes, T, TElement>(x, q, g1);
            x = TLanes.Create(side[below + 1]);
            h0 = TTerm.Add<TLanes, T, TElement>(x, p, h0);
            h1 = TTerm.Add<TLanes, T, TElement>(x, q, h1);
            x = TLanes.Create(side[below + 2]);
            i0 = TTerm.Add<TLanes, T, TElement>(x, p, i0);
            i1 = TTerm.Add<TLanes, T, TElement>(x, q, i1);
            x = TLanes.Create(side[below + 3]);
            j0 = TTerm.Add<TLanes, T, TElement>(x, p, j0);
            j1 = TTerm.Add<TLanes, T, TElement>(x, q, j1);
            x = TLanes.Create(side[below + 4]);
            k0 = TTerm.Add<TLanes, T, TElement>(x, p, k0);
            k1 = TTerm.Add<TLanes, T, TElement>(x, q, k1);
            x = TLanes.Create(side[below + 5]);
            l0 = TTerm.Add<TLanes, T, TElement>(x, p, l0);
            l1 = TTerm.Add<TLanes, T, TElement>(x, q, l1);
        }

        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms, columnNorms, a0, a1, output);
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 1, columnNorms, b0, b1, output + stride);
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 2, columnNorms, c0, c1, output + (2 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 3, columnNorms, d0, d1, output + (3 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 4, columnNorms, e0, e1, output + (4 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 5, columnNorms, f0, f1, output + (5 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 6, columnNorms, g0, g1, output + (6 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 7, columnNorms, h0, h1, output + (7 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 8, columnNorms, i0, i1, output + (8 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 9, columnNorms, j0, j1, output + (9 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 10, columnNorms, k0, k1, output + (10 * stride));
        StripKernels.Finish<TTerm, TLanes, T, TElement>(rowNorms + 11, columnNorms, l0, l1, output + (11 * stride));
    }
}
