using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The Triplet-Separated constraints for large N: squared distances are computed strip by strip and never kept, memory O(N d). Positions are ordered by class, so that the
/// positives of an anchor are one range. An anchor's level is looked for below 1.03 times its last one first: few negatives are that near.
/// </summary>
internal sealed class StripAnchors : IAnchorTerms
{
    private const double MarginSmoothing = 1e-9;
    private const double Headroom = 0.03;

    private readonly ScaledProblem _problem;
    private readonly DistanceStrips _strips;
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
        (_problem, _strips) = (problem, new DistanceStrips(n, problem.Dimension));
        _order = [.. Enumerable.Range(0, n).OrderBy(i => problem.Classes[i]).ThenBy(i => i)];
        _position = new int[n];
        _classStart = new int[problem.Source.ClassCount + 1];
        for (var q = 0; q < n; q++)
        {
            _position[_order[q]] = q;
            _classStart[problem.Classes[_order[q]] + 1] = q + 1;
        }

        (_level, _rowValue, _rowViolation) = (new double[n], new double[n], new double[n]);
        _level.AsSpan().Fill(double.PositiveInfinity);
        (Multipliers, _next, _derivatives) = (new SparseRows(n), new SparseRows(n), new SparseRows(n));
        _scratch = new ThreadLocal<Scratch>(() => new Scratch(_strips.Width));
    }

    /// <inheritdoc/>
    public SparseRows Multipliers { get; }

    /// <inheritdoc/>
    public double Violation { get; private set; }

    /// <inheritdoc/>
    public double[] Squared => [];

    /// <inheritdoc/>
    public double Evaluate(double[] g, double penalty, double slack, PairWeights weights, ParallelOptions? parallel)
    {
        var n = _problem.Count;
        _strips.Pack(g, _order, parallel);
        ForEach.Run((n + DistanceStrips.Rows - 1) / DistanceStrips.Rows, parallel, s =>
        {
            var scratch = _scratch.Value!;
            var rows = _order.AsSpan(s * DistanceStrips.Rows, Math.Min(DistanceStrips.Rows, n - (s * DistanceStrips.Rows)));
            _strips.Fill(g, rows, scratch.Strip);
            for (var r = 0; r < rows.Length; r++)
            {
                EvaluateRow(rows[r], scratch.Strip.AsSpan(r * _strips.Width, n), scratch, penalty, slack);
            }
        });
        var value = 0.0;
        Violation = double.NegativeInfinity;
        for (var i = 0; i < n; i++)
        {
            value += _rowValue[i];
            Violation = Math.Max(Violation, _rowViolation[i]);
            var columns = _derivatives.Columns(i);
            var derivatives = _derivatives.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                weights.Add(i, columns[p], derivatives[p]);
            }
        }

        return value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = _next.MaxDifference(Multipliers, zeros);
        Multipliers.CopyFrom(_next);
        return change;
    }

    private void EvaluateRow(int i, Span<double> row, Scratch scratch, double c, double slack)
    {
        var (own, scale, alpha) = (_problem.Classes[i], 1 / _problem.Radius, _problem.Margin);
        var (start, end) = (_classStart[own], _classStart[own + 1]);
        _next.ClearRow(i);
        _derivatives.ClearRow(i);
        var squared = scratch.Squared.AsSpan(0, end - start);
        var positives = row[start..end];
        positives.CopyTo(squared);
        Demand(positives, slack);
        if (alpha == 0)
        {
            positives[_position[i] - start] = double.NegativeInfinity;
        }

        var nearest = Math.Min(VectorKernels.Min(row[..start]), VectorKernels.Min(row[end..]));
        _rowViolation[i] = VectorKernels.Max(positives) - slack - nearest;
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
        var value = maxA > minB ? Eliminate(i, row, squared, scratch, c, (maxA, minB)) : 0;
        _rowValue[i] = (value - squares) / (2 * c);
    }

    /// <summary>Finds sigma_i and writes the updated multipliers and the derivatives; returns the sum of squares of the multipliers.</summary>
    private double Eliminate(int i, ReadOnlySpan<double> row, ReadOnlySpan<double> squared, Scratch scratch, double c, (double MaxA, double MinB) range)
    {
        var (scale, own) = (1 / _problem.Radius, _problem.Classes[i]);
        var (start, end) = (_classStart[own], _classStart[own + 1]);
        var positives = Collect(row, start, end, range.MinB, true, scratch.A, scratch.AtA, 0);
        var limit = Math.Max(Math.Min(range.MaxA, _level[i] + (Headroom * Math.Abs(_level[i]))), range.MinB);
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

        _level[i] = sigma;
        var sum = 0.0;
        for (var p = 0; p < positives; p++)
        {
            var v = c * (scratch.A[p] - sigma);
            if (v > 0)
            {
                var q = scratch.AtA[p];
                _next.Add(i, _order[q], v);
                sum += v * v;
                if (_order[q] != i)
                {
                    _derivatives.Add(i, _order[q], v * scale * Derivative(squared[q - start]));
                }
            }
        }

        for (var p = 0; p < negatives; p++)
        {
            var v = c * (sigma - scratch.B[p]);
            if (v > 0)
            {
                _next.Add(i, _order[scratch.AtB[p]], v);
                _derivatives.Add(i, _order[scratch.AtB[p]], -v * scale);
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
            squared[p] += slack + (alpha == 0 ? 0 : (2 * alpha * Math.Sqrt(squared[p] + (MarginSmoothing * MarginSmoothing))) + (alpha * alpha));
        }
    }

    private double Derivative(double squared) =>
        _problem.Margin == 0 ? 1 : 1 + (_problem.Margin / Math.Sqrt(squared + (MarginSmoothing * MarginSmoothing)));

    private sealed class Scratch(int width)
    {
        internal double[] Strip { get; } = new double[DistanceStrips.Rows * width];

        internal double[] Squared { get; } = new double[width];

        // One more than can be collected: the collecting loop writes before it decides.
        internal double[] A { get; } = new double[width + 1];

        internal double[] B { get; } = new double[width + 1];

        internal int[] AtA { get; } = new int[width + 1];

        internal int[] AtB { get; } = new int[width + 1];
    }
}
