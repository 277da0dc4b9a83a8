using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Solver.Numerics;

/// <summary>
/// Squared distances of a few points to all points by direct differences (no cancellation), for points that change between calls. The points are packed into panels of 8, coordinate by
/// coordinate; a register block is 4 rows by 8 columns. Memory O(N d), nothing of order N^2.
/// </summary>
internal sealed class DistanceStrips(int count, int dimension)
{
    /// <summary>Rows that share one pass over the panels.</summary>
    internal const int Rows = 16;

    private const int PanelWidth = 8;
    private const int BlockRows = 4;
    private readonly double[] _panels = new double[(count + PanelWidth - 1) / PanelWidth * PanelWidth * dimension];

    /// <summary>Length of a row of a strip: N rounded up to a multiple of 8; what lies beyond N means nothing.</summary>
    internal int Width { get; } = (count + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>Takes the points, in the given order.</summary>
    /// <param name="points">N x d row-major.</param>
    /// <param name="order">Row of the points at each position.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Pack(double[] points, int[] order, ParallelOptions? parallel)
    {
        void Panel(int panel)
        {
            var (first, start) = (panel * PanelWidth, panel * PanelWidth * dimension);
            for (var column = 0; column < Math.Min(PanelWidth, count - first); column++)
            {
                var row = points.AsSpan(order[first + column] * dimension, dimension);
                for (var k = 0; k < row.Length; k++)
                {
                    _panels[start + (k * PanelWidth) + column] = row[k];
                }
            }
        }

        ForEach.Run(Width / PanelWidth, parallel, Panel);
    }

    /// <summary>Fills strip[r Width + q] with the squared distance of rows[r] to the point at position q, for up to 16 rows.</summary>
    /// <param name="points">N x d row-major.</param>
    /// <param name="rows">Rows of the points.</param>
    /// <param name="strip">At least 16 x Width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Fill(double[] points, ReadOnlySpan<int> rows, Span<double> strip)
    {
        for (var panel = 0; panel < Width / PanelWidth; panel++)
        {
            ref var columns = ref _panels[panel * PanelWidth * dimension];
            for (var r = 0; r < rows.Length; r += BlockRows)
            {
                // A short block repeats its last row; the repeated results go where they belong anyway.
                var (a, b, c, d) = (rows[r], rows[Math.Min(r + 1, rows.Length - 1)], rows[Math.Min(r + 2, rows.Length - 1)], rows[Math.Min(r + 3, rows.Length - 1)]);
                ref var output = ref strip[(r * Width) + (panel * PanelWidth)];
                Block(
                    ref points[a * dimension], ref points[b * dimension], ref points[c * dimension], ref points[d * dimension],
                    ref columns, ref output, (nuint)Width, (nuint)dimension);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        ref double a, ref double b, ref double c, ref double d, ref double columns, ref double output, nuint stride, nuint dimension)
    {
        var (a0, a1, b0, b1) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (c0, c1, d0, d1) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint k = 0; k < dimension; k++)
        {
            var (x, y) = (Vector256.LoadUnsafe(ref columns, k * PanelWidth), Vector256.LoadUnsafe(ref columns, (k * PanelWidth) + 4));
            var v = Vector256.Create(Unsafe.Add(ref a, k));
            var (p, q) = (v - x, v - y);
            a0 = Vector256.FusedMultiplyAdd(p, p, a0);
            a1 = Vector256.FusedMultiplyAdd(q, q, a1);
            v = Vector256.Create(Unsafe.Add(ref b, k));
            (p, q) = (v - x, v - y);
            b0 = Vector256.FusedMultiplyAdd(p, p, b0);
            b1 = Vector256.FusedMultiplyAdd(q, q, b1);
            v = Vector256.Create(Unsafe.Add(ref c, k));
            (p, q) = (v - x, v - y);
            c0 = Vector256.FusedMultiplyAdd(p, p, c0);
            c1 = Vector256.FusedMultiplyAdd(q, q, c1);
            v = Vector256.Create(Unsafe.Add(ref d, k));
            (p, q) = (v - x, v - y);
            d0 = Vector256.FusedMultiplyAdd(p, p, d0);
            d1 = Vector256.FusedMultiplyAdd(q, q, d1);
        }

        a0.StoreUnsafe(ref output);
        a1.StoreUnsafe(ref output, 4);
        b0.StoreUnsafe(ref output, stride);
        b1.StoreUnsafe(ref output, stride + 4);
        c0.StoreUnsafe(ref output, 2 * stride);
        c1.StoreUnsafe(ref output, (2 * stride) + 4);
        d0.StoreUnsafe(ref output, 3 * stride);
        d1.StoreUnsafe(ref output, (3 * stride) + 4);
    }
}
