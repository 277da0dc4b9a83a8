using IsoApprox.Numerics;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The Triplet-Separated constraints for large N: squared distances are computed tile by tile and never kept, memory O(N d). Positions are ordered by class, so
/// that the positives of an anchor are one range. While the points move little, only the negatives in <see cref="NeighbourLists"/> are looked at; a row
/// whose level exceeds what its list covers is computed in full, so that the value is that of all pairs.
/// </summary>
internal sealed class StripAnchors : IAnchorTerms
{
    private const int Rows = 24;

    /// <summary>More rows than N over this without a sufficient list: all rows are computed tile by tile.</summary>
    private const int SingleRows = 8;

    private readonly ScaledProblem _problem;
    private readonly PairTiles _tiles;
    private readonly NeighbourLists _lists;
    private readonly double[] _sorted;
    private readonly double[] _gradient;
    private readonly TransposedRows _transposed;
    private readonly AnchorRows _rows;
    private readonly bool[] _covered;
    private readonly List<int> _single = [];
    private readonly ThreadLocal<AnchorScratch> _scratch;

    internal StripAnchors(ScaledProblem problem)
    {
        var n = problem.Count;
        (_problem, _tiles, _lists) = (problem, new PairTiles(n, problem.Dimension), new NeighbourLists(n, problem.Dimension));
        (_sorted, _gradient) = (new double[n * problem.Dimension], new double[n * problem.Dimension]);
        _transposed = new TransposedRows(n);
        _rows = new AnchorRows(problem, _sorted, _lists);
        _covered = new bool[n];
        _scratch = new ThreadLocal<AnchorScratch>(() => new AnchorScratch(_tiles.TileLength(Rows), n));
    }

    /// <inheritdoc/>
    public SparseRows Multipliers => _rows.Multipliers;

    /// <inheritdoc/>
    public double Smoothing
    {
        get => _rows.Smoothing;
        set => _rows.Smoothing = value;
    }

    /// <inheritdoc/>
    public double SquaredFloor
    {
        get => _rows.SquaredFloor;
        set => _rows.SquaredFloor = value;
    }

    /// <inheritdoc/>
    public double Violation { get; private set; }

    /// <inheritdoc/>
    public double[] Stiffness => _rows.Stiffness;

    /// <inheritdoc/>
    public double[] Squared => [];

    /// <summary>Evaluations that took the lists.</summary>
    internal int ListedEvaluations { get; private set; }

    /// <inheritdoc/>
    public double Evaluate(double[] g, double penalty, double slack, PairWeights weights, Span<double> gradient, ParallelOptions? parallel)
    {
        var (n, d) = (_problem.Count, _problem.Dimension);
        for (var q = 0; q < n; q++)
        {
            g.AsSpan(_rows.Order[q] * d, d).CopyTo(_sorted.AsSpan(q * d, d));
        }

        _lists.Move(_sorted, parallel);
        if (!EvaluateListed(penalty, slack, parallel))
        {
            EvaluateAll(penalty, slack, parallel);
        }

        AddGradient(gradient, parallel);
        var value = 0.0;
        Violation = double.NegativeInfinity;
        for (var q = 0; q < n; q++)
        {
            value += _rows.Value(q);
            Violation = Math.Max(Violation, _rows.Violation(q));
        }

        return value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = _rows.Next.MaxDifference(Multipliers, zeros, Stiffness);
        Multipliers.CopyFrom(_rows.Next);
        return change;
    }

    private ReadOnlySpan<double> Point(int at) => _sorted.AsSpan(at * _problem.Dimension, _problem.Dimension);

    /// <summary>All rows from tiles; makes new lists when these would last.</summary>
    private void EvaluateAll(double penalty, double slack, ParallelOptions? parallel)
    {
        _tiles.Load(_sorted);
        var renewed = _lists.Renew(_problem.Radius);
        ForEach.Run((_problem.Count + Rows - 1) / Rows, parallel, s =>
        {
            var (scratch, first) = (_scratch.Value!, s * Rows);
            var count = Math.Min(Rows, _problem.Count - first);
            _tiles.SquaredDistances(first, count, scratch.Tile);
            for (var r = 0; r < count; r++)
            {
                _rows.Evaluate(first + r, scratch.Tile.AsSpan(r * _tiles.Stride, _problem.Count), scratch, penalty, slack, renewed);
            }
        });
    }

    /// <summary>Rows from their lists, the few others in full; false when there are no lists or too many rows are not covered by theirs.</summary>
    private bool EvaluateListed(double penalty, double slack, ParallelOptions? parallel)
    {
        if (!_lists.AreOfUse)
        {
            return false;
        }

        ForEach.Run((_problem.Count + Rows - 1) / Rows, parallel, s =>
        {
            for (var at = s * Rows; at < Math.Min(_problem.Count, (s + 1) * Rows); at++)
            {
                _covered[at] = _rows.EvaluateListed(at, _scratch.Value!, penalty, slack);
            }
        });
        _single.Clear();
        for (var at = 0; at < _problem.Count; at++)
        {
            if (!_covered[at])
            {
                _single.Add(at);
            }
        }

        if (_single.Count > _problem.Count / SingleRows)
        {
            return false;
        }

        ForEach.Run(_single.Count, parallel, s =>
        {
            var (at, scratch) = (_single[s], _scratch.Value!);
            VectorKernels.SquaredDistances(Point(at), _sorted, _problem.Dimension, 0, _problem.Count, scratch.Row);
            scratch.Row[at] = 0;
            _rows.Evaluate(at, scratch.Row, scratch, penalty, slack, true);
        });
        ListedEvaluations++;
        return true;
    }

    /// <summary>Each position's gradient from its own constraints and from those of other anchors that name it, in a fixed order.</summary>
    private void AddGradient(Span<double> gradient, ParallelOptions? parallel)
    {
        var (n, d, factor) = (_problem.Count, _problem.Dimension, 2 * _problem.Radius);
        _transposed.Build(_rows.Derivatives);
        ForEach.Run((n + Rows - 1) / Rows, parallel, s =>
        {
            for (var q = s * Rows; q < Math.Min(n, (s + 1) * Rows); q++)
            {
                var row = _gradient.AsSpan(_rows.Order[q] * d, d);
                row.Clear();
                PairTiles.AddDifferences(_sorted, d, q, _rows.Derivatives.Columns(q), _rows.Derivatives.Values(q), factor, row);
                PairTiles.AddDifferences(_sorted, d, q, _transposed.Columns(q), _transposed.Values(q), factor, row);
            }
        });
        VectorKernels.AddScaled(1, _gradient, gradient);
    }
}
