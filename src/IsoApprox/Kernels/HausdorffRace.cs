using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>
/// max over rows of A of the squared distance to the nearest row of B. All rows race through the columns of B, which come shuffled and in
/// chunks of doubling size: after each chunk the rows that look worst are evaluated fully, which raises the proven maximum, and every row
/// whose minimum so far cannot beat it drops out. When that leaves most rows, as it does when B holds near copies of all of A in another
/// order, every row first meets the columns that stand next to it in a <see cref="ProjectionOrder"/>.
/// </summary>
internal sealed unsafe class HausdorffRace
{
    private const int Leaders = PackedPoints.RowBlock;
    private const int StripColumns = 256;
    private readonly PackedPoints _a;
    private readonly PackedPoints _b;
    private readonly CancellationToken _cancellation;
    private readonly double[] _nearest;
    private (double Squared, int Row) _worst = (-1, int.MaxValue);

    private HausdorffRace(PackedPoints a, PackedPoints b, CancellationToken cancellation)
    {
        (_a, _b, _cancellation) = (a, b, cancellation);
        _nearest = new double[a.Count];
    }

    /// <summary>The largest of the nearest squared distances and the lowest packed row of A that has it.</summary>
    /// <param name="a">A in increasing order of rows.</param>
    /// <param name="b">B shuffled.</param>
    /// <param name="hint">Upper bounds of the nearest squared distances, attained by some row of B; infinite where there is none.</param>
    /// <param name="cancellation">Stops the computation.</param>
    internal static (double Squared, int Row) Run(PackedPoints a, PackedPoints b, ReadOnlySpan<double> hint, CancellationToken cancellation)
    {
        var race = new HausdorffRace(a, b, cancellation);
        hint.CopyTo(race._nearest);
        return race.Run();
    }

    /// <summary>
    /// In many dimensions almost any column brings most rows below the maximum; in few it takes more, and a stage costs more than its
    /// columns.
    /// </summary>
    private int FirstChunk => _a.Dimension <= 8 ? 64 : 16;

    /// <summary>Rows evaluated fully after each chunk.</summary>
    private int LeaderCount => _a.IsDirect ? Leaders : 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (double Squared, int Row) Run()
    {
        var live = Enumerable.Range(0, _a.Count).ToArray();
        var (from, to) = (0, 0);
        if (double.IsFinite(_nearest[0]))
        {
            live = Sift(live, 0);
        }

        while (live.Length > 0 && from < _b.PaddedCount)
        {
            to = Math.Min(_b.PaddedCount, from == 0 ? FirstChunk : 2 * from);
            Advance(live, from, to);
            live = Sift(live, to);
            if (from == 0 && live.Length > 0.8 * _a.Count && live.Length * (double)(_b.Count - to) * _a.Dimension > WorkQueue.SerialWork)
            {
                ProjectionOrder.Meet(_a, _b, live, _nearest, _worst.Squared, _cancellation);
                live = Sift(live, to);
            }

            from = to;
        }

        return _worst;
    }

    /// <summary>
    /// Evaluates the rows that look worst over the columns they have not met, and keeps the rows that can still beat the proven maximum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] Sift(int[] live, int met)
    {
        var leaders = Worst(live);
        if (met < _b.PaddedCount)
        {
            Advance(leaders, met, _b.PaddedCount);
        }

        foreach (var row in leaders)
        {
            if (Beats(row))
            {
                _worst = (_nearest[row], row);
            }
        }

        foreach (var row in live)
        {
            // A row that has met every column, or one at distance 0, will not change any more.
            if ((met >= _b.PaddedCount || _nearest[row] == 0) && Beats(row))
            {
                _worst = (_nearest[row], row);
            }
        }

        return Array.FindAll(live, Beats);
    }

    private bool Beats(int row) => _nearest[row] > _worst.Squared || (_nearest[row] == _worst.Squared && row < _worst.Row);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] Worst(int[] live)
    {
        var queue = new PriorityQueue<int, double>(Leaders + 1);
        foreach (var row in live)
        {
            if (queue.Count < LeaderCount)
            {
                queue.Enqueue(row, _nearest[row]);
            }
            else if (queue.TryPeek(out _, out var least) && _nearest[row] > least)
            {
                queue.EnqueueDequeue(row, _nearest[row]);
            }
        }

        return [.. queue.UnorderedItems.Select(item => item.Element)];
    }

    /// <summary>Lowers the minima of some rows by columns from..to-1. Few rows are split over the cores by columns, many by rows.</summary>
    private void Advance(int[] rows, int from, int to)
    {
        var work = rows.Length * (double)(to - from) * _a.Dimension;
        var rowItems = (rows.Length + (4 * Leaders) - 1) / (4 * Leaders);
        var columnItems = rowItems > 1 ? 1 : Math.Min(16, (to - from + 1023) / 1024);
        var width = ((to - from) / columnItems / 16 * 16) + 16;
        var gate = new Lock();
        WorkQueue.Run(
            rowItems * columnItems,
            work,
            () => new double[Leaders * (StripColumns + PairwiseDistances.SequentialDimension)],
            (buffer, item) =>
            {
                var (start, end) = (item / columnItems * 4 * Leaders, Math.Min(rows.Length, ((item / columnItems) + 1) * 4 * Leaders));
                var (low, high) = (from + (item % columnItems * width), Math.Min(to, from + (((item % columnItems) + 1) * width)));
                for (var r = start; r < end && low < high; r += Leaders)
                {
                    Minima(rows.AsSpan(r, Math.Min(Leaders, end - r)), low, high, buffer, gate);
                }
            },
            _ => { },
            null,
            _cancellation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Minima(ReadOnlySpan<int> rows, int from, int to, double[] buffer, Lock gate)
    {
        Span<double> minima = stackalloc double[Leaders];
        for (var r = 0; r < rows.Length; r++)
        {
            minima[r] = _nearest[rows[r]];
        }

        if (_a.IsDirect)
        {
            DirectMinima(rows, from, to, buffer, minima);
        }
        else
        {
            for (var j = from; j < Math.Min(to, _b.Count); j++)
            {
                for (var r = 0; r < rows.Length; r++)
                {
                    if (minima[r] >= _worst.Squared)
                    {
                        minima[r] = Math.Min(minima[r], PairwiseDistances.Squared(_a.Row(rows[r]), _b.Row(j)));
                    }
                }
            }
        }

        lock (gate)
        {
            for (var r = 0; r < rows.Length; r++)
            {
                _nearest[rows[r]] = Math.Min(_nearest[rows[r]], minima[r]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DirectMinima(ReadOnlySpan<int> rows, int from, int to, double[] buffer, Span<double> minima)
    {
        var n = _a.Dimension;
        fixed (double* strips = buffer)
        {
            var side = strips + (Leaders * StripColumns);
            for (var r = 0; r < rows.Length; r++)
            {
                var x = _a.Row(rows[r]);
                for (var k = 0; k < n; k++)
                {
                    side[(k * Leaders) + r] = x[k];
                }
            }

            for (var j = from; j < to; j += StripColumns)
            {
                // A row below the proven maximum is out, whatever the rest of its columns.
                if (Largest(minima[..rows.Length]) < _worst.Squared)
                {
                    return;
                }

                var width = Math.Min(StripColumns, to - j);
                if (_b.IsNarrow)
                {
                    for (var r = 0; r < rows.Length; r++)
                    {
                        minima[r] = NarrowKernels.Minimum(_b, side + r, j, j + width, minima[r]);
                    }

                    continue;
                }

                StripKernels.FillDirect(side, 0, rows.Length, _b, j, j + width, strips, StripColumns);
                for (var r = 0; r < rows.Length; r++)
                {
                    minima[r] = Minimum(strips + (r * StripColumns), width, minima[r]);
                }
            }
        }
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = values[0];
        foreach (var value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    /// <summary>The least entry; NaN is never less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Minimum(double* strip, int width, double start)
    {
        var (left, right) = (Vector256.Create(start), Vector256.Create(start));
        for (var j = 0; j < width; j += 8)
        {
            left = Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Load(strip + j), left), Vector256.Load(strip + j), left);
            right = Vector256.ConditionalSelect(
                Vector256.LessThan(Vector256.Load(strip + j + 4), right), Vector256.Load(strip + j + 4), right);
        }

        left = Vector256.Min(left, right);
        return Math.Min(Math.Min(left[0], left[1]), Math.Min(left[2], left[3]));
    }
}
