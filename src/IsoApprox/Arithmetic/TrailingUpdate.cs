using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Arithmetic;

/// <summary>
/// The update A -= B B^T of the lower triangle behind a finished panel B of a Cholesky decomposition. B is packed into strips of 8 rows,
/// column by column; a register block is 4 rows by 8 columns of A. Every entry is one inner product, summed in the order of the columns of
/// B.
/// </summary>
internal sealed class TrailingUpdate
{
    private const int StripWidth = 8;
    private const int BlockRows = 4;
    private readonly double[] _strips;
    private readonly int _size;
    private readonly int _first;
    private readonly int _width;

    private TrailingUpdate(double[] strips, int size, int first, int width) =>
        (_strips, _size, _first, _width) = (strips, size, first, width);

    private int Start => _first + _width;

    /// <summary>Packs columns first..last-1 of the rows from last on.</summary>
    internal static TrailingUpdate Pack(double[] a, int size, int first, int last)
    {
        var (width, rows) = (last - first, size - last);
        var strips = new double[(rows + StripWidth - 1) / StripWidth * StripWidth * width];
        for (var r = 0; r < rows; r++)
        {
            var (source, target) = (((long)(last + r) * size) + first, (r / StripWidth * StripWidth * width) + (r % StripWidth));
            for (var k = 0; k < width; k++)
            {
                strips[target + (k * StripWidth)] = a[source + k];
            }
        }

        return new TrailingUpdate(strips, size, first, width);
    }

    /// <summary>Updates rows from..to-1. Entries above the diagonal within a register block are overwritten; nobody reads them.</summary>
    internal void Subtract(double[] a, int from, int to)
    {
        Span<double> block = stackalloc double[BlockRows * StripWidth];
        for (var i = from; i < to; i += BlockRows)
        {
            var rows = Math.Min(BlockRows, to - i);
            ref var left = ref a[((long)i * _size) + _first];
            for (var j = Start; j < i + rows; j += StripWidth)
            {
                Product(ref left, rows, ref _strips[(j - Start) * _width], ref block[0]);
                var columns = Math.Min(StripWidth, _size - j);
                for (var r = 0; r < rows; r++)
                {
                    var row = a.AsSpan((int)(((long)(i + r) * _size) + j), columns);
                    for (var q = 0; q < columns; q++)
                    {
                        row[q] -= block[(r * StripWidth) + q];
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Product(ref double left, int rows, ref double strip, ref double block)
    {
        var (a0, a1, b0, b1) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (c0, c1, d0, d1) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        ref var a = ref left;
        ref var b = ref Unsafe.Add(ref left, rows > 1 ? _size : 0);
        ref var c = ref Unsafe.Add(ref left, rows > 2 ? 2 * _size : 0);
        ref var d = ref Unsafe.Add(ref left, rows > 3 ? 3 * _size : 0);
        for (nuint k = 0; k < (nuint)_width; k++)
        {
            var (x, y) = (Vector256.LoadUnsafe(ref strip, k * StripWidth), Vector256.LoadUnsafe(ref strip, (k * StripWidth) + 4));
            var v = Vector256.Create(Unsafe.Add(ref a, k));
            (a0, a1) = (Vector256.FusedMultiplyAdd(v, x, a0), Vector256.FusedMultiplyAdd(v, y, a1));
            v = Vector256.Create(Unsafe.Add(ref b, k));
            (b0, b1) = (Vector256.FusedMultiplyAdd(v, x, b0), Vector256.FusedMultiplyAdd(v, y, b1));
            v = Vector256.Create(Unsafe.Add(ref c, k));
            (c0, c1) = (Vector256.FusedMultiplyAdd(v, x, c0), Vector256.FusedMultiplyAdd(v, y, c1));
            v = Vector256.Create(Unsafe.Add(ref d, k));
            (d0, d1) = (Vector256.FusedMultiplyAdd(v, x, d0), Vector256.FusedMultiplyAdd(v, y, d1));
        }

        a0.StoreUnsafe(ref block);
        a1.StoreUnsafe(ref block, 4);
        b0.StoreUnsafe(ref block, StripWidth);
        b1.StoreUnsafe(ref block, StripWidth + 4);
        c0.StoreUnsafe(ref block, 2 * StripWidth);
        c1.StoreUnsafe(ref block, (2 * StripWidth) + 4);
        d0.StoreUnsafe(ref block, 3 * StripWidth);
        d1.StoreUnsafe(ref block, (3 * StripWidth) + 4);
    }
}
