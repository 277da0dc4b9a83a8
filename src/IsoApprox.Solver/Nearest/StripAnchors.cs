using IsoApprox.Numerics;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The Triplet-Separated constraints for large N: squared distances are computed tile by tile and never kept, memory O(N d). Positions are ordered by
/// class, so that the
/// positives of an anchor are one range. An anchor's level is looked for below 1.03 times its last one first: few negatives are that near.
/// </summary>
internal sealed class StripAnchors : IAnchorTerms
{
    private const double Headroom = 0.03;
    private const int Rows = 24;

    private readonly ScaledProblem _problem;
    private readonly PairTiles _tiles;
    private readonly double[] _sorted;
    private readonly double[] _gradient;
    private readonly TransposedRows _transposed;
    private readonly int[] _order;
    private readonly int[] _position;
    private readonly int[] _classStart;
    private readonly double[] _level;
    private readonly double[] _rowValue;
    private readonly double[] _rowViolation;
    private readonly SparseRows _next;
    private readonly SparseRows _derivatives;
    private readonly ThreadLocal<Scratch> _scratch;

    internal StripAnchors(ScaledProblem problem)
    {
        var n = problem.Count;
        (_problem, _tiles) = (problem, new PairTiles(n, problem.Dimension));
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
        (_level, _rowValue, _rowViolation) = (new double[n], new double[n], new double[n]);
        _level.AsSpan().Fill(double.PositiveInfinity);
        (Multipliers, _next, _derivatives) = (new SparseRows(n), new SparseRows(n), new SparseRows(n));
        _scratch = new ThreadLocal<Scratch>(() => new Scratch(_tiles.TileLength(Rows), n));
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

    /// <inheritdoc/>
    public double Evaluate(double[] g, double penalty, double slack, PairWeights weights, Span<double> gradient, ParallelOptions? parallel)
    {
        var (n, d) = (_problem.Count, _problem.Dimension);
        for (var q = 0; q < n; q++)
        {
            g.AsSpan(_order[q] * d, d).CopyTo(_sorted.AsSpan(q * d, d));
        }

        _tiles.Load(_sorted);
        ForEach.Run((n + Rows - 1) / Rows, parallel, s =>
        {
            var (scratch, first) = (_scratch.Value!, s * Rows);
            var count = Math.Min(Rows, n - first);
            _tiles.SquaredDistances(first, count, scratch.Tile);
            for (var r = 0; r < count; r++)
            {
                EvaluateRow(first + r, scratch.Tile.AsSpan(r * _tiles.Stride, n), scratch, penalty * Stiffness[_order[first + r]], slack);
            }
        });
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
                _tiles.AddDifferences(q, _derivatives.Columns(q), _derivatives.Values(q), factor, row);
                _tiles.AddDifferences(q, _transposed.Columns(q), _transposed.Values(q), factor, row);
            }
        });
        VectorKernels.AddScaled(1, _gradient, gradient);
    }

    private void EvaluateRow(int at, Span<double> row, Scratch scratch, double c, double slack)
    {
        var i = _order[at];
        var (own, scale, alpha) = (_problem.Classes[i], 1 / _problem.Radius, _problem.Margin);
        var (start, end) = (_classStart[own], _classStart[own + 1]);
        _next.ClearRow(i);
        _derivatives.ClearRow(at);
        var squared = scratch.Squared.AsSpan(0, end - start);
        var positives = row[start..end];
        positives.CopyTo(squared);
        Demand(positives, slack);
        positives[at - start] = SquaredFloor > 0 ? Math.Max(SquaredFloor + slack, positives[at - start])
            : alpha > 0 ? positives[at - start] : double.NegativeInfinity;

        var nearest = Math.Min(VectorKernels.Min(row[..start]), VectorKernels.Min(row[end..]));
        _rowViolation[at] = VectorKernels.Max(positives) - slack - nearest;
        VectorKernels.Scale(scale, row);
        var columns = Multipliers.Columns(i);
        var values = Multipliers.Values(i);
        var squares = 0.0;
        for (var p = 0; p < columns.Length; p++)
        {
            var q = _position[columns[p]];
            row[q] += (q >= start && q < end ? values[p] : -values[p]) / c;
            squares += values[p] * values[p];
        }

        var (maxA, minB) = (VectorKernels.Max(positives), Math.Min(VectorKernels.Min(row[..start]), VectorKernels.Min(row[end..])));
        var value = maxA > minB ? Eliminate(at, row, squared, scratch, c, (maxA, minB)) : 0;
        _rowValue[at] = (value - squares) / (2 * c);
    }

    /// <summary>Finds sigma_i and writes the updated multipliers and the derivatives; returns the sum of squares of the multipliers.</summary>
    private double Eliminate(int at, ReadOnlySpan<double> row, ReadOnlySpan<double> squared, Scratch scratch, double c, (double MaxA, double MinB) range)
    {
        var i = _order[at];
        var (scale, own) = (1 / _problem.Radius, _problem.Classes[i]);
        var (start, end) = (_classStart[own], _classStart[own + 1]);
        var positives = Collect(row, start, end, range.MinB, true, scratch.A, scratch.AtA, 0);
        var limit = Math.Max(Math.Min(range.MaxA, _level[at] + (Headroom * Math.Abs(_level[at]))), range.MinB);
        double sigma;
        int negatives;
        while (true)
        {
            negatives = Collect(row, 0, start, limit, false, scratch.B, scratch.AtB, 0);
            negatives = Collect(row, end, row.Length, limit, false, scratch.B, scratch.AtB, negatives);
            sigma = negatives == 0 ? double.PositiveInfinity : LevelRoots.Anchor(scratch.A.AsSpan(0, positives), scratch.B.AsSpan(0, negatives));
            if (sigma <= limit || limit >= range.MaxA)
            {
                break;
            }

            limit = range.MaxA;
        }

        _level[at] = sigma;
        var sum = 0.0;
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
                    _derivatives.Add(at, q, v * scale * Derivative(squared[q - start]));
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

    private void Demand(Span<double> squared, double slack)
    {
        var alpha = _problem.Margin;
        for (var p = 0; p < squared.Length; p++)
        {
            squared[p] += slack + (alpha == 0 ? 0 : (2 * alpha * Math.Sqrt(squared[p] + (Smoothing * Smoothing))) + (alpha * alpha));
        }
    }

    private double Derivative(double squared) =>
        _problem.Margin == 0 ? 1 : 1 + (_problem.Margin / Math.Sqrt(squared + (Smoothing * Smoothing)));

    private sealed class Scratch(int tile, int count)
    {
        internal double[] Tile { get; } = new double[tile];

        internal double[] Squared { get; } = new double[count];

        // One more than can be collected: the collecting loop writes before it decides.
        internal double[] A { get; } = new double[count + 1];

        internal double[] B { get; } = new double[count + 1];

        internal int[] AtA { get; } = new int[count + 1];

        internal int[] AtB { get; } = new int[count + 1];
    }
}
