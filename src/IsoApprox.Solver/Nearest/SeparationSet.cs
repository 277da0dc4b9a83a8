using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// A working set of the Triplet-Separated constraints as terms of an augmented Lagrangian, with each anchor's level sigma_i eliminated exactly: only pairs
/// that are nearly active are
/// kept, so an evaluation costs O(pairs d) instead of O(N^2 d). Distances to negatives enter as |g_i - g_k|^2 - theta |h_i - h_k|^2 with h = g - a for a
/// reference a. For theta = 1 that is
/// the tangent at a, a lower bound: the constraints are convex, an a that meets them stays admissible, and every g that meets them is Triplet-Separated.
/// For theta = 0 they are the constraints themselves.
/// </summary>
internal sealed class SeparationSet
{
    private readonly ScaledProblem _problem;
    private readonly double[] _reference;
    private readonly double[] _moved;
    private readonly double[] _farthest;
    private readonly double[] _nearest;
    private readonly int[] _start;
    private int[] _partner = [];
    private double[] _multiplier = [];
    private double[] _next = [];
    private double[] _shifted = [];
    private readonly double[] _above;
    private readonly double[] _below;

    internal SeparationSet(ScaledProblem problem)
    {
        var n = problem.Count;
        (_problem, Unit) = (problem, problem.Radius);
        (_reference, _moved) = (new double[n * problem.Dimension], new double[n * problem.Dimension]);
        (_farthest, _nearest, _start) = (new double[n], new double[n], new int[n + 1]);
        (_above, _below) = (new double[n], new double[n]);
    }

    /// <summary>Points whose anchors have no constraints.</summary>
    internal TiedClasses? Tied { get; set; }

    /// <summary>Unit of the squared distances; multipliers are kept in it.</summary>
    internal double Unit { get; private set; }

    /// <summary>theta, 0 to 1.</summary>
    internal double Tangency { get; set; } = 1;

    /// <summary>Rounds the kink of the margin constraints where points of a class coincide, see <see cref="IAnchorTerms.Smoothing"/>.</summary>
    internal double Smoothing { get; set; }

    /// <summary>Changes the unit.</summary>
    internal void SetUnit(double unit)
    {
        VectorKernels.Scale(unit / Unit, _multiplier);
        Unit = unit;
    }

    /// <summary>The multipliers by anchor, for squared distances in units of r0.</summary>
    internal SparseRows ToRows()
    {
        var factor = _problem.Radius / Unit;
        var rows = new SparseRows(_problem.Count);
        for (var i = 0; i < _problem.Count; i++)
        {
            for (var p = _start[i]; p < _start[i + 1]; p++)
            {
                if (_multiplier[p] > 0)
                {
                    rows.Add(i, _partner[p], factor * _multiplier[p]);
                }
            }
        }

        return rows;
    }

    /// <summary>Takes a as the point of tangency.</summary>
    internal void SetReference(ReadOnlySpan<double> a) => a.CopyTo(_reference);

    /// <summary>
    /// Takes the pairs whose squared distance is within a range of their anchor's level at g, and all with a multiplier. Returns the largest violation over
    /// all triplets, in squared distance. Cost O(N^2 d).
    /// </summary>
    /// <param name="g">N x d.</param>
    /// <param name="range">Squared distance.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal double Rebuild(double[] g, double range, ParallelOptions? parallel)
    {
        var (n, d, classes) = (_problem.Count, _problem.Dimension, _problem.Classes);
        var rows = new (int[] Partner, double[] Multiplier)[n];
        ForEach.Run(n, parallel, i =>
        {
            var squared = new double[n];
            var kept = new double[n];
            VectorKernels.SquaredDistances(g.AsSpan(i * d, d), g, d, 0, n, squared);
            var (farthest, nearest) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var j = 0; j < n; j++)
            {
                if (classes[j] != classes[i])
                {
                    nearest = Math.Min(nearest, squared[j]);
                }
                else if (j != i || _problem.Margin > 0)
                {
                    squared[j] = Demand(j == i ? 0 : squared[j]);
                    farthest = Math.Max(farthest, squared[j]);
                }
            }

            (_farthest[i], _nearest[i]) = (farthest, nearest);
            for (var p = _start[i]; p < _start[i + 1]; p++)
            {
                kept[_partner[p]] = _multiplier[p];
            }

            var (low, high) = (Math.Min(farthest, nearest) - range, Math.Max(farthest, nearest) + range);
            int[] partners = double.IsFinite(farthest) && double.IsFinite(nearest) && Tied?.Contains(i) != true
                ? [.. Enumerable.Range(0, n).Where(j => kept[j] > 0
                    || (classes[j] != classes[i] ? squared[j] <= high : (j != i || _problem.Margin > 0) && squared[j] >= low))]
                : [];
            rows[i] = (partners, Array.ConvertAll(partners, j => kept[j]));
        });
        for (var i = 0; i < n; i++)
        {
            _start[i + 1] = _start[i] + rows[i].Partner.Length;
        }

        (_partner, _multiplier) = ([.. rows.SelectMany(row => row.Partner)], [.. rows.SelectMany(row => row.Multiplier)]);
        (_next, _shifted) = (new double[_partner.Length], new double[_partner.Length]);
        return Enumerable.Range(0, n).Max(i => Tied?.Contains(i) == true ? double.NegativeInfinity : _farthest[i] - _nearest[i]);
    }

    /// <summary>Value of the terms; adds the derivatives by u, g = f + r0 u, to the gradient.</summary>
    /// <param name="g">N x d.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">Share of the squared distance to a positive that negatives must be farther; 0 at the end where points coincide.</param>
    /// <param name="gradient">N x d.</param>
    internal double Evaluate(double[] g, double penalty, double slack, Span<double> gradient)
    {
        var (n, theta) = (_problem.Count, Tangency);
        if (theta > 0)
        {
            for (var k = 0; k < g.Length; k++)
            {
                _moved[k] = g[k] - _reference[k];
            }
        }

        var value = 0.0;
        for (var i = 0; i < n; i++)
        {
            value += EvaluateRow(i, g, penalty, slack, gradient);
        }

        return value / (2 * penalty);
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns their largest change.</summary>
    internal double Update()
    {
        var change = 0.0;
        for (var p = 0; p < _next.Length; p++)
        {
            change = Math.Max(change, Math.Abs(_next[p] - _multiplier[p]));
        }

        _next.AsSpan().CopyTo(_multiplier);
        return change;
    }

    private double EvaluateRow(int i, double[] g, double c, double slack, Span<double> gradient)
    {
        var (d, classes, scale, theta) = (_problem.Dimension, _problem.Classes, 1 / Unit, Tangency);
        var (first, last) = (_start[i], _start[i + 1]);
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
            if (classes[j] == classes[i])
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
        for (var p = first; p < last; p++)
        {
            if (classes[_partner[p]] == classes[i])
            {
                if (_shifted[p] > lowest)
                {
                    _above[a++] = _shifted[p];
                }
            }
            else if (_shifted[p] < highest)
            {
                _below[b++] = _shifted[p];
            }
        }

        var sigma = LevelRoots.Anchor(_above.AsSpan(0, a), _below.AsSpan(0, b));
        var value = -squares;
        for (var p = first; p < last; p++)
        {
            var j = _partner[p];
            var positive = classes[j] == classes[i];
            var v = c * (positive ? _shifted[p] - sigma : sigma - _shifted[p]);
            if (v <= 0)
            {
                continue;
            }

            _next[p] = v;
            value += v * v;
            if (j != i)
            {
                AddDerivative(i, j, positive, 2 * v * _problem.Radius / Unit, slack, g, gradient);
            }
        }

        return value;
    }

    private void AddDerivative(int i, int j, bool positive, double weight, double slack, double[] g, Span<double> gradient)
    {
        var (d, theta) = (_problem.Dimension, Tangency);
        var x = g.AsSpan(i * d, d);
        var y = g.AsSpan(j * d, d);
        var atI = gradient.Slice(i * d, d);
        var atJ = gradient.Slice(j * d, d);
        if (positive)
        {
            weight *= 1 + slack;
            weight *= _problem.Margin == 0 ? 1 : 1 + (_problem.Margin / Math.Sqrt(VectorKernels.SquaredDistance(x, y) + (Smoothing * Smoothing)));
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
