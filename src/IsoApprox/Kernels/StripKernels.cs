using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Kernels;

/// <summary>
/// Squared distances between a few rows and a strip of columns. The register block is 6 rows by two vectors of columns: twelve sums, two
/// loads and six broadcasts per coordinate; where there are 32 registers, 12 rows are taken at once (<see cref="WideBlock"/>). For n = 1..4
/// see <see cref="NarrowKernels"/>.
/// </summary>
internal static unsafe class StripKernels
{
    private const int LineBytes = 64;

    /// <summary>
    /// Fills out[r stride + j] with <see cref="SinglePoints"/>' low for rows i..i+count-1 and columns from..to-1, both multiples of 32; the
    /// strip starts at column from. i is a multiple of 6 and whole blocks of six rows are written, of which those behind Count mean
    /// nothing. Columns are the outer loop: their panels stay in the nearest cache.
    /// </summary>
    internal static void Fill(SinglePoints points, int i, int count, int from, int to, bool wide, float* output, int stride)
    {
        var n = points.Dimension;
        float* side = points.Side + (i * (long)n), norms = points.Norms;
        if (wide)
        {
            Blocks<Expansion, Singles512, Vector512<float>, float>(
                side, norms + i, count, n, points.Panels, norms, from, to, output, stride);
        }
        else
        {
            Blocks<Expansion, Singles256, Vector256<float>, float>(
                side, norms + i, count, n, points.Panels, norms, from, to, output, stride);
        }
    }

    /// <summary>The same for squared distances as doubles; from and to are multiples of 16.</summary>
    internal static void Fill(PackedPoints points, int i, int count, int from, int to, double* output, int stride)
    {
        var n = points.Dimension;
        if (points.IsDirect)
        {
            FillDirect(points.Side, i, count, points, from, to, output, stride);
            return;
        }

        double* side = points.Side + (i * (long)n), norms = points.Norms;
        if (points.IsWide)
        {
            Blocks<Expansion, Lanes512, Vector512<double>, double>(
                side, norms + i, count, n, points.Panels, norms, from, to, output, stride);
        }
        else
        {
            Blocks<Expansion, Lanes256, Vector256<double>, double>(
                side, norms + i, count, n, points.Panels, norms, from, to, output, stride);
        }
    }

    /// <summary>
    /// Inner products of six rows laid out as <see cref="PackedPoints.Side"/> with columns laid out as <see cref="PackedPoints.Panels"/>, n
    /// coordinates each; count is a multiple of 16.
    /// </summary>
    internal static void Products(double* side, int n, double* panels, int count, bool wide, double* output, int stride)
    {
        for (var j = 0; j < count; j += wide ? 16 : 8)
        {
            if (wide)
            {
                Block<Product, Lanes512, Vector512<double>, double>(side, n, panels + (j * (long)n), null, null, output + j, stride);
            }
            else
            {
                Block<Product, Lanes256, Vector256<double>, double>(side, n, panels + (j * (long)n), null, null, output + j, stride);
            }
        }
    }

    /// <summary>Inner products of rows i..i+count-1 with columns from..to-1, both multiples of 16; otherwise as Fill.</summary>
    internal static void Products(PackedPoints points, int i, int count, int from, int to, double* output, int stride)
    {
        var n = points.Dimension;
        var side = points.Side + (i * (long)n);
        if (points.IsWide)
        {
            Blocks<Product, Lanes512, Vector512<double>, double>(side, null, count, n, points.Panels, null, from, to, output, stride);
        }
        else
        {
            Blocks<Product, Lanes256, Vector256<double>, double>(side, null, count, n, points.Panels, null, from, to, output, stride);
        }
    }

    /// <summary>Direct differences from rows that are laid out as <see cref="PackedPoints.Side"/>.</summary>
    internal static void FillDirect(double* side, int i, int count, PackedPoints columns, int from, int to, double* output, int stride)
    {
        if (columns.IsWide)
        {
            FillDirect<Lanes512, Vector512<double>>(side, i, count, columns, from, to, output, stride);
        }
        else
        {
            FillDirect<Lanes256, Vector256<double>>(side, i, count, columns, from, to, output, stride);
        }
    }

    private static void FillDirect<TLanes, T>(
        double* side, int i, int count, PackedPoints columns, int from, int to, double* output, int stride)
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        if (columns.Dimension > 4)
        {
            var n = columns.Dimension;
            Blocks<Difference, TLanes, T, double>(side + (i * (long)n), null, count, n, columns.Panels, null, from, to, output, stride);
            return;
        }

        for (var r = 0; r < count; r++)
        {
            NarrowKernels.Fill(columns, side, i + r, from, to, output + (r * (long)stride));
        }
    }

    private static void Blocks<TTerm, TLanes, T, TElement>(
        TElement* side, TElement* norms, int count, int n, TElement* panels, TElement* columnNorms, int from, int to, TElement* output,
        int stride)
        where TTerm : struct, ITerm
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged
    {
        for (var j = from; j < to; j += 2 * TLanes.Count)
        {
            var panel = panels + (j * (long)n);
            var own = TTerm.NeedsNorms ? columnNorms + j : null;
            var r = 0;
            for (; TLanes.Count == LineBytes / sizeof(TElement) && r + PackedPoints.RowBlock < count; r += 2 * PackedPoints.RowBlock)
            {
                WideBlock.Fill<TTerm, TLanes, T, TElement>(
                    side + (r * (long)n), n, panel, norms + r, own, output + (r * (long)stride) + (j - from), stride);
            }

            for (; r < count; r += PackedPoints.RowBlock)
            {
                Block<TTerm, TLanes, T, TElement>(
                    side + (r * (long)n), n, panel, norms + r, own, output + (r * (long)stride) + (j - from), stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TTerm, TLanes, T, TElement>(
        TElement* side, int n, TElement* panel, TElement* rowNorms, TElement* columnNorms, TElement* output, int stride)
        where TTerm : struct, ITerm
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged
    {
        T a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        T d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        var second = TLanes.Count == LineBytes / sizeof(TElement) ? n * (nint)(LineBytes / sizeof(TElement)) : TLanes.Count;
        var end = panel + ((LineBytes / sizeof(TElement)) * (long)n);
        for (; panel != end; side += PackedPoints.RowBlock, panel += (LineBytes / sizeof(TElement)))
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
        }

        Finish<TTerm, TLanes, T, TElement>(rowNorms, columnNorms, a0, a1, output);
        Finish<TTerm, TLanes, T, TElement>(rowNorms + 1, columnNorms, b0, b1, output + stride);
        Finish<TTerm, TLanes, T, TElement>(rowNorms + 2, columnNorms, c0, c1, output + (2 * stride));
        Finish<TTerm, TLanes, T, TElement>(rowNorms + 3, columnNorms, d0, d1, output + (3 * stride));
        Finish<TTerm, TLanes, T, TElement>(rowNorms + 4, columnNorms, e0, e1, output + (4 * stride));
        Finish<TTerm, TLanes, T, TElement>(rowNorms + 5, columnNorms, f0, f1, output + (5 * stride));
    }

    /// <summary>Stores two vectors of sums; where norms are needed, inner products as |x|^2 + |y|^2 - 2 x.y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Finish<TTerm, TLanes, T, TElement>(TElement* rowNorm, TElement* columnNorms, T left, T right, TElement* output)
        where TTerm : struct, ITerm
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged
    {
        if (TTerm.NeedsNorms)
        {
            var own = TLanes.Create(*rowNorm);
            left = TLanes.SubtractTwice(left, TLanes.Add(own, TLanes.Load(columnNorms)));
            right = TLanes.SubtractTwice(right, TLanes.Add(own, TLanes.Load(columnNorms + TLanes.Count)));
        }

        TLanes.Store(left, output);
        TLanes.Store(right, output + TLanes.Count);
    }
}
