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
    private const double Headroom = 0.03;
    private const int Rows = 24;

    /// <summary>More rows than N over this without a sufficient list: all rows are computed tile by tile.</summary>
    private const int SingleRows = 8;

    private readonly ScaledProblem _problem;
    private readonly PairTiles _tiles;
    private readonly NeighbourLists _lists;
    private readonly double[] _sorted;
    private readonly double[] _gradient;
    private readonly TransposedRows _transposed;
    private readonly int[] _order;
    private readonly int[] _position;
    private readonly int[] _classStart;
    private readonly double[] _level;
    private readonly double[] _needed;
    private readonly double[] _rowValue;
    private readonly double[] _rowViolation;
    private readonly bool[] _covered;
    private readonly List<int> _single = [];
    private readonly SparseRows _next;
    private readonly SparseRows _derivatives;
    private readonly ThreadLocal<AnchorScratch> _scratch;

    internal StripAnchors(ScaledProblem problem)
    {
        var n = problem.Count;
        (_problem, _tiles, _lists) = (problem, new PairTiles(n, problem.Dimension), new NeighbourLists(n, problem.Dimension));
        (_sorted, _gradient) = (new double[n * problem.Dimension], new double[n * problem.Dimension]);
        _transposed = new TransposedRows(n);
        _order = [.. Enumerable.Range(0, n).OrderBy(i => problem.Classes[i]).ThenBy(i => i)];
        _position = new int[n];
        _classStart = new int[problem.Source.ClassCount + 1];
        for (var q = 0; q < n; q++)
        {
            _position[_order[q]] = q;
            _classStart[problem.Classes[_order[q]] + 1] = q + 1;
        }

        Stiffness = [.. Enumerable.Repeat(1.0, n)];
        (_level, _needed, _rowValue, _rowViolation, _covered) = (new double[n], new double[n], new double[n], new double[n], new bool[n]);
        _level.AsSpan().Fill(double.PositiveInfinity);
        (Multipliers, _next, _derivatives) = (new SparseRows(n), new SparseRows(n), new SparseRows(n));
        _scratch = new ThreadLocal<AnchorScratch>(() => new AnchorScratch(_tiles.TileLength(Rows), n));
    }

    /// <inheritdoc/>
    public SparseRows Multipliers { get; }

    /// <inheritdoc/>
    public double Smoothing { get; set; }

    /// <inheritdoc/>
    public double SquaredFloor { get; set; }

    /// <inheritdoc/>
    public double Violation { get; private set; }

    /// <inheritdoc/>
    public double[] Stiffness { get; }

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
            g.AsSpan(_order[q] * d, d).CopyTo(_sorted.AsSpan(q * d, d));
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
            value += _rowValue[q];
            Violation = Math.Max(Violation, _rowViolation[q]);
        }

        return value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = _next.MaxDifference(Multipliers, zeros, Stiffness);
        Multipliers.CopyFrom(_next);
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
                EvaluateRow(first + r, scratch.Tile.AsSpan(r * _tiles.Stride, _problem.Count), scratch, penalty, slack, renewed);
            }
        });
    }

    /// <summary>Rows from their lists, the few others in full; false when there are no lists or too many rows are not covered by theirs.</summary>
    private bool EvaluateListed(double penalty, double slack, ParallelOptions? parallel)
    {
        if (!_lists.Exist)
        {
            return false;
        }

        ForEach.Run((_problem.Count + Rows - 1) / Rows, parallel, s =>
        {
            for (var at = s * Rows; at < Math.Min(_problem.Count, (s + 1) * Rows); at++)
            {
                _covered[at] = _lists.Reach(at) >= _needed[at] && EvaluateListedRow(at, _scratch.Value!, penalty, slack);
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
            EvaluateRow(at, scratch.Row, scratch, penalty, slack, true);
        });
        ListedEvaluations++;
        return true;
    }

    /// <summary>Each position's gradient from its own constraints and from those of other anchors that name it, in a fixed order.</summary>
    private void AddGradient(Span<double> gradient, ParallelOptions? parallel)
    {
        var (n, d, factor) = (_problem.Count, _problem.Dimension, 2 * _problem.Radius);
        _transposed.Build(_derivatives);
        ForEach.Run((n + Rows - 1) / Rows, parallel, s =>
        {
            for (var q = s * Rows; q < Math.Min(n, (s + 1) * Rows); q++)
            {
                var row = _gradient.AsSpan(_order[q] * d, d);
                row.Clear();
                AddDifferences(q, _derivatives.Columns(q), _derivatives.Values(q), factor, row);
                AddDifferences(q, _transposed.Columns(q), _transposed.Values(q), factor, row);
            }
        });
        VectorKernels.AddScaled(1, _gradient, gradient);
    }

    private void AddDifferences(int at, ReadOnlySpan<int> others, ReadOnlySpan<double> weights, double factor, Span<double> gradient)
    {
        for (var p = 0; p < others.Length; p++)
        {
            VectorKernels.AddScaledDifference(factor * weights[p], Point(at), Point(others[p]), gradient);
        }
    }

    /// <summary>A row of all squared distances, which is overwritten; lists the anchor's negatives anew when asked to.</summary>
    private void EvaluateRow(int at, Span<double> row, AnchorScratch scratch, double penalty, double slack, bool list)
    {
        var (start, end) = ClassOf(at);
        var positives = row[start..end];
        positives.CopyTo(scratch.Squared);
        var farthest = Demand(at - start, positives, slack);
        var nearest = Math.Min(VectorKernels.Min(row[..start]), VectorKernels.Min(row[end..]));
        _rowViolation[at] = farthest - slack - nearest;
        VectorKernels.Scale(1 / _problem.Radius, row);
        var c = penalty * Stiffness[_order[at]];
        var squares = Shift(at, row, c);
        var (maxA, minB) = (VectorKernels.Max(positives), Math.Min(VectorKernels.Min(row[..start]), VectorKernels.Min(row[end..])));
        var sigma = maxA;
        if (maxA > minB)
        {
            var a = Collect(row, start, end, minB, true, scratch.A, scratch.AtA, 0);
            var limit = Math.Max(Math.Min(maxA, _level[at] + (Headroom * Math.Abs(_level[at]))), minB);
            int b;
            while (true)
            {
                b = Collect(row, 0, start, limit, false, scratch.B, scratch.AtB, 0);
                b = Collect(row, end, row.Length, limit, false, scratch.B, scratch.AtB, b);
                sigma = b == 0 ? double.PositiveInfinity : LevelRoots.Anchor(scratch.A.AsSpan(0, a), scratch.B.AsSpan(0, b));
                if (sigma <= limit || limit >= maxA)
                {
                    break;
                }

                limit = maxA;
            }

            _level[at] = sigma;
            _rowValue[at] = (Terms(at, sigma, a, b, scratch, c) - squares) / (2 * c);
        }
        else
        {
            ClearRow(at);
            _rowValue[at] = -squares / (2 * c);
        }

        _needed[at] = Math.Sqrt(Math.Max(0, Math.Max(sigma * _problem.Radius, Math.Min(nearest, farthest))));
        if (list)
        {
            foreach (var j in Multipliers.Columns(_order[at]))
            {
                row[_position[j]] = double.NegativeInfinity;
            }

            _lists.List(at, row, start, end, _needed[at], 1 / _problem.Radius);
        }
    }

    /// <summary>A row from its list; false when a negative that is not listed might count.</summary>
    private bool EvaluateListedRow(int at, AnchorScratch scratch, double penalty, double slack)
    {
        var (start, end) = ClassOf(at);
        var list = _lists.Of(at);
        var (row, scale) = (scratch.Row, 1 / _problem.Radius);
        var positives = row.AsSpan(start..end);
        VectorKernels.SquaredDistances(Point(at), _sorted, _problem.Dimension, start, end, row);
        positives[at - start] = 0;
        positives.CopyTo(scratch.Squared);
        var farthest = Demand(at - start, positives, slack);
        VectorKernels.Scale(scale, positives);
        VectorKernels.SquaredDistances(Point(at), _sorted, _problem.Dimension, list, scratch.B);
        var nearest = VectorKernels.Min(scratch.B.AsSpan(0, list.Length));
        for (var p = 0; p < list.Length; p++)
        {
            row[list[p]] = scale * scratch.B[p];
        }

        var covered = Math.Pow(Math.Max(0, _lists.Reach(at)), 2);
        var c = penalty * Stiffness[_order[at]];
        var squares = Shift(at, row, c);
        var (maxA, b, minB) = (VectorKernels.Max(positives), 0, double.PositiveInfinity);
        foreach (var q in list)
        {
            (scratch.B[b], scratch.AtB[b]) = (row[q], q);
            minB = Math.Min(minB, row[q]);
            b += row[q] < maxA ? 1 : 0;
        }

        var sigma = maxA;
        if (maxA > minB)
        {
            var a = Collect(row, start, end, minB, true, scratch.A, scratch.AtA, 0);
            sigma = LevelRoots.Anchor(scratch.A.AsSpan(0, a), scratch.B.AsSpan(0, b));
            _rowValue[at] = (Terms(at, sigma, a, b, scratch, c) - squares) / (2 * c);
        }
        else
        {
            ClearRow(at);
            _rowValue[at] = -squares / (2 * c);
        }

        // Where the positives are nearer than all that is not listed, the violation is negative, and this is an upper bound of it.
        _rowViolation[at] = farthest - slack - Math.Min(nearest, covered);
        _level[at] = maxA > minB ? sigma : _level[at];
        return sigma * _problem.Radius <= covered && Math.Min(nearest, farthest) <= covered;
    }

    private (int Start, int End) ClassOf(int at)
    {
        var own = _problem.Classes[_order[at]];
        return (_classStart[own], _classStart[own + 1]);
    }

    private void ClearRow(int at)
    {
        _next.ClearRow(_order[at]);
        _derivatives.ClearRow(at);
    }

    /// <summary>Moves the squared distances of a row, in units of r0, by the multipliers over c; returns the sum of squares of the multipliers.</summary>
    private double Shift(int at, Span<double> row, double c)
    {
        var (start, end) = ClassOf(at);
        var columns = Multipliers.Columns(_order[at]);
        var values = Multipliers.Values(_order[at]);
        var squares = 0.0;
        for (var p = 0; p < columns.Length; p++)
        {
            var q = _position[columns[p]];
            row[q] += (q >= start && q < end ? values[p] : -values[p]) / c;
            squares += values[p] * values[p];
        }

        return squares;
    }

    /// <summary>Writes the updated multipliers and the derivatives at a level; returns the sum of squares of the multipliers.</summary>
    private double Terms(int at, double sigma, int positives, int negatives, AnchorScratch scratch, double c)
    {
        var (i, scale, start, sum) = (_order[at], 1 / _problem.Radius, ClassOf(at).Start, 0.0);
        ClearRow(at);
        for (var p = 0; p < positives; p++)
        {
            var v = c * (scratch.A[p] - sigma);
            if (v > 0)
            {
                var q = scratch.AtA[p];
                _next.Add(i, _order[q], v);
                sum += v * v;
                if (q != at)
                {
                    _derivatives.Add(at, q, v * scale * Derivative(scratch.Squared[q - start]));
                }
            }
        }

        for (var p = 0; p < negatives; p++)
        {
            var v = c * (sigma - scratch.B[p]);
            if (v > 0)
            {
                _next.Add(i, _order[scratch.AtB[p]], v);
                _derivatives.Add(at, scratch.AtB[p], -v * scale);
                sum += v * v;
            }
        }

        return sum;
    }

    /// <summary>The entries from..to-1 above (or below) a limit, with their positions.</summary>
    private static int Collect(ReadOnlySpan<double> row, int from, int to, double limit, bool above, double[] values, int[] at, int count)
    {
        for (var q = from; q < to; q++)
        {
            var v = row[q];
            values[count] = v;
            at[count] = q;
            count += above ? (v > limit ? 1 : 0) : (v < limit ? 1 : 0);
        }

        return count;
    }

    /// <summary>Replaces squared distances to positives by the squared distances that negatives need; returns the largest.</summary>
    private double Demand(int self, Span<double> squared, double slack)
    {
        var alpha = _problem.Margin;
        for (var p = 0; p < squared.Length; p++)
        {
            squared[p] += slack + (alpha == 0 ? 0 : (2 * alpha * Math.Sqrt(squared[p] + (Smoothing * Smoothing))) + (alpha * alpha));
        }

        squared[self] = SquaredFloor > 0 ? Math.Max(SquaredFloor + slack, squared[self])
            : alpha > 0 ? squared[self] : double.NegativeInfinity;
        return VectorKernels.Max(squared);
    }

    private double Derivative(double squared) =>
        _problem.Margin == 0 ? 1 : 1 + (_problem.Margin / Math.Sqrt(squared + (Smoothing * Smoothing)));
}
