using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Squared distances between a few rows and a strip of columns. The register block is 6 rows by 8 columns: twelve sums of four lanes, two loads and six
/// broadcasts
/// per coordinate. For n = 1..4 the coordinates of a row stay in registers and each column vector is used once.
/// </summary>
internal static unsafe class StripKernels
{
    /// <summary>Fills out[r stride + j] for rows i..i+5 (behind Count the contents mean nothing) and columns from..to-1, both multiples of 8; the strip
    /// starts at column from.</summary>
    internal static void Fill(PackedPoints rows, int i, PackedPoints columns, int from, int to, double* output, int stride)
    {
        var n = rows.Dimension;
        var side = rows.Side + (i * (long)n);
        if (rows.IsDirect)
        {
            FillDirect(side, Math.Min(PackedPoints.RowBlock, rows.Count - i), columns, from, to, output, stride);
            return;
        }

        for (var j = from; j < to; j += PackedPoints.PanelWidth)
        {
            Product(side, n, columns.Panels + (j * (long)n), rows.Norms + i, columns.Norms + j, output + (j - from), stride);
        }
    }

    /// <summary>The same for six rows of n &lt;= 32 coordinates that lie one behind the other, of which rowCount are wanted.</summary>
    internal static void FillDirect(double* side, int rowCount, PackedPoints columns, int from, int to, double* output, int stride)
    {
        var n = columns.Dimension;
        var panels = columns.Panels + (from * (long)n);
        for (var r = 0; n <= 4 && r < rowCount; r++)
        {
            Narrow(side + (r * n), n, panels, to - from, output + (r * (long)stride));
        }

        for (var j = 0; n > 4 && j < to - from; j += PackedPoints.PanelWidth)
        {
            Direct(side, n, panels + (j * (long)n), output + j, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(double* row, int n, double* panel, int columns, double* output)
    {
        switch (n)
        {
            case 1:
                var x = Vector256.Create(row[0]);
                for (var j = 0; j < columns; j += 4)
                {
                    var d = x - Vector256.Load(panel + j);
                    (d * d).Store(output + j);
                }

                break;
            case 2:
                Narrow2(row, panel, columns, output);
                break;
            case 3:
                Narrow3(row, panel, columns, output);
                break;
            default:
                Narrow4(row, panel, columns, output);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow2(double* row, double* panel, int columns, double* output)
    {
        var (x, y) = (Vector256.Create(row[0]), Vector256.Create(row[1]));
        for (var j = 0; j < columns; j += 8, panel += 16)
        {
            var (d, e) = (x - Vector256.Load(panel), x - Vector256.Load(panel + 4));
            var (g, h) = (y - Vector256.Load(panel + 8), y - Vector256.Load(panel + 12));
            Vector256.FusedMultiplyAdd(g, g, d * d).Store(output + j);
            Vector256.FusedMultiplyAdd(h, h, e * e).Store(output + j + 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow3(double* row, double* panel, int columns, double* output)
    {
        var (x, y, z) = (Vector256.Create(row[0]), Vector256.Create(row[1]), Vector256.Create(row[2]));
        for (var j = 0; j < columns; j += 8, panel += 24)
        {
            for (var half = 0; half < 8; half += 4)
            {
                var d = x - Vector256.Load(panel + half);
                var e = y - Vector256.Load(panel + half + 8);
                var g = z - Vector256.Load(panel + half + 16);
                Vector256.FusedMultiplyAdd(g, g, Vector256.FusedMultiplyAdd(e, e, d * d)).Store(output + j + half);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow4(double* row, double* panel, int columns, double* output)
    {
        var (x, y, z, w) = (Vector256.Create(row[0]), Vector256.Create(row[1]), Vector256.Create(row[2]), Vector256.Create(row[3]));
        for (var j = 0; j < columns; j += 8, panel += 32)
        {
            for (var half = 0; half < 8; half += 4)
            {
                var d = x - Vector256.Load(panel + half);
                var e = y - Vector256.Load(panel + half + 8);
                var g = z - Vector256.Load(panel + half + 16);
                var h = w - Vector256.Load(panel + half + 24);
                var sum = Vector256.FusedMultiplyAdd(g, g, Vector256.FusedMultiplyAdd(e, e, d * d));
                Vector256.FusedMultiplyAdd(h, h, sum).Store(output + j + half);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Direct(double* side, int n, double* panel, double* output, int stride)
    {
        var (a0, a1, b0, b1) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (c0, c1, d0, d1) = (a0, a0, a0, a0);
        var (e0, e1, f0, f1) = (a0, a0, a0, a0);
        double* x0 = side, x1 = x0 + n, x2 = x1 + n, x3 = x2 + n, x4 = x3 + n, x5 = x4 + n;
        // A native index and the panel's end as the condition leave three integer instructions beside the twenty of the block.
        var end = panel + (8 * (long)n);
        for (nint k = 0; panel != end; k++, panel += 8)
        {
            var (p, q) = (Vector256.LoadAligned(panel), Vector256.LoadAligned(panel + 4));
            var x = Vector256.Create(x0[k]);
            a0 = AddSquare(x - p, a0);
            a1 = AddSquare(x - q, a1);
            x = Vector256.Create(x1[k]);
            b0 = AddSquare(x - p, b0);
            b1 = AddSquare(x - q, b1);
            x = Vector256.Create(x2[k]);
            c0 = AddSquare(x - p, c0);
            c1 = AddSquare(x - q, c1);
            x = Vector256.Create(x3[k]);
            d0 = AddSquare(x - p, d0);
            d1 = AddSquare(x - q, d1);
            x = Vector256.Create(x4[k]);
            e0 = AddSquare(x - p, e0);
            e1 = AddSquare(x - q, e1);
            x = Vector256.Create(x5[k]);
            f0 = AddSquare(x - p, f0);
            f1 = AddSquare(x - q, f1);
        }

        Store(output, a0, a1);
        Store(output + stride, b0, b1);
        Store(output + (2 * stride), c0, c1);
        Store(output + (3 * stride), d0, d1);
        Store(output + (4 * stride), e0, e1);
        Store(output + (5 * stride), f0, f1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product(double* side, int n, double* panel, double* rowNorms, double* columnNorms, double* output, int stride)
    {
        var (a0, a1, b0, b1) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (c0, c1, d0, d1) = (a0, a0, a0, a0);
        var (e0, e1, f0, f1) = (a0, a0, a0, a0);
        double* x0 = side, x1 = x0 + n, x2 = x1 + n, x3 = x2 + n, x4 = x3 + n, x5 = x4 + n;
        var end = panel + (8 * (long)n);
        for (nint k = 0; panel != end; k++, panel += 8)
        {
            var (p, q) = (Vector256.LoadAligned(panel), Vector256.LoadAligned(panel + 4));
            var x = Vector256.Create(x0[k]);
            a0 = Vector256.FusedMultiplyAdd(x, p, a0);
            a1 = Vector256.FusedMultiplyAdd(x, q, a1);
            x = Vector256.Create(x1[k]);
            b0 = Vector256.FusedMultiplyAdd(x, p, b0);
            b1 = Vector256.FusedMultiplyAdd(x, q, b1);
            x = Vector256.Create(x2[k]);
            c0 = Vector256.FusedMultiplyAdd(x, p, c0);
            c1 = Vector256.FusedMultiplyAdd(x, q, c1);
            x = Vector256.Create(x3[k]);
            d0 = Vector256.FusedMultiplyAdd(x, p, d0);
            d1 = Vector256.FusedMultiplyAdd(x, q, d1);
            x = Vector256.Create(x4[k]);
            e0 = Vector256.FusedMultiplyAdd(x, p, e0);
            e1 = Vector256.FusedMultiplyAdd(x, q, e1);
            x = Vector256.Create(x5[k]);
            f0 = Vector256.FusedMultiplyAdd(x, p, f0);
            f1 = Vector256.FusedMultiplyAdd(x, q, f1);
        }

        var (u, v) = (Vector256.Load(columnNorms), Vector256.Load(columnNorms + 4));
        Store(output, Expand(rowNorms[0], u, a0), Expand(rowNorms[0], v, a1));
        Store(output + stride, Expand(rowNorms[1], u, b0), Expand(rowNorms[1], v, b1));
        Store(output + (2 * stride), Expand(rowNorms[2], u, c0), Expand(rowNorms[2], v, c1));
        Store(output + (3 * stride), Expand(rowNorms[3], u, d0), Expand(rowNorms[3], v, d1));
        Store(output + (4 * stride), Expand(rowNorms[4], u, e0), Expand(rowNorms[4], v, e1));
        Store(output + (5 * stride), Expand(rowNorms[5], u, f0), Expand(rowNorms[5], v, f1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AddSquare(Vector256<double> d, Vector256<double> sum) => Vector256.FusedMultiplyAdd(d, d, sum);

    /// <summary>|x|^2 + |y|^2 - 2 x.y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Expand(double rowNorm, Vector256<double> columnNorms, Vector256<double> product) =>
        Vector256.FusedMultiplyAdd(Vector256.Create(-2.0), product, Vector256.Create(rowNorm) + columnNorms);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* output, Vector256<double> left, Vector256<double> right)
    {
        left.Store(output);
        right.Store(output + 4);
    }
}
