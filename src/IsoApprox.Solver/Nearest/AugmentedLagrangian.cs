using IsoApprox.Certificates;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Augmented Lagrangian of the nearest Triplet-Separated embedding problem as a C^1 function of u alone, g = f + r0 u. The anchor levels sigma_i and the common
/// level (rho for HAUS, t for ISO) are eliminated exactly in every evaluation, so the updated multipliers satisfy sum lambda_i = sum nu_i and sum mu = 1 to rounding.
/// Constraints: ((d_ij + alpha)^2 + slack - sigma_i) / r0 &lt;= 0 for positives, (sigma_i - d_ik^2) / r0 &lt;= 0 for negatives,
/// |u_i|^2 &lt;= rho (HAUS) or | d_ij - D_ij | / r0 &lt;= t (ISO). One evaluation costs O(N^2 d).
/// </summary>
internal sealed class AugmentedLagrangian
{
    private const double MarginSmoothing = 1e-9;
    private const long ParallelWork = 1_000_000;

    private readonly ScaledProblem _problem;
    private readonly ParallelOptions? _parallel;
    private readonly double[] _squared;
    private readonly double[] _rowValue;
    private readonly double[] _rowViolation;
    private readonly double[] _displacement;
    private readonly PairWeights _weights;
    private readonly ThreadLocal<Scratch> _scratch;
    private readonly IsometricLevel? _isometric;

    internal AugmentedLagrangian(ScaledProblem problem, int threads)
    {
        _problem = problem;
        var n = problem.Count;
        _parallel = threads > 1 && (long)n * n * problem.Dimension > ParallelWork ? new ParallelOptions { MaxDegreeOfParallelism = threads } : null;
        _squared = new double[n * n];
        (_rowValue, _rowViolation, _displacement) = (new double[n], new double[n], new double[n]);
        _weights = new PairWeights(n, problem.Dimension);
        _scratch = new ThreadLocal<Scratch>(() => new Scratch(n));
        (Separation, NextSeparation) = (new SparseRows(n), new SparseRows(n));
        (Level, NextLevel) = (new double[n], new double[n]);
        _isometric = problem.Distances is null ? null : new IsometricLevel(n, problem.Distances, 1 / problem.Radius);
        Embedding = new double[n * problem.Dimension];
        if (problem.Metric == NearestMetric.HausdorffLike)
        {
            Level.AsSpan().Fill(1.0 / n);
        }
    }

    /// <summary>Penalty c.</summary>
    internal double Penalty { get; set; } = 10;

    /// <summary>Extra squared distance demanded between positives and negatives.</summary>
    internal double Slack { get; set; }

    /// <summary>lambda_ij (same class) and nu_ik (other class), by anchor.</summary>
    internal SparseRows Separation { get; }

    /// <summary>HAUS: mu_i.</summary>
    internal double[] Level { get; }

    /// <summary>ISO: the multipliers of the pairs.</summary>
    internal IsometricLevel Isometric => _isometric ?? throw new InvalidOperationException("the metric has no pair multipliers");

    private SparseRows NextSeparation { get; }

    private double[] NextLevel { get; }

    /// <summary>g of the last evaluation.</summary>
    internal double[] Embedding { get; }

    /// <summary>Squared distances of g, N x N.</summary>
    internal ReadOnlySpan<double> SquaredDistances => _squared;

    /// <summary>rho (HAUS) or t (ISO) of the last evaluation, in units of r0.</summary>
    internal double CommonLevel { get; private set; }

    /// <summary>max over anchors of (d_ij + alpha)^2 - d_ik^2 at the last evaluation; negative infinity without triplets.</summary>
    internal double Violation { get; private set; }

    internal long Evaluations { get; private set; }

    /// <summary>Value and gradient in u.</summary>
    internal double Evaluate(ReadOnlySpan<double> u, Span<double> gradient)
    {
        Evaluations++;
        var (n, d, r0) = (_problem.Count, _problem.Dimension, _problem.Radius);
        _problem.Points.AsSpan().CopyTo(Embedding);
        VectorKernels.AddScaled(r0, u, Embedding);
        ComputeDistances(n, d);
        ForRows(n, AnchorRow);
        var value = 0.0;
        Violation = double.NegativeInfinity;
        for (var i = 0; i < n; i++)
        {
            value += _rowValue[i];
            Violation = Math.Max(Violation, _rowViolation[i]);
        }

        _weights.Clear();
        AddSeparationWeights(n, 1 / r0);
        gradient.Clear();
        value += _isometric is null ? HausdorffLevel(u, gradient, n, d) : IsometricValue(_isometric);
        _weights.AddGradient(Embedding, r0, gradient, _parallel);
        return value;
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns the residual max |change| / c.</summary>
    internal double UpdateMultipliers()
    {
        var scratch = _scratch.Value!.Multipliers;
        var change = NextSeparation.MaxDifference(Separation, scratch);
        Separation.CopyFrom(NextSeparation);
        if (_isometric is null)
        {
            for (var i = 0; i < Level.Length; i++)
            {
                change = Math.Max(change, Math.Abs(NextLevel[i] - Level[i]));
                Level[i] = NextLevel[i];
            }
        }
        else
        {
            change = Math.Max(change, _isometric.Update(scratch));
        }

        return change / Penalty;
    }

    private void ForRows(int n, Action<int> body)
    {
        if (_parallel is null)
        {
            for (var i = 0; i < n; i++)
            {
                body(i);
            }
        }
        else
        {
            Parallel.For(0, n, _parallel, body);
        }
    }

    private void ComputeDistances(int n, int d)
    {
        ForRows(n, i =>
        {
            VectorKernels.SquaredDistances(Embedding.AsSpan(i * d, d), Embedding, d, 0, i, _squared.AsSpan(i * n, i));
            _squared[(i * n) + i] = 0;
        });
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _squared[(j * n) + i] = _squared[(i * n) + j];
            }
        }
    }

    private double WithMargin(double squared)
    {
        var alpha = _problem.Margin;
        return alpha == 0 ? squared + Slack : squared + (2 * alpha * Math.Sqrt(squared + (MarginSmoothing * MarginSmoothing))) + (alpha * alpha) + Slack;
    }

    /// <summary>Eliminates sigma_i and writes anchor i's updated multipliers.</summary>
    private void AnchorRow(int i)
    {
        var (n, classes, c, scale) = (_problem.Count, _problem.Classes, Penalty, 1 / _problem.Radius);
        var scratch = _scratch.Value!;
        var multipliers = scratch.Multipliers.AsSpan();
        var shifted = scratch.Shifted.AsSpan();
        NextSeparation.ClearRow(i);
        Separation.Scatter(i, multipliers);
        var row = _squared.AsSpan(i * n, n);
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
            else if (j != i || _problem.Margin > 0)
            {
                var demanded = WithMargin(row[j]);
                shifted[j] = (demanded * scale) + (multipliers[j] / c);
                maxA = Math.Max(maxA, shifted[j]);
                farthest = Math.Max(farthest, demanded);
            }
            else
            {
                shifted[j] = double.NegativeInfinity;
            }
        }

        _rowViolation[i] = farthest - Slack - nearest;
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
                    NextSeparation.Add(i, j, v);
                    value += v * v;
                }
            }
        }

        _rowValue[i] = (value - Separation.SumOfSquares(i)) / (2 * c);
        Separation.Erase(i, multipliers);
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

    private void AddSeparationWeights(int n, double scale)
    {
        var alpha = _problem.Margin;
        for (var i = 0; i < n; i++)
        {
            var columns = NextSeparation.Columns(i);
            var values = NextSeparation.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                var j = columns[p];
                if (_problem.Classes[j] != _problem.Classes[i])
                {
                    _weights.Add(i, j, -values[p] * scale);
                }
                else if (j != i)
                {
                    var derivative = alpha == 0 ? 1 : 1 + (alpha / Math.Sqrt(_squared[(i * n) + j] + (MarginSmoothing * MarginSmoothing)));
                    _weights.Add(i, j, values[p] * scale * derivative);
                }
            }
        }
    }

    private double HausdorffLevel(ReadOnlySpan<double> u, Span<double> gradient, int n, int d)
    {
        var c = Penalty;
        for (var i = 0; i < n; i++)
        {
            var row = u.Slice(i * d, d);
            _displacement[i] = VectorKernels.Dot(row, row) + (Level[i] / c);
        }

        var rho = LevelRoots.Simplex(_displacement, 1 / c);
        CommonLevel = rho;
        var value = rho;
        for (var i = 0; i < n; i++)
        {
            var m = Math.Max(0, c * (_displacement[i] - rho));
            NextLevel[i] = m;
            value += ((m * m) - (Level[i] * Level[i])) / (2 * c);
            VectorKernels.AddScaled(2 * m, u.Slice(i * d, d), gradient.Slice(i * d, d));
        }

        return value;
    }

    private double IsometricValue(IsometricLevel level)
    {
        var value = level.Evaluate(_squared, Penalty, _weights);
        CommonLevel = level.Value;
        return value;
    }

    private sealed class Scratch(int n)
    {
        internal double[] Multipliers { get; } = new double[n];

        internal double[] Shifted { get; } = new double[n];

        internal double[] A { get; } = new double[n];

        internal double[] B { get; } = new double[n];
    }
}
