using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Squared distances between a few rows and a strip of columns. The register block is 6 rows by two vectors of columns: twelve sums, two loads and six
/// broadcasts per coordinate; where there are 32 registers, 12 rows are taken at once (<see cref="WideBlock"/>). For n = 1..4 see
/// <see cref="NarrowKernels"/>.
/// </summary>
internal static unsafe class StripKernels
{
    /// <summary>
    /// Fills out[r stride + j] for rows i..i+count-1 and columns from..to-1, both multiples of 16; the strip starts at column from. For n > 4, i is a multiple
    /// of 6 and whole blocks of six rows are written, of which those behind Count mean nothing. Columns are the outer loop: their panels stay in the nearest
    /// cache.
    /// </summary>
    internal static void Fill(PackedPoints rows, int i, int count, PackedPoints columns, int from, int to, double* output, int stride)
    {
        var side = rows.Side + (i * (long)rows.Dimension);
        if (rows.IsDirect)
        {
            FillDirect(rows.Side, i, count, columns, from, to, output, stride);
        }
        else if (columns.IsWide)
        {
            Blocks<Expansion, Lanes512, Vector512<double>>(side, rows.Norms + i, count, columns, from, to, output, stride);
        }
        else
        {
            Blocks<Expansion, Lanes256, Vector256<double>>(side, rows.Norms + i, count, columns, from, to, output, stride);
        }
    }

    /// <summary>Inner products of six rows laid out as <see cref="PackedPoints.Side"/> with columns laid out as <see cref="PackedPoints.Panels"/>, n
    /// coordinates each; count is a multiple of 16.</summary>
    internal static void Products(double* side, int n, double* panels, int count, bool wide, double* output, int stride)
    {
        for (var j = 0; j < count; j += wide ? 16 : 8)
        {
            if (wide)
            {
                Block<Product, Lanes512, Vector512<double>>(side, n, panels + (j * (long)n), null, null, output + j, stride);
            }
            else
            {
                Block<Product, Lanes256, Vector256<double>>(side, n, panels + (j * (long)n), null, null, output + j, stride);
            }
        }
    }

    /// <summary>The same for n &lt;= 32 and rows that are laid out as <see cref="PackedPoints.Side"/>.</summary>
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

    private static void FillDirect<TLanes, T>(double* side, int i, int count, PackedPoints columns, int from, int to, double* output, int stride)
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        if (columns.Dimension > 4)
        {
            Blocks<Difference, TLanes, T>(side + (i * (long)columns.Dimension), null, count, columns, from, to, output, stride);
            return;
        }

        for (var r = 0; r < count; r++)
        {
            NarrowKernels.Fill(columns, side, i + r, from, to, output + (r * (long)stride));
        }
    }

    private static void Blocks<TTerm, TLanes, T>(double* side, double* norms, int count, PackedPoints columns, int from, int to, double* output, int stride)
        where TTerm : struct, ITerm
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var n = columns.Dimension;
        for (var j = from; j < to; j += 2 * TLanes.Count)
        {
            var panel = columns.Panels + (j * (long)n);
            var columnNorms = TTerm.NeedsNorms ? columns.Norms + j : null;
            var r = 0;
            for (; TLanes.Count == PackedPoints.PanelWidth && r + PackedPoints.RowBlock < count; r += 2 * PackedPoints.RowBlock)
            {
                WideBlock.Fill<TTerm>(side + (r * (long)n), n, panel, norms + r, columnNorms, output + (r * (long)stride) + (j - from), stride);
            }

            for (; r < count; r += PackedPoints.RowBlock)
            {
                Block<TTerm, TLanes, T>(side + (r * (long)n), n, panel, norms + r, columnNorms, output + (r * (long)stride) + (j - from), stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TTerm, TLanes, T>(double* side, int n, double* panel, double* rowNorms, double* columnNorms, double* output, int stride)
        where TTerm : struct, ITerm
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        T a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        T d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        var second = TLanes.Count == PackedPoints.PanelWidth ? n * (nint)PackedPoints.PanelWidth : TLanes.Count;
        var end = panel + (PackedPoints.PanelWidth * (long)n);
        for (; panel != end; side += PackedPoints.RowBlock, panel += PackedPoints.PanelWidth)
        {
            var (p, q) = (TLanes.Load(panel), TLanes.Load(panel + second));
            var x = TLanes.Create(side[0]);
            a0 = TTerm.Add<TLanes, T>(x, p, a0);
            a1 = TTerm.Add<TLanes, T>(x, q, a1);
            x = TLanes.Create(side[1]);
            b0 = TTerm.Add<TLanes, T>(x, p, b0);
            b1 = TTerm.Add<TLanes, T>(x, q, b1);
            x = TLanes.Create(side[2]);
            c0 = TTerm.Add<TLanes, T>(x, p, c0);
            c1 = TTerm.Add<TLanes, T>(x, q, c1);
            x = TLanes.Create(side[3]);
            d0 = TTerm.Add<TLanes, T>(x, p, d0);
            d1 = TTerm.Add<TLanes, T>(x, q, d1);
            x = TLanes.Create(side[4]);
            e0 = TTerm.Add<TLanes, T>(x, p, e0);
            e1 = TTerm.Add<TLanes, T>(x, q, e1);
            x = TLanes.Create(side[5]);
            f0 = TTerm.Add<TLanes, T>(x, p, f0);
            f1 = TTerm.Add<TLanes, T>(x, q, f1);
        }

        Finish<TTerm, TLanes, T>(rowNorms, columnNorms, a0, a1, output);
        Finish<TTerm, TLanes, T>(rowNorms + 1, columnNorms, b0, b1, output + stride);
        Finish<TTerm, TLanes, T>(rowNorms + 2, columnNorms, c0, c1, output + (2 * stride));
        Finish<TTerm, TLanes, T>(rowNorms + 3, columnNorms, d0, d1, output + (3 * stride));
        Finish<TTerm, TLanes, T>(rowNorms + 4, columnNorms, e0, e1, output + (4 * stride));
        Finish<TTerm, TLanes, T>(rowNorms + 5, columnNorms, f0, f1, output + (5 * stride));
    }

    /// <summary>Stores two vectors of sums; where norms are needed, inner products as |x|^2 + |y|^2 - 2 x.y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Finish<TTerm, TLanes, T>(double* rowNorm, double* columnNorms, T left, T right, double* output)
        where TTerm : struct, ITerm
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        if (TTerm.NeedsNorms)
        {
            var (own, minusTwo) = (TLanes.Create(*rowNorm), TLanes.Create(-2));
            left = TLanes.MultiplyAdd(minusTwo, left, TLanes.Add(own, TLanes.Load(columnNorms)));
            right = TLanes.MultiplyAdd(minusTwo, right, TLanes.Add(own, TLanes.Load(columnNorms + TLanes.Count)));
        }

        TLanes.Store(left, output);
        TLanes.Store(right, output + TLanes.Count);
    }
}
