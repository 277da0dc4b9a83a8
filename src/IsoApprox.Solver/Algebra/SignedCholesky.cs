using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Solver.Algebra;

/// <summary>
/// Decomposition A = L D L^T of a symmetric quasidefinite matrix [H, B; B^T, -C] with H positive definite of order p and D = diag(+1 .. +1,
/// -1 .. -1) (Vanderbei 1995, "Symmetric quasidefinite matrices"); p = size is the Cholesky decomposition. Blocked, with a 6 x 8 register
/// tile, parallel over rows; the result does not depend on the number of threads. Cost size^3 / 6 multiply-adds.
/// </summary>
internal sealed class SignedCholesky : ILinearFactor
{
    private const int Panel = 64;
    private const int TileRows = 6;
    private const int TileColumns = 8;
    private const int RowsPerTask = 48;
    private const int ParallelFrom = 256;

    private readonly double[] _a;
    private readonly int _size;
    private readonly int _positive;

    private SignedCholesky(double[] matrix, int size, int positive) => (_a, _size, _positive) = (matrix, size, positive);

    /// <summary>Decomposes in place; null when a pivot has the wrong sign or is not finite.</summary>
    /// <param name="matrix">size x size row-major, lower triangle read; holds L afterwards (the upper triangle is overwritten).</param>
    /// <param name="size">Order.</param>
    /// <param name="positive">p, the number of leading positive pivots.</param>
    internal static SignedCholesky? TryFactor(double[] matrix, int size, int positive)
    {
        var result = new SignedCholesky(matrix, size, positive);
        var packed = new double[(size + TileColumns) * Panel];
        for (var start = 0; start < size;)
        {
            var limit = start < positive ? positive : size;
            var end = Math.Min(start + Panel, limit);
            if (!result.FactorDiagonal(start, end))
            {
                return null;
            }

            var (first, last) = (start, end);
            result.ForRows(end, (from, to) => result.SolveRows(packed, from, to, first, last));
            result.ForRows(end, (from, to) => result.Update(packed, from, to, first, last));
            start = end;
        }

        return result;
    }

    /// <summary>Solves A x = b in place.</summary>
    public void Solve(Span<double> x)
    {
        for (var i = 0; i < _size; i++)
        {
            var row = _a.AsSpan(i * _size, i + 1);
            x[i] = (x[i] - VectorKernels.Dot(row[..i], x[..i])) / row[i];
        }

        for (var i = _positive; i < _size; i++)
        {
            x[i] = -x[i];
        }

        // The sign of D stands between the two triangles: L = [L1, 0; K, L2] with B^T = K L1^T and -C = K K^T - L2 L2^T.
        for (var i = _size - 1; i >= 0; i--)
        {
            var row = _a.AsSpan(i * _size, i + 1);
            x[i] /= row[i];
            VectorKernels.AddScaled(-x[i], row[..i], x[..i]);
        }
    }

    private void ForRows(int start, Action<int, int> body)
    {
        var count = _size - start;
        if (count <= 0)
        {
            return;
        }

        // Task borders are multiples of the column tile, so that each task packs whole groups.
        var tasks = (count + RowsPerTask - 1) / RowsPerTask;
        if (count < ParallelFrom)
        {
            body(start, _size);
            return;
        }

        Parallel.For(0, tasks, t =>
        {
            var k = tasks - 1 - t;
            body(start + (k * RowsPerTask), Math.Min(_size, start + ((k + 1) * RowsPerTask)));
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FactorDiagonal(int start, int end)
    {
        var sign = start < _positive ? 1 : -1;
        for (var i = start; i < end; i++)
        {
            var row = _a.AsSpan((i * _size) + start, end - start);
            for (var j = start; j < i; j++)
            {
                var other = _a.AsSpan((j * _size) + start, j - start + 1);
                row[j - start] = ((sign * row[j - start]) - VectorKernels.Dot(row[..(j - start)], other[..^1])) / other[^1];
            }

            var own = row[..(i - start)];
            var pivot = (sign * row[i - start]) - VectorKernels.Dot(own, own);
            if (!(pivot > 0) || double.IsInfinity(pivot))
            {
                return false;
            }

            row[i - start] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Rows from..to of the panel: X L^T = sign A, and a copy packed by groups of eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveRows(double[] packed, int from, int to, int start, int end)
    {
        var width = end - start;
        var sign = Vector256.Create(start < _positive ? 1.0 : -1.0);
        for (var r = from; r < to; r += TileColumns)
        {
            var rows = Math.Min(TileColumns, to - r);
            var group = packed.AsSpan((r - end) / TileColumns * TileColumns * Panel, TileColumns * Panel);
            group.Clear();
            for (var q = 0; q < rows; q++)
            {
                var row = _a.AsSpan(((r + q) * _size) + start, width);
                for (var k = 0; k < width; k++)
                {
                    group[(k * TileColumns) + q] = row[k];
                }
            }

            ref var x = ref MemoryMarshal.GetReference(group);
            for (var j = 0; j < width; j++)
            {
                ref var l = ref _a[((start + j) * _size) + start];
                var (low, high) =
                    (sign * Vector256.LoadUnsafe(ref x, (nuint)(j * TileColumns)),
                        sign * Vector256.LoadUnsafe(ref x, (nuint)((j * TileColumns) + 4)));
                for (var k = 0; k < j; k++)
                {
                    var factor = Vector256.Create(-Unsafe.Add(ref l, k));
                    low = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref x, (nuint)(k * TileColumns)), low);
                    high = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref x, (nuint)((k * TileColumns) + 4)), high);
                }

                var pivot = Vector256.Create(Unsafe.Add(ref l, j));
                (low / pivot).StoreUnsafe(ref x, (nuint)(j * TileColumns));
                (high / pivot).StoreUnsafe(ref x, (nuint)((j * TileColumns) + 4));
            }

            for (var q = 0; q < rows; q++)
            {
                var row = _a.AsSpan(((r + q) * _size) + start, width);
                for (var k = 0; k < width; k++)
                {
                    row[k] = group[(k * TileColumns) + q];
                }
            }
        }
    }

    /// <summary>A -= sign X X^T in rows from..to, columns end..row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(double[] packed, int from, int to, int start, int end)
    {
        var factor = start < _positive ? -1.0 : 1.0;
        Span<double> tile = stackalloc double[TileRows * TileColumns];
        for (var r = from; r < to; r += TileRows)
        {
            var rows = Math.Min(TileRows, to - r);
            for (var c = end; c < r + rows; c += TileColumns)
            {
                var group = packed.AsSpan((c - end) / TileColumns * TileColumns * Panel, TileColumns * Panel);
                if (rows == TileRows)
                {
                    Multiply(r, start, end - start, group, tile);
                }
                else
                {
                    MultiplyFew(r, rows, start, end - start, group, tile);
                }

                var columns = Math.Min(TileColumns, _size - c);
                for (var q = 0; q < rows; q++)
                {
                    VectorKernels.AddScaled(factor, tile.Slice(q * TileColumns, columns), _a.AsSpan(((r + q) * _size) + c, columns));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(int r, int start, int width, ReadOnlySpan<double> group, Span<double> tile)
    {
        ref var y = ref MemoryMarshal.GetReference(group);
        ref var x = ref _a[(r * _size) + start];
        var (s, z) = ((nuint)_size, Vector256<double>.Zero);
        var (a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1) = (z, z, z, z, z, z, z, z, z, z, z, z);
        for (nuint k = 0; k < (nuint)width; k++)
        {
            var (low, high) = (Vector256.LoadUnsafe(ref y, k * TileColumns), Vector256.LoadUnsafe(ref y, (k * TileColumns) + 4));
            var v = Vector256.Create(Unsafe.Add(ref x, k));
            (a0, a1) = (Vector256.FusedMultiplyAdd(v, low, a0), Vector256.FusedMultiplyAdd(v, high, a1));
            v = Vector256.Create(Unsafe.Add(ref x, k + s));
            (b0, b1) = (Vector256.FusedMultiplyAdd(v, low, b0), Vector256.FusedMultiplyAdd(v, high, b1));
            v = Vector256.Create(Unsafe.Add(ref x, k + (2 * s)));
            (c0, c1) = (Vector256.FusedMultiplyAdd(v, low, c0), Vector256.FusedMultiplyAdd(v, high, c1));
            v = Vector256.Create(Unsafe.Add(ref x, k + (3 * s)));
            (d0, d1) = (Vector256.FusedMultiplyAdd(v, low, d0), Vector256.FusedMultiplyAdd(v, high, d1));
            v = Vector256.Create(Unsafe.Add(ref x, k + (4 * s)));
            (e0, e1) = (Vector256.FusedMultiplyAdd(v, low, e0), Vector256.FusedMultiplyAdd(v, high, e1));
            v = Vector256.Create(Unsafe.Add(ref x, k + (5 * s)));
            (f0, f1) = (Vector256.FusedMultiplyAdd(v, low, f0), Vector256.FusedMultiplyAdd(v, high, f1));
        }

        ref var t = ref MemoryMarshal.GetReference(tile);
        a0.StoreUnsafe(ref t);
        a1.StoreUnsafe(ref t, 4);
        b0.StoreUnsafe(ref t, 8);
        b1.StoreUnsafe(ref t, 12);
        c0.StoreUnsafe(ref t, 16);
        c1.StoreUnsafe(ref t, 20);
        d0.StoreUnsafe(ref t, 24);
        d1.StoreUnsafe(ref t, 28);
        e0.StoreUnsafe(ref t, 32);
        e1.StoreUnsafe(ref t, 36);
        f0.StoreUnsafe(ref t, 40);
        f1.StoreUnsafe(ref t, 44);
    }

    private void MultiplyFew(int r, int rows, int start, int width, ReadOnlySpan<double> group, Span<double> tile)
    {
        ref var y = ref MemoryMarshal.GetReference(group);
        for (var q = 0; q < rows; q++)
        {
            var row = _a.AsSpan(((r + q) * _size) + start, width);
            var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
            for (var k = 0; k < width; k++)
            {
                var v = Vector256.Create(row[k]);
                low = Vector256.FusedMultiplyAdd(v, Vector256.LoadUnsafe(ref y, (nuint)(k * TileColumns)), low);
                high = Vector256.FusedMultiplyAdd(v, Vector256.LoadUnsafe(ref y, (nuint)((k * TileColumns) + 4)), high);
            }

            low.CopyTo(tile[(q * TileColumns)..]);
            high.CopyTo(tile[((q * TileColumns) + 4)..]);
        }
    }
}
