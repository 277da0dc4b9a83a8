using System.Runtime.CompilerServices;

namespace IsoApprox.Kernels;

/// <summary>The tiles of one worker of <see cref="PairSweep"/>.</summary>
internal sealed unsafe class SweepTiles : IDisposable
{
    /// <summary>Evaluating this share of the pairs one by one costs about as much as taking doubles for all.</summary>
    private const int BluntShare = 32;

    /// <summary>
    /// Evaluations for each column that a worker may take besides: what mining needs before the anchors have good candidates.
    /// </summary>
    private const int FirstCandidates = 8;

    /// <summary>
    /// Evaluations that try whether the sift has become sharp, and pairs that are taken as doubles before the first such trial.
    /// </summary>
    private const int Trial = 2048;
    private const long FirstPause = 1 << 19;
    private const int ColumnStep = SinglePoints.ColumnStep;

    private readonly SweepPoints _points;
    private readonly SweepPoints? _others;
    private readonly CancellationToken _cancellation;
    private readonly bool _narrow;
    private readonly int _rows;
    private readonly int _columns;
    private readonly bool _canSift;
    private readonly Strips<float> _singles;
    private readonly Strips<double> _doubles;
    private readonly double _allowance;
    private double _budget;
    private long _pause;
    private long _nextPause = FirstPause;

    /// <summary>
    /// Tiles whose strips and panels fit in the two nearest caches; many rows in many dimensions, where a panel serves all of them.
    /// </summary>
    internal SweepTiles(SweepPoints points, SweepPoints? others, CancellationToken cancellation)
    {
        (_points, _others, _cancellation) = (points, others, cancellation);
        var n = Math.Max(points.Dimension, others?.Dimension ?? 1);
        _narrow = points.IsNarrow && (others is null || others.Dimension == points.Dimension);
        (_rows, _columns) = _narrow ? (1, 512) : n <= 32 ? (2 * PackedPoints.RowBlock, 512) : (4 * PackedPoints.RowBlock, 384);
        _canSift = points.Singles is not null && (others is null || others.Singles is not null);
        _budget = _allowance = FirstCandidates * (double)points.Count;
        _singles = new Strips<float>(_rows * _columns);
        _doubles = new Strips<double>(_rows * _columns);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _singles.Dispose();
        _doubles.Dispose();
    }

    /// <summary>Visits the pairs of rows start..end-1 with all later columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Rows(int start, int end, IPairVisitor visitor)
    {
        for (var from = start / ColumnStep * ColumnStep; from < _points.Count; from += _columns)
        {
            _cancellation.ThrowIfCancellationRequested();
            var to = Math.Min(from + _columns, _points.PaddedCount);
            visitor.Exchange(start, end, from, to);
            for (var i = start; i < end && i + 1 < to; i += _rows)
            {
                Group(i, Math.Min(i + _rows, end), Math.Max(from, (i + 1) / ColumnStep * ColumnStep), to, visitor);
            }

            visitor.Exchange(start, end, from, to);
        }
    }

    /// <summary>A few rows by the columns of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Group(int start, int end, int from, int to, IPairVisitor visitor)
    {
        var pairs = (end - start) * (to - from);
        if (!_canSift || _pause > 0)
        {
            _pause -= pairs;
            Visit(start, end, from, Math.Min(to, _points.Precise.PaddedCount), visitor);
            return;
        }

        var evaluated = visitor.Evaluated;
        Sift(start, end, from, to, visitor);
        _budget = Math.Min(_allowance, _budget + (pairs / (double)BluntShare) - (visitor.Evaluated - evaluated));
        if (_budget < 0)
        {
            (_pause, _nextPause, _budget) = (_nextPause, 4 * _nextPause, Trial);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sift(int start, int end, int from, int to, IPairVisitor visitor)
    {
        float* first = null, second = null;
        if (!_narrow)
        {
            first = _singles.First;
            StripKernels.Fill(_points.Singles!, start, end - start, from, to, _points.IsWide, first, _columns);
        }

        if (!_narrow && _others is not null)
        {
            second = _singles.Second;
            StripKernels.Fill(_others.Singles!, start, end - start, from, to, _points.IsWide, second, _columns);
        }

        for (var i = start; i < end; i++)
        {
            var (low, high) = (Math.Max(from, i + 1), Math.Min(to, _points.Count));
            if (low < high)
            {
                var place = ((i - start) * _columns) + (low / SinglePoints.PanelWidth * SinglePoints.PanelWidth) - from;
                visitor.Sift(i, low, high, first is null ? null : first + place, second is null ? null : second + place);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit(int start, int end, int from, int to, IPairVisitor visitor)
    {
        double* first = null, second = null;
        if (!_narrow)
        {
            first = _doubles.First;
            StripKernels.Fill(_points.Precise, start, end - start, from, to, first, _columns);
        }

        if (!_narrow && _others is not null)
        {
            second = _doubles.Second;
            StripKernels.Fill(_others.Precise, start, end - start, from, to, second, _columns);
        }

        for (var i = start; i < end; i++)
        {
            var (low, high) = (Math.Max(from, i + 1), Math.Min(to, _points.Count));
            if (low < high)
            {
                var place = ((i - start) * _columns) + (low / PackedPoints.PanelWidth * PackedPoints.PanelWidth) - from;
                visitor.Visit(i, low, high, first is null ? null : first + place, second is null ? null : second + place);
            }
        }
    }

    /// <summary>Strips of one or two point sets, made when first used.</summary>
    private sealed class Strips<T>(int length) : IDisposable
        where T : unmanaged
    {
        private AlignedBuffer<T>? _first;
        private AlignedBuffer<T>? _second;

        internal T* First => (_first ??= new AlignedBuffer<T>(length)).Start;

        internal T* Second => (_second ??= new AlignedBuffer<T>(length)).Start;

        public void Dispose()
        {
            _first?.Dispose();
            _second?.Dispose();
        }
    }
}
