using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The terms of single anchors for <see cref="StripAnchors"/>, from all squared distances of a row or from a list of near negatives. Positions are ordered by
/// class. An anchor's level is looked for below 1.03 times its last one first: few negatives are that near.
/// </summary>
internal sealed class AnchorRows
{
    private const double Headroom = 0.03;

    private readonly ScaledProblem _problem;
    private readonly NeighbourLists _lists;
    private readonly double[] _points;
    private readonly int[] _position;
    private readonly int[] _classStart;
    private readonly double[] _level;
    private readonly double[] _needed;
    private readonly double[] _rowValue;
    private readonly double[] _rowViolation;

    /// <param name="problem">The problem.</param>
    /// <param name="points">Points by position, N x d; filled by the caller before each evaluation.</param>
    /// <param name="lists">Lists of near negatives.</param>
    internal AnchorRows(ScaledProblem problem, double[] points, NeighbourLists lists)
    {
        var n = problem.Count;
        (_problem, _points, _lists) = (problem, points, lists);
        Order = [.. Enumerable.Range(0, n).OrderBy(i => problem.Classes[i]).ThenBy(i => i)];
        _position = new int[n];
        _classStart = new int[problem.Source.ClassCount + 1];
        for (var q = 0; q < n; q++)
        {
            _position[Order[q]] = q;
            _classStart[problem.Classes[Order[q]] + 1] = q + 1;
        }

        Stiffness = [.. Enumerable.Repeat(1.0, n)];
        (_level, _needed, _rowValue, _rowViolation) = (new double[n], new double[n], new double[n], new double[n]);
        _level.AsSpan().Fill(double.PositiveInfinity);
        (Multipliers, Next, Derivatives) = (new SparseRows(n), new SparseRows(n), new SparseRows(n));
    }

    /// <summary>The point at each position.</summary>
    internal int[] Order { get; }

    /// <summary>Multipliers by point.</summary>
    internal SparseRows Multipliers { get; }

    /// <summary>Updated multipliers of the last evaluation, by point.</summary>
    internal SparseRows Next { get; }

    /// <summary>Derivatives by squared distances at the last evaluation, by position.</summary>
    internal SparseRows Derivatives { get; }

    /// <summary>c_i / c by point.</summary>
    internal double[] Stiffness { get; }

    /// <inheritdoc cref="IAnchorTerms.Smoothing"/>
    internal double Smoothing { get; set; }

    /// <inheritdoc cref="IAnchorTerms.SquaredFloor"/>
    internal double SquaredFloor { get; set; }

    /// <summary>The terms of the anchor at a position.</summary>
    internal double Value(int at) => _rowValue[at];

    /// <summary>Largest demanded squared distance of its positives less the least of its negatives; an upper bound of it where that is negative.</summary>
    internal double Violation(int at) => _rowViolation[at];

    /// <summary>A row of all squared distances, which is overwritten; lists the anchor's negatives anew when asked to.</summary>
    internal void Evaluate(int at, Span<double> row, AnchorScratch scratch, double penalty, double slack, bool list)
    {
        var (start, end) = ClassOf(at);
        var positives = row[start..end];
        positives.CopyTo(scratch.Squared);
        var farthest = Demand(at - start, positives, slack);
        var nearest = Math.Min(VectorKernels.Min(row[..start]), VectorKernels.Min(row[end..]));
        _rowViolation[at] = farthest - slack - nearest;
        VectorKernels.Scale(1 / _problem.Radius, row);
        var c = penalty * Stiffness[Order[at]];
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
            foreach (var j in Multipliers.Columns(Order[at]))
            {
                row[_position[j]] = double.NegativeInfinity;
            }

            _lists.List(at, row, start, end, _needed[at], 1 / _problem.Radius);
        }
    }

    /// <summary>A row from its list; false when a negative that is not listed might count.</summary>
    internal bool EvaluateListed(int at, AnchorScratch scratch, double penalty, double slack)
    {
        if (_lists.Reach(at) < _needed[at])
        {
            return false;
        }

        var (start, end) = ClassOf(at);
        var list = _lists.Of(at);
        var (row, scale) = (scratch.Row, 1 / _problem.Radius);
        var positives = row.AsSpan(start..end);
        VectorKernels.SquaredDistances(Point(at), _points, _problem.Dimension, start, end, row);
        positives[at - start] = 0;
        positives.CopyTo(scratch.Squared);
        var farthest = Demand(at - start, positives, slack);
        VectorKernels.Scale(scale, positives);
        VectorKernels.SquaredDistances(Point(at), _points, _problem.Dimension, list, scratch.B);
        var nearest = VectorKernels.Min(scratch.B.AsSpan(0, list.Length));
        for (var p = 0; p < list.Length; p++)
        {
            row[list[p]] = scale * scratch.B[p];
        }

        var covered = Math.Pow(Math.Max(0, _lists.Reach(at)), 2);
        var c = penalty * Stiffness[Order[at]];
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

    private ReadOnlySpan<double> Point(int at) => _points.AsSpan(at * _problem.Dimension, _problem.Dimension);

    private (int Start, int End) ClassOf(int at)
    {
        var own = _problem.Classes[Order[at]];
        return (_classStart[own], _classStart[own + 1]);
    }

    private void ClearRow(int at)
    {
        Next.ClearRow(Order[at]);
        Derivatives.ClearRow(at);
    }

    /// <summary>Moves the squared distances of a row, in units of r0, by the multipliers over c; returns the sum of squares of the multipliers.</summary>
    private double Shift(int at, Span<double> row, double c)
    {
        var (start, end) = ClassOf(at);
        var columns = Multipliers.Columns(Order[at]);
        var values = Multipliers.Values(Order[at]);
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
        var (i, scale, start, sum) = (Order[at], 1 / _problem.Radius, ClassOf(at).Start, 0.0);
        ClearRow(at);
        for (var p = 0; p < positives; p++)
        {
            var v = c * (scratch.A[p] - sigma);
            if (v > 0)
            {
                var q = scratch.AtA[p];
                Next.Add(i, Order[q], v);
                sum += v * v;
                if (q != at)
                {
                    Derivatives.Add(at, q, v * scale * Derivative(scratch.Squared[q - start]));
                }
            }
        }

        for (var p = 0; p < negatives; p++)
        {
            var v = c * (sigma - scratch.B[p]);
            if (v > 0)
            {
                Next.Add(i, Order[scratch.AtB[p]], v);
                Derivatives.Add(at, scratch.AtB[p], -v * scale);
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
