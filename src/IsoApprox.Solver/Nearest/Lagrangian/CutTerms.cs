using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// The comparisons of single cuts: for each anchor i and boundary a level sigma with ((d_ij + alpha)^2 + slack - sigma)/r0 &lt;= 0 for the
/// near positions and (sigma - d_ik^2)/r0 &lt;= 0 for the far ones. sigma is eliminated exactly, so the updated multipliers of a cut
/// balance: sum lambda = sum nu. A least distance between classes is a near demand of the anchor on itself. The level is looked for below
/// 1.03 times its last one first: few far positions are that near.
/// </summary>
internal sealed class CutTerms
{
    private const double Headroom = 0.03;

    private readonly SearchProblem _problem;
    private readonly LevelOrder _order;
    private readonly SparseRows _derivatives;
    private readonly double[] _level;

    /// <param name="problem">The problem.</param>
    /// <param name="derivatives">Receives derivatives by squared distances, by position of the anchor.</param>
    internal CutTerms(SearchProblem problem, SparseRows derivatives)
    {
        (_problem, _order, _derivatives) = (problem, problem.Order, derivatives);
        (Multipliers, Next) = (new SparseRows(_order.Cuts), new SparseRows(_order.Cuts));
        (Stiffness, _level) = (new double[_order.Cuts], new double[_order.Cuts]);
        Stiffness.AsSpan().Fill(1);
        _level.AsSpan().Fill(double.PositiveInfinity);
    }

    /// <summary>lambda (near positions) and nu (far ones), by cut.</summary>
    internal SparseRows Multipliers { get; }

    /// <summary>Updated multipliers of the last evaluation.</summary>
    internal SparseRows Next { get; }

    /// <summary>c_cut / c; 1 unless set.</summary>
    internal double[] Stiffness { get; }

    /// <inheritdoc cref="ISetTerms.Smoothing"/>
    internal double Smoothing { get; set; }

    /// <summary>The terms of a cut at the row of its anchor.</summary>
    /// <param name="cut">The cut.</param>
    /// <param name="row">Squared distances of the anchor to all positions, or to near, middle and listed ones; overwritten.</param>
    /// <param name="listed">Which far positions are known.</param>
    /// <param name="scratch">Buffers.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">Extra squared distance demanded between near and far.</param>
    internal CutResult Evaluate(int cut, Span<double> row, ListedFar listed, RowScratch scratch, double penalty, double slack)
    {
        var (at, boundary) = (_order.Anchor(cut), _order.Boundary(cut));
        var c = penalty * Stiffness[cut];
        var near = _order.Near(_order.Classes[at], boundary);
        var far = listed.IsComplete ? _order.Far(_order.Classes[at], boundary) : _order.Middle(_order.Classes[at], boundary);
        var others = listed.Positions;
        var farthest = Demand(at, row, near, scratch, slack, boundary == 1 ? _problem.Beyond : 0);
        var nearest = Least(row, far, others);
        Scale(1 / _problem.Radius, row, listed.IsComplete, near, far, others);
        var squares = Shift(cut, row, c);
        var (maxA, minB, sigma) = (Largest(row, near), Least(row, far, others), 0.0);
        Next.ClearRow(cut);
        var value = -squares / (2 * c);
        if (maxA > minB)
        {
            var a = Collect(row, near, minB, true, scratch.A, scratch.AtA);
            var limit = Math.Max(Math.Min(maxA, _level[cut] + (Headroom * Math.Abs(_level[cut]))), minB);
            int b;
            while (true)
            {
                b = CollectFar(row, far, others, limit, scratch);
                sigma = b == 0 ? double.PositiveInfinity : LevelRoots.Anchor(scratch.A.AsSpan(0, a), scratch.B.AsSpan(0, b));
                if (sigma <= limit || limit >= maxA)
                {
                    break;
                }

                limit = maxA;
            }

            _level[cut] = sigma;
            value = (Terms(cut, sigma, a, b, scratch, c) - squares) / (2 * c);
        }
        else
        {
            sigma = maxA;
        }

        // Where the near positions are nearer than all that is not listed, the violation is negative, and this is an upper bound of it.
        var needed = Math.Max(sigma * _problem.Radius, Math.Min(nearest, farthest));
        return new CutResult(value, farthest - slack - Math.Min(nearest, listed.SquaredReach), Math.Max(0, needed));
    }

    /// <summary>Replaces squared distances to near positions by the squared distances that far ones need; returns the largest.</summary>
    private double Demand(int at, Span<double> row, ReadOnlySpan<(int Start, int End)> near, RowScratch scratch, double slack, double floor)
    {
        var (alpha, farthest) = (_problem.Margin, double.NegativeInfinity);
        foreach (var (start, end) in near)
        {
            var part = row[start..end];
            if (alpha == 0)
            {
                for (var p = 0; p < part.Length; p++)
                {
                    part[p] += slack;
                }
            }
            else
            {
                part.CopyTo(scratch.Squared.AsSpan(start));
                for (var p = 0; p < part.Length; p++)
                {
                    part[p] += slack + (2 * alpha * Math.Sqrt(part[p] + (Smoothing * Smoothing))) + (alpha * alpha);
                }
            }

            if (at >= start && at < end)
            {
                row[at] = floor > 0 ? Math.Max((floor * floor) + slack, row[at]) : alpha > 0 ? row[at] : double.NegativeInfinity;
            }

            farthest = Math.Max(farthest, VectorKernels.Max(part));
        }

        return farthest;
    }

    private static void Scale(
        double factor, Span<double> row, bool all, ReadOnlySpan<(int Start, int End)> near, ReadOnlySpan<(int Start, int End)> far,
        ReadOnlySpan<int> others)
    {
        if (all)
        {
            VectorKernels.Scale(factor, row);
            return;
        }

        foreach (var (start, end) in near)
        {
            VectorKernels.Scale(factor, row[start..end]);
        }

        foreach (var (start, end) in far)
        {
            VectorKernels.Scale(factor, row[start..end]);
        }

        foreach (var q in others)
        {
            row[q] *= factor;
        }
    }

    /// <summary>
    /// Moves the levels of a row, in units of r0, by the multipliers over c; returns the sum of squares of the multipliers.
    /// </summary>
    private double Shift(int cut, Span<double> row, double c)
    {
        var columns = Multipliers.Columns(cut);
        var values = Multipliers.Values(cut);
        var squares = 0.0;
        for (var p = 0; p < columns.Length; p++)
        {
            row[columns[p]] += _order.IsNear(cut, columns[p]) ? values[p] / c : -values[p] / c;
            squares += values[p] * values[p];
        }

        return squares;
    }

    /// <summary>Writes the updated multipliers and the derivatives at a level; returns the sum of squares of the multipliers.</summary>
    private double Terms(int cut, double sigma, int near, int far, RowScratch scratch, double c)
    {
        var (at, scale, sum) = (_order.Anchor(cut), 1 / _problem.Radius, 0.0);
        for (var p = 0; p < near; p++)
        {
            var v = c * (scratch.A[p] - sigma);
            if (v > 0)
            {
                var q = scratch.AtA[p];
                Next.Add(cut, q, v);
                sum += v * v;
                if (q != at)
                {
                    _derivatives.Add(at, q, v * scale * Derivative(scratch.Squared[q]));
                }
            }
        }

        for (var p = 0; p < far; p++)
        {
            var v = c * (sigma - scratch.B[p]);
            if (v > 0)
            {
                Next.Add(cut, scratch.AtB[p], v);
                _derivatives.Add(at, scratch.AtB[p], -v * scale);
                sum += v * v;
            }
        }

        return sum;
    }

    private double Derivative(double squared) =>
        _problem.Margin == 0 ? 1 : 1 + (_problem.Margin / Math.Sqrt(squared + (Smoothing * Smoothing)));

    private static double Largest(ReadOnlySpan<double> row, ReadOnlySpan<(int Start, int End)> ranges)
    {
        var most = double.NegativeInfinity;
        foreach (var (start, end) in ranges)
        {
            most = Math.Max(most, VectorKernels.Max(row[start..end]));
        }

        return most;
    }

    private static double Least(ReadOnlySpan<double> row, ReadOnlySpan<(int Start, int End)> ranges, ReadOnlySpan<int> others)
    {
        var least = double.PositiveInfinity;
        foreach (var (start, end) in ranges)
        {
            least = Math.Min(least, VectorKernels.Min(row[start..end]));
        }

        foreach (var q in others)
        {
            least = Math.Min(least, row[q]);
        }

        return least;
    }

    private static int CollectFar(
        ReadOnlySpan<double> row, ReadOnlySpan<(int Start, int End)> ranges, ReadOnlySpan<int> others, double limit, RowScratch scratch)
    {
        var count = Collect(row, ranges, limit, false, scratch.B, scratch.AtB);
        foreach (var q in others)
        {
            (scratch.B[count], scratch.AtB[count]) = (row[q], q);
            count += row[q] < limit ? 1 : 0;
        }

        return count;
    }

    /// <summary>The entries above (or below) a limit, with their positions.</summary>
    private static int Collect(
        ReadOnlySpan<double> row, ReadOnlySpan<(int Start, int End)> ranges, double limit, bool above, double[] values, int[] at)
    {
        var count = 0;
        foreach (var (start, end) in ranges)
        {
            for (var q = start; q < end; q++)
            {
                var v = row[q];
                values[count] = v;
                at[count] = q;
                count += above ? (v > limit ? 1 : 0) : (v < limit ? 1 : 0);
            }
        }

        return count;
    }
}

/// <summary>The terms of a cut.</summary>
/// <param name="Value">Their value.</param>
/// <param name="Violation">Largest demanded squared distance less the least of the far ones; an upper bound of it where that is
/// negative.</param>
/// <param name="Needed">Far positions within this squared distance count, others do not.</param>
internal readonly record struct CutResult(double Value, double Violation, double Needed);

/// <summary>Far positions of the last level that are looked at; the others are at least the reach away.</summary>
internal readonly ref struct ListedFar(ReadOnlySpan<int> positions, double squaredReach)
{
    /// <summary>All far positions are looked at.</summary>
    internal static ListedFar Complete => new([], double.PositiveInfinity);

    internal ReadOnlySpan<int> Positions { get; } = positions;

    internal double SquaredReach { get; } = squaredReach;

    internal bool IsComplete => double.IsPositiveInfinity(SquaredReach);
}
