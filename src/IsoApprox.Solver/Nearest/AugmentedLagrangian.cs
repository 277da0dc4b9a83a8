using IsoApprox.Certificates;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Augmented Lagrangian of the nearest Triplet-Separated embedding problem as a C^1 function of u alone, g = f + r0 u. The anchor levels sigma_i and the common
/// level (rho for HAUS, t for ISO) are eliminated exactly in every evaluation, so the updated multipliers satisfy sum lambda_i = sum nu_i and sum mu = 1 to rounding.
/// Constraints: ((d_ij + alpha)^2 + slack - sigma_i) / r0 &lt;= 0 for positives, (sigma_i - d_ik^2) / r0 &lt;= 0 for negatives,
/// |u_i|^2 &lt;= rho (HAUS) or | d_ij - D_ij | / r0 &lt;= t (ISO). One evaluation costs O(N^2 d).
/// </summary>
internal sealed partial class AugmentedLagrangian
{
    private const double DistanceSmoothing = 1e-12;
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
    private readonly List<double> _levelValues = [];
    private readonly List<(int I, int J, int Sign, double Value, double Distance)> _levelPairs = [];

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
        (Shrunk, NextShrunk, Grown, NextGrown) = (new SparseRows(n), new SparseRows(n), new SparseRows(n), new SparseRows(n));
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

    /// <summary>ISO: multipliers of D_ij - d_ij &lt;= r0 t, stored for j &lt; i.</summary>
    internal SparseRows Shrunk { get; }

    /// <summary>ISO: multipliers of d_ij - D_ij &lt;= r0 t, stored for j &lt; i.</summary>
    internal SparseRows Grown { get; }

    private SparseRows NextSeparation { get; }

    private double[] NextLevel { get; }

    private SparseRows NextShrunk { get; }

    private SparseRows NextGrown { get; }

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
        value += _problem.Metric == NearestMetric.HausdorffLike ? HausdorffLevel(u, gradient, n, d) : IsometricLevel(n);
        _weights.AddGradient(Embedding, r0, gradient, _parallel);
        return value;
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns the residual max |change| / c.</summary>
    internal double UpdateMultipliers()
    {
        var scratch = _scratch.Value!.Multipliers;
        var change = NextSeparation.MaxDifference(Separation, scratch);
        Separation.CopyFrom(NextSeparation);
        if (_problem.Metric == NearestMetric.HausdorffLike)
        {
            for (var i = 0; i < Level.Length; i++)
            {
                change = Math.Max(change, Math.Abs(NextLevel[i] - Level[i]));
                Level[i] = NextLevel[i];
            }
        }
        else
        {
            change = Math.Max(change, Math.Max(NextShrunk.MaxDifference(Shrunk, scratch), NextGrown.MaxDifference(Grown, scratch)));
            Shrunk.CopyFrom(NextShrunk);
            Grown.CopyFrom(NextGrown);
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

    private double IsometricLevel(int n)
    {
        var (c, scale, distances) = (Penalty, 1 / _problem.Radius, _problem.Distances!);
        CollectLevelPairs(n, c, scale, distances);
        var t = LevelRoots.Simplex(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_levelValues), 1 / c);
        CommonLevel = t;
        var value = t;
        for (var i = 0; i < n; i++)
        {
            NextShrunk.ClearRow(i);
            NextGrown.ClearRow(i);
            value -= (Shrunk.SumOfSquares(i) + Grown.SumOfSquares(i)) / (2 * c);
        }

        foreach (var (i, j, sign, v, distance) in _levelPairs)
        {
            var m = c * (v - t);
            if (m > 0)
            {
                (sign < 0 ? NextShrunk : NextGrown).Add(i, j, m);
                value += m * m / (2 * c);
                _weights.Add(i, j, sign * m / (2 * distance) * scale);
            }
        }

        return value;
    }

    /// <summary>Pairs whose shifted level can exceed the root: those above max - 1/c.</summary>
    private void CollectLevelPairs(int n, double c, double scale, double[] distances)
    {
        _levelValues.Clear();
        _levelPairs.Clear();
        var shrunk = _scratch.Value!.Multipliers.AsSpan();
        var grown = _scratch.Value!.Shifted.AsSpan();
        grown.Clear();
        var max = double.NegativeInfinity;
        for (var i = 1; i < n; i++)
        {
            Shrunk.Scatter(i, shrunk);
            Grown.Scatter(i, grown);
            for (var j = 0; j < i; j++)
            {
                var e = Math.Sqrt(_squared[(i * n) + j] + (DistanceSmoothing * DistanceSmoothing));
                var difference = (distances[(i * n) + j] - e) * scale;
                var (below, above) = (difference + (shrunk[j] / c), (grown[j] / c) - difference);
                max = Math.Max(max, Math.Max(below, above));
                if (below > max - (1 / c))
                {
                    _levelPairs.Add((i, j, -1, below, e));
                    _levelValues.Add(below);
                }

                if (above > max - (1 / c))
                {
                    _levelPairs.Add((i, j, 1, above, e));
                    _levelValues.Add(above);
                }
            }

            Shrunk.Erase(i, shrunk);
            Grown.Erase(i, grown);
        }
    }
}
