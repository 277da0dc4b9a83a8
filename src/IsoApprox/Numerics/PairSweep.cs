namespace IsoApprox.Numerics;

/// <summary>What is done with the squared distances of one row to a strip of columns. One instance per worker.</summary>
internal unsafe interface IPairVisitor
{
    /// <summary>Called when a worker is about to compute a new tile.</summary>
    void BeginTile();

    /// <summary>
    /// Takes the squared distances of row i to columns from..to-1, i &lt; from. The pointers are at column from rounded down to a multiple of four;
    /// entries before from are NaN,
    /// and so are those behind to up to the next multiple of four.
    /// </summary>
    void Visit(int i, int from, int to, double* first, double* second);
}

/// <summary>Sweeps the pairs i &lt; j in tiles of rows by columns, on all cores, in O(1) memory per worker.</summary>
internal static unsafe class PairSweep
{
    /// <summary>Sweeps one or two packed point sets with the same rows.</summary>
    internal static void Run<TVisitor>(
        PackedPoints first,
        PackedPoints? second,
        Func<TVisitor> create,
        Action<TVisitor> merge,
        IProgress<double>? progress,
        CancellationToken cancellation)
        where TVisitor : class, IPairVisitor
    {
        var n = Math.Max(first.Dimension, second?.Dimension ?? 1);
        var work = 0.5 * first.Count * first.Count * (first.Dimension + (second?.Dimension ?? 0) + 4.0);
        var perWorker = first.Count / (16 * Environment.ProcessorCount) / PackedPoints.RowBlock * PackedPoints.RowBlock;
        var blockRows = Math.Clamp(perWorker, PackedPoints.RowBlock, 96);
        var blocks = (first.Count + blockRows - 1) / blockRows;
        var columns = n <= 4 ? 512 : n <= PairwiseDistances.SequentialDimension ? 256 : 96;
        WorkQueue.Run(
            blocks,
            work,
            () => (Visitor: create(), Tile: new Tile(first, second, columns, cancellation)),
            (state, block) => state.Tile.Rows(block * blockRows, Math.Min(first.Count, (block + 1) * blockRows), state.Visitor),
            state =>
            {
                state.Tile.Dispose();
                merge(state.Visitor);
            },
            progress,
            cancellation);
    }

    private sealed class Tile(PackedPoints first, PackedPoints? second, int columns, CancellationToken cancellation) : IDisposable
    {
        private readonly AlignedBuffer _first = new(PackedPoints.RowBlock * columns);
        private readonly AlignedBuffer _second = new(second is null ? 1 : PackedPoints.RowBlock * columns);

        public void Dispose()
        {
            _first.Dispose();
            _second.Dispose();
        }

        internal void Rows(int start, int end, IPairVisitor visitor)
        {
            for (var from = start / 8 * 8; from < first.Count; from += columns)
            {
                cancellation.ThrowIfCancellationRequested();
                visitor.BeginTile();
                var to = Math.Min(from + columns, first.PaddedCount);
                for (var i = start; i < end && i + 1 < to; i += PackedPoints.RowBlock)
                {
                    Block(i, Math.Min(i + PackedPoints.RowBlock, end), Math.Max(from, (i + 1) / 8 * 8), to, visitor);
                }
            }
        }

        private void Block(int start, int end, int from, int to, IPairVisitor visitor)
        {
            double* a = _first.Start, b = _second.Start;
            StripKernels.Fill(first, start, first, from, to, a, columns);
            if (second is not null)
            {
                StripKernels.Fill(second, start, second, from, to, b, columns);
            }

            for (var i = start; i < end; i++)
            {
                var (low, high) = (Math.Max(from, i + 1), Math.Min(to, first.Count));
                if (low < high)
                {
                    var (row, skip) = ((i - start) * columns, (low / 4 * 4) - from);
                    Blank(a + row + skip, low & 3);
                    Blank(b + (second is null ? 0 : row + skip), second is null ? 0 : low & 3);
                    visitor.Visit(i, low, high, a + row + skip, b + (second is null ? 0 : row + skip));
                }
            }
        }

        private static void Blank(double* strip, int count)
        {
            for (var j = 0; j < count; j++)
            {
                strip[j] = double.NaN;
            }
        }
    }
}
