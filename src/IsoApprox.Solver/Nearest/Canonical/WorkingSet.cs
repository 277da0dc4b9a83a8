using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// A working set of comparisons as terms of an augmented Lagrangian, with each cut's level sigma eliminated exactly: only pairs that are
/// nearly active are kept, so an evaluation costs O(pairs d) instead of O(N^2 d). Distances to far positions enter as |g_i - g_k|^2 - theta
/// |h_i - h_k|^2 with h = g - a for a reference a. For theta = 1 that is the tangent at a, a lower bound: the constraints are convex, an a
/// that meets them stays admissible, and every g that meets them is in the set. For theta = 0 they are the constraints themselves.
/// </summary>
internal sealed class WorkingSet : ISetTerms
{
    private readonly SearchProblem _problem;
    private readonly LevelOrder _order;
    private readonly double[] _reference;
    private readonly double[] _moved;
    private readonly double[] _violations;
    private readonly int[] _start, _far;
    private int[] _partner = [];
    private double[] _multiplier = [];
    private double[] _next = [];
    private double[] _shifted = [];
    private readonly double[] _above, _below;

    internal WorkingSet(SearchProblem problem, TiedClasses tied)
    {
        (_problem, _order, Tied, Unit) = (problem, problem.Order, tied, problem.Radius);
        (_reference, _moved) = (new double[problem.Points.Length], new double[problem.Points.Length]);
        (_violations, _start, _far) = (new double[_order.Cuts], new int[_order.Cuts + 1], new int[_order.Cuts]);
        (_above, _below) = (new double[problem.Count], new double[problem.Count]);
        Stiffness = [.. Enumerable.Repeat(1.0, _order.Cuts)];
    }

    /// <summary>Unit of the squared distances; multipliers are kept in it.</summary>
    internal double Unit { get; private set; }

    /// <summary>theta, 0 to 1.</summary>
    internal double Tangency { get; set; } = 1;

    /// <inheritdoc/>
    public double Smoothing { get; set; }

    /// <summary>Largest violation over all comparisons at the last <see cref="Rebuild"/>, in squared distance.</summary>
    public double Violation { get; private set; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public double[] Stiffness { get; }

    /// <inheritdoc/>
    public SparseRows? Thresholds => null;

    /// <inheritdoc/>
    public double[] Squared => [];

    /// <inheritdoc/>
    public SparseRows Multipliers => ToRows();

    /// <summary>Points whose anchors have no constraints.</summary>
    private TiedClasses Tied { get; }

    /// <summary>Changes the unit.</summary>
    internal void SetUnit(double unit)
    {
        VectorKernels.Scale(unit / Unit, _multiplier);
        Unit = unit;
    }

    /// <summary>Takes a as the point of tangency.</summary>
    internal void SetReference(ReadOnlySpan<double> a) => a.CopyTo(_reference);

    /// <summary>
    /// Takes the pairs whose squared distance is within a range of their cut's level at g, and all with a multiplier. Cost O(N^2 d).
    /// </summary>
    /// <param name="g">N x d.</param>
    /// <param name="range">Squared distance.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Rebuild(double[] g, double range, ParallelOptions? parallel)
    {
        var (n, d) = (_problem.Count, _problem.Dimension);
        var rows = new (int[] Near, int[] Far, double[] Multiplier)[_order.Cuts];
        ForEach.Run(n, parallel, i =>
        {
            var squared = new double[n];
            VectorKernels.SquaredDistances(g.AsSpan(i * d, d), g, d, 0, n, squared);
            squared[i] = 0;
            for (var cut = i; cut < _order.Cuts; cut += n)
            {
                rows[cut] = Select(cut, squared, range);
            }
        });
        for (var cut = 0; cut < rows.Length; cut++)
        {
            _far[cut] = _start[cut] + rows[cut].Near.Length;
            _start[cut + 1] = _far[cut] + rows[cut].Far.Length;
        }

        (_partner, _multiplier) = ([.. rows.SelectMany(row => row.Near.Concat(row.Far))], [.. rows.SelectMany(row => row.Multiplier)]);
        (_next, _shifted) = (new double[_partner.Length], new double[_partner.Length]);
        Violation = _violations.DefaultIfEmpty(double.NegativeInfinity).Max();
    }

    /// <inheritdoc/>
    /// <remarks>The slack is a share of the squared distance to a near position.</remarks>
    public double Evaluate(double[] g, double penalty, double slack, Span<double> gradient, ParallelOptions? parallel)
    {
        if (Tangency > 0)
        {
            for (var k = 0; k < g.Length; k++)
            {
                _moved[k] = g[k] - _reference[k];
            }
        }

        var value = 0.0;
        for (var cut = 0; cut < _order.Cuts; cut++)
        {
            value += EvaluateCut(cut, g, penalty, slack, gradient);
        }

        return value / (2 * penalty);
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = 0.0;
        for (var p = 0; p < _next.Length; p++)
        {
            change = Math.Max(change, Math.Abs(_next[p] - _multiplier[p]));
        }

        _next.AsSpan().CopyTo(_multiplier);
        return change;
    }

    private SparseRows ToRows()
    {
        var factor = _problem.Radius / Unit;
        var rows = new SparseRows(_order.Cuts);
        for (var cut = 0; cut < _order.Cuts; cut++)
        {
            for (var p = _start[cut]; p < _start[cut + 1]; p++)
            {
                if (_multiplier[p] > 0)
                {
                    rows.Add(cut, _partner[p], factor * _multiplier[p]);
                }
            }
        }

        return rows;
    }

    private (int[] Near, int[] Far, double[] Multiplier) Select(int cut, double[] squared, double range)
    {
        var (anchor, boundary) = (_order.Anchor(cut), _order.Boundary(cut));
        var (near, far, kept) = (new List<int>(), new List<int>(), new double[squared.Length]);
        var (farthest, nearest) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (var (start, end) in _order.Near(_order.Classes[anchor], boundary))
        {
            for (var q = start; q < end; q++)
            {
                if (q != anchor || _problem.Margin > 0)
                {
                    near.Add(q);
                    farthest = Math.Max(farthest, Demand(squared[q]));
                }
            }
        }

        foreach (var (start, end) in _order.Far(_order.Classes[anchor], boundary))
        {
            for (var q = start; q < end; q++)
            {
                far.Add(q);
                nearest = Math.Min(nearest, squared[q]);
            }
        }

        var tied = Tied.Contains(anchor);
        _violations[cut] = tied ? double.NegativeInfinity : farthest - nearest;
        if (tied || !double.IsFinite(farthest) || !double.IsFinite(nearest))
        {
            return ([], [], []);
        }

        for (var p = _start[cut]; p < _start[cut + 1]; p++)
        {
            kept[_partner[p]] = _multiplier[p];
        }

        var (low, high) = (Math.Min(farthest, nearest) - range, Math.Max(farthest, nearest) + range);
        near.RemoveAll(q => kept[q] <= 0 && Demand(squared[q]) < low);
        far.RemoveAll(q => kept[q] <= 0 && squared[q] > high);
        return ([.. near], [.. far], [.. near.Concat(far).Select(q => kept[q])]);
    }

    private double EvaluateCut(int cut, double[] g, double c, double slack, Span<double> gradient)
    {
        var (i, d, scale, theta) = (_order.Anchor(cut), _problem.Dimension, 1 / Unit, Tangency);
        var (first, middle, last) = (_start[cut], _far[cut], _start[cut + 1]);
        var own = g.AsSpan(i * d, d);
        var ownMoved = _moved.AsSpan(i * d, d);
        var (highest, lowest, squares) = (double.NegativeInfinity, double.PositiveInfinity, 0.0);
        for (var p = first; p < last; p++)
        {
            var j = _partner[p];
            var squared = VectorKernels.SquaredDistance(own, g.AsSpan(j * d, d));
            var multiplier = _multiplier[p];
            squares += multiplier * multiplier;
            _next[p] = 0;
            if (p < middle)
            {
                _shifted[p] = (Demand(squared) * (1 + slack) * scale) + (multiplier / c);
                highest = Math.Max(highest, _shifted[p]);
            }
            else
            {
                squared -= theta == 0 ? 0 : theta * VectorKernels.SquaredDistance(ownMoved, _moved.AsSpan(j * d, d));
                _shifted[p] = (squared * scale) - (multiplier / c);
                lowest = Math.Min(lowest, _shifted[p]);
            }
        }

        if (!(highest > lowest))
        {
            return -squares;
        }

        var (a, b) = (0, 0);
        for (var p = first; p < middle; p++)
        {
            _above[a] = _shifted[p];
            a += _shifted[p] > lowest ? 1 : 0;
        }

        for (var p = middle; p < last; p++)
        {
            _below[b] = _shifted[p];
            b += _shifted[p] < highest ? 1 : 0;
        }

        var sigma = LevelRoots.Anchor(_above.AsSpan(0, a), _below.AsSpan(0, b));
        var value = -squares;
        for (var p = first; p < last; p++)
        {
            var v = c * (p < middle ? _shifted[p] - sigma : sigma - _shifted[p]);
            if (v <= 0)
            {
                continue;
            }

            _next[p] = v;
            value += v * v;
            if (_partner[p] != i)
            {
                AddDerivative(i, _partner[p], p < middle, 2 * v * _problem.Radius / Unit, slack, g, gradient);
            }
        }

        return value;
    }

    private void AddDerivative(int i, int j, bool near, double weight, double slack, double[] g, Span<double> gradient)
    {
        var (d, theta) = (_problem.Dimension, Tangency);
        var x = g.AsSpan(i * d, d);
        var y = g.AsSpan(j * d, d);
        var atI = gradient.Slice(i * d, d);
        var atJ = gradient.Slice(j * d, d);
        if (near)
        {
            weight *= 1 + slack;
            weight *= _problem.Margin == 0
                ? 1
                : 1 + (_problem.Margin / Math.Sqrt(VectorKernels.SquaredDistance(x, y) + (Smoothing * Smoothing)));
            VectorKernels.AddScaledDifference(weight, x, y, atI);
            VectorKernels.AddScaledDifference(-weight, x, y, atJ);
            return;
        }

        VectorKernels.AddScaledDifference(-weight, x, y, atI);
        VectorKernels.AddScaledDifference(weight, x, y, atJ);
        if (theta > 0)
        {
            var p = _moved.AsSpan(i * d, d);
            var q = _moved.AsSpan(j * d, d);
            VectorKernels.AddScaledDifference(weight * theta, p, q, atI);
            VectorKernels.AddScaledDifference(-weight * theta, p, q, atJ);
        }
    }

    private double Demand(double squared)
    {
        var alpha = _problem.Margin;
        return alpha == 0 ? squared : squared + (2 * alpha * Math.Sqrt(squared + (Smoothing * Smoothing))) + (alpha * alpha);
    }
}
