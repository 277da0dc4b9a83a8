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
    private const long ParallelWork = 1_000_000;

    private readonly ScaledProblem _problem;
    private readonly ParallelOptions? _parallel;
    private readonly double[] _squared;
    private readonly double[] _displacement;
    private readonly PairWeights _weights;
    private readonly double[] _zeros;
    private readonly AnchorLevels _anchors;
    private readonly IsometricLevel? _isometric;

    internal AugmentedLagrangian(ScaledProblem problem, int threads)
    {
        _problem = problem;
        var n = problem.Count;
        _parallel = threads > 1 && (long)n * n * problem.Dimension > ParallelWork ? new ParallelOptions { MaxDegreeOfParallelism = threads } : null;
        _squared = new double[n * n];
        (_displacement, _zeros) = (new double[n], new double[n]);
        _anchors = new AnchorLevels(problem);
        _weights = new PairWeights(n, problem.Dimension);
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

    /// <summary>Rounds the kink of the margin constraints where points of a class coincide, see <see cref="AnchorLevels.Smoothing"/>.</summary>
    internal double Smoothing
    {
        get => _anchors.Smoothing;
        set => _anchors.Smoothing = value;
    }

    /// <summary>lambda_ij (same class) and nu_ik (other class), by anchor.</summary>
    internal SparseRows Separation => _anchors.Multipliers;

    /// <summary>HAUS: mu_i.</summary>
    internal double[] Level { get; }

    /// <summary>ISO: the multipliers of the pairs.</summary>
    internal IsometricLevel Isometric => _isometric ?? throw new InvalidOperationException("the metric has no pair multipliers");

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
        ForRows(n, i => _anchors.EvaluateRow(i, _squared, Penalty, Slack));
        _weights.Clear();
        var value = _anchors.Collect(_squared, _weights);
        Violation = _anchors.Violation;
        gradient.Clear();
        value += _isometric is null ? HausdorffLevel(u, gradient, n, d) : IsometricValue(_isometric);
        _weights.AddGradient(Embedding, r0, gradient, _parallel);
        return value;
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns the residual max |change| / c.</summary>
    internal double UpdateMultipliers()
    {
        var change = _anchors.Update(_zeros);
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
            change = Math.Max(change, _isometric.Update(_zeros));
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

    private double IsometricValue(IsometricLevel level)
    {
        var value = level.Evaluate(_squared, Penalty, _weights);
        CommonLevel = level.Value;
        return value;
    }
}
