using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>The Triplet-Separated constraints for small N and for ISO: all squared distances are kept, N x N.</summary>
internal sealed class AnchorLevels(ScaledProblem problem) : IAnchorTerms
{
    private readonly double[] _rowValue = new double[problem.Count];
    private readonly double[] _rowViolation = new double[problem.Count];
    private readonly SquaredMatrix _squared = new(problem.Count, problem.Dimension);
    private readonly SparseRows _next = new(problem.Count);
    private readonly ThreadLocal<Scratch> _scratch = new(() => new Scratch(problem.Count));

    /// <inheritdoc/>
    public SparseRows Multipliers { get; } = new(problem.Count);

    /// <inheritdoc/>
    public double Smoothing { get; set; }

    /// <inheritdoc/>
    public double SquaredFloor { get; set; }

    /// <inheritdoc/>
    public double Violation { get; private set; }

    /// <inheritdoc/>
    public double[] Stiffness { get; } = [.. Enumerable.Repeat(1.0, problem.Count)];

    /// <inheritdoc/>
    public double[] Squared => _squared.Values;

    /// <inheritdoc/>
    public double Evaluate(double[] g, double penalty, double slack, PairWeights weights, Span<double> gradient, ParallelOptions? parallel)
    {
        _squared.Fill(g, parallel);
        ForEach.Run(problem.Count, parallel, i => EvaluateRow(i, Squared, penalty * Stiffness[i], slack));
        return Collect(Squared, weights);
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = _next.MaxDifference(Multipliers, zeros, Stiffness);
        Multipliers.CopyFrom(_next);
        return change;
    }

    private double WithMargin(double squared, double slack)
    {
        var alpha = problem.Margin;
        return alpha == 0 ? squared + slack : squared + (2 * alpha * Math.Sqrt(squared + (Smoothing * Smoothing))) + (alpha * alpha) + slack;
    }

    /// <summary>Eliminates sigma_i and writes anchor i's updated multipliers.</summary>
    /// <param name="i">The anchor.</param>
    /// <param name="squared">Squared distances of g, N x N.</param>
    /// <param name="c">Penalty.</param>
    /// <param name="slack">Extra squared distance demanded between positives and negatives.</param>
    private void EvaluateRow(int i, double[] squared, double c, double slack)
    {
        var (n, classes, scale) = (problem.Count, problem.Classes, 1 / problem.Radius);
        var scratch = _scratch.Value!;
        var multipliers = scratch.Multipliers.AsSpan();
        var shifted = scratch.Shifted.AsSpan();
        _next.ClearRow(i);
        Multipliers.Scatter(i, multipliers);
        var row = squared.AsSpan(i * n, n);
        var own = classes[i];
        var (maxA, minB, farthest, nearest) = (double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity);
        for (var j = 0; j < n; j++)
        {
            if (classes[j] != own)
            {
                shifted[j] = (row[j] * scale) - (multipliers[j] / c);
                minB = Math.Min(minB, shifted[j]);
                nearest = Math.Min(nearest, row[j]);
            }
            else if (j != i || problem.Margin > 0 || SquaredFloor > 0)
            {
                var demanded = j == i ? Math.Max(WithMargin(0, slack), SquaredFloor + slack) : WithMargin(row[j], slack);
                shifted[j] = (demanded * scale) + (multipliers[j] / c);
                maxA = Math.Max(maxA, shifted[j]);
                farthest = Math.Max(farthest, demanded);
            }
            else
            {
                shifted[j] = double.NegativeInfinity;
            }
        }

        _rowViolation[i] = farthest - slack - nearest;
        var value = 0.0;
        if (maxA > minB)
        {
            var (a, b) = Candidates(scratch, shifted, classes, own, minB, maxA);
            var sigma = LevelRoots.Anchor(scratch.A.AsSpan(0, a), scratch.B.AsSpan(0, b));
            for (var j = 0; j < n; j++)
            {
                var excess = classes[j] == own ? shifted[j] - sigma : sigma - shifted[j];
                if (excess > 0)
                {
                    var v = c * excess;
                    _next.Add(i, j, v);
                    value += v * v;
                }
            }
        }

        _rowValue[i] = (value - Multipliers.SumOfSquares(i)) / (2 * c);
        Multipliers.Erase(i, multipliers);
    }

    private static (int A, int B) Candidates(Scratch scratch, ReadOnlySpan<double> shifted, int[] classes, int own, double minB, double maxA)
    {
        var (a, b) = (0, 0);
        for (var j = 0; j < shifted.Length; j++)
        {
            if (classes[j] == own)
            {
                if (shifted[j] > minB)
                {
                    scratch.A[a++] = shifted[j];
                }
            }
            else if (shifted[j] < maxA)
            {
                scratch.B[b++] = shifted[j];
            }
        }

        return (a, b);
    }

    /// <summary>Sum of the rows' values, in order; adds the derivatives to the weights and sets <see cref="Violation"/>.</summary>
    /// <param name="squared">Squared distances of g, N x N.</param>
    /// <param name="weights">Receives the derivative by each squared distance.</param>
    private double Collect(double[] squared, PairWeights weights)
    {
        var value = 0.0;
        Violation = double.NegativeInfinity;
        for (var i = 0; i < problem.Count; i++)
        {
            value += _rowValue[i];
            Violation = Math.Max(Violation, _rowViolation[i]);
        }

        AddWeights(squared, weights);
        return value;
    }

    private void AddWeights(double[] squared, PairWeights weights)
    {
        var (n, alpha, scale) = (problem.Count, problem.Margin, 1 / problem.Radius);
        for (var i = 0; i < n; i++)
        {
            var columns = _next.Columns(i);
            var values = _next.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                var j = columns[p];
                if (problem.Classes[j] != problem.Classes[i])
                {
                    weights.Add(i, j, -values[p] * scale);
                }
                else if (j != i)
                {
                    var derivative = alpha == 0 ? 1 : 1 + (alpha / Math.Sqrt(squared[(i * n) + j] + (Smoothing * Smoothing)));
                    weights.Add(i, j, values[p] * scale * derivative);
                }
            }
        }
    }

    private sealed class Scratch(int n)
    {
        internal double[] Multipliers { get; } = new double[n];

        internal double[] Shifted { get; } = new double[n];

        internal double[] A { get; } = new double[n];

        internal double[] B { get; } = new double[n];
    }
}
