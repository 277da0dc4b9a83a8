namespace IsoApprox.Numerics;

/// <summary>What is done with the squared distances of one row to a strip of columns. One instance per worker.</summary>
internal unsafe interface IPairVisitor
{
    /// <summary>Called when a worker is about to compute a new tile.</summary>
    void BeginTile();

    /// <summary>
    /// Takes the squared distances of row i to columns from..to-1, i &lt; from. The pointers are at column from rounded down to a multiple of eight; entries
    /// before from are NaN, and so are those behind to up to the next multiple of eight. They are null when all points are in the same one to four
    /// dimensions: the visitor makes the distances itself.
    /// </summary>
    void Visit(int i, int from, int to, double* first, double* second);
}

/// <summary>Sweeps the pairs i &lt; j in tiles of rows by columns, on all cores, in O(1) memory per worker.</summary>
internal static unsafe class PairSweep
{
    private const int ColumnStep = 2 * PackedPoints.PanelWidth;

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
        var work = 0.5 * first.Count * first.Count * (first.Dimension + (second?.Dimension ?? 0) + 4.0);
        var perWorker = first.Count / (16 * Environment.ProcessorCount) / PackedPoints.RowBlock * PackedPoints.RowBlock;
        var blockRows = Math.Clamp(perWorker, PackedPoints.RowBlock, 96);
        var blocks = (first.Count + blockRows - 1) / blockRows;
        WorkQueue.Run(
            blocks,
            work,
            () => (Visitor: create(), Tile: new Tile(first, second, cancellation)),
            (state, block) => state.Tile.Rows(block * blockRows, Math.Min(first.Count, (block + 1) * blockRows), state.Visitor),
            state =>
            {
                state.Tile.Dispose();
                merge(state.Visitor);
            },
            progress,
            cancellation);
    }

    private sealed class Tile : IDisposable
    {
        private readonly PackedPoints _points;
        private readonly PackedPoints? _others;
        private readonly CancellationToken _cancellation;
        private readonly int _columns;
        private readonly int _rows;
        private readonly AlignedBuffer? _first;
        private readonly AlignedBuffer? _second;

        /// <summary>Tiles whose strips and panels fit in the two nearest caches; many rows in many dimensions, where a panel serves all of them.</summary>
        internal Tile(PackedPoints points, PackedPoints? others, CancellationToken cancellation)
        {
            (_points, _others, _cancellation) = (points, others, cancellation);
            var n = Math.Max(points.Dimension, others?.Dimension ?? 1);
            var narrow = points.IsNarrow && (others is null || others.Dimension == points.Dimension);
            (_rows, _columns) = narrow ? (1, 1024) : n <= PairwiseDistances.SequentialDimension ? (2 * PackedPoints.RowBlock, 256) : (24, 192);
            _first = narrow ? null : new AlignedBuffer(_rows * _columns);
            _second = narrow || others is null ? null : new AlignedBuffer(_rows * _columns);
        }

        public void Dispose()
        {
            _first?.Dispose();
            _second?.Dispose();
        }

        internal void Rows(int start, int end, IPairVisitor visitor)
        {
            for (var from = start / ColumnStep * ColumnStep; from < _points.Count; from += _columns)
            {
                _cancellation.ThrowIfCancellationRequested();
                visitor.BeginTile();
                var to = Math.Min(from + _columns, _points.PaddedCount);
                for (var i = start; i < end && i + 1 < to; i += _rows)
                {
                    Strips(i, Math.Min(i + _rows, end), Math.Max(from, (i + 1) / ColumnStep * ColumnStep), to, visitor);
                }
            }
        }

        private void Strips(int start, int end, int from, int to, IPairVisitor visitor)
        {
            if (_first is not null)
            {
                StripKernels.Fill(_points, start, end - start, _points, from, to, _first.Start, _columns);
            }

            if (_second is not null)
            {
                StripKernels.Fill(_others!, start, end - start, _others!, from, to, _second.Start, _columns);
            }

            for (var i = start; i < end; i++)
            {
                var (low, high) = (Math.Max(from, i + 1), Math.Min(to, _points.Count));
                if (low < high)
                {
                    var place = ((i - start) * _columns) + (low / PackedPoints.PanelWidth * PackedPoints.PanelWidth) - from;
                    visitor.Visit(i, low, high, Blank(_first, place, low), Blank(_second, place, low));
                }
            }
        }

        private static double* Blank(AlignedBuffer? strips, int place, int low)
        {
            for (var j = 0; strips is not null && j < low % PackedPoints.PanelWidth; j++)
            {
                strips.Start[place + j] = double.NaN;
            }

            return strips is null ? null : strips.Start + place;
        }
    }
}
