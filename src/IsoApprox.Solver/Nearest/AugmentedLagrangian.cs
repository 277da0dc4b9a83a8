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
    private readonly PairWeights _weights;
    private readonly double[] _zeros;
    private readonly AnchorLevels _anchors;
    private readonly IObjective _objective;

    internal AugmentedLagrangian(ScaledProblem problem, IObjective objective, int threads)
    {
        (_problem, _objective) = (problem, objective);
        var n = problem.Count;
        _parallel = threads > 1 && (long)n * n * problem.Dimension > ParallelWork ? new ParallelOptions { MaxDegreeOfParallelism = threads } : null;
        _squared = new double[n * n];
        _zeros = new double[n];
        _anchors = new AnchorLevels(problem);
        _weights = new PairWeights(n, problem.Dimension);
        Embedding = new double[n * problem.Dimension];
    }

    /// <summary>The objective of the nearest problem: the largest displacement (HAUS) or the largest change of a distance (ISO).</summary>
    internal static IObjective Nearest(ScaledProblem problem) => problem.Distances is null
        ? new LargestDisplacement(problem.Count, problem.Dimension)
        : new IsometricLevel(problem.Count, problem.Distances, 1 / problem.Radius);

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

    /// <summary>Least squared distance of an anchor to its negatives, in units of the search; the multiplier of it is lambda_ii.</summary>
    internal double SquaredFloor
    {
        get => _anchors.SquaredFloor;
        set => _anchors.SquaredFloor = value;
    }

    /// <summary>lambda_ij (same class) and nu_ik (other class), by anchor.</summary>
    internal SparseRows Separation => _anchors.Multipliers;

    /// <summary>HAUS: mu_i of the nearest problem.</summary>
    internal double[] Level => _objective is LargestDisplacement level ? level.Multipliers : throw new InvalidOperationException("the objective has no mu");

    /// <summary>ISO: the multipliers of the pairs of the nearest problem.</summary>
    internal IsometricLevel Isometric => _objective as IsometricLevel ?? throw new InvalidOperationException("the objective has no pair multipliers");

    /// <summary>g of the last evaluation.</summary>
    internal double[] Embedding { get; }

    /// <summary>Squared distances of g, N x N.</summary>
    internal ReadOnlySpan<double> SquaredDistances => _squared;

    /// <summary>The objective at the last evaluation: rho (HAUS) or t (ISO) of the nearest problem, in units of r0.</summary>
    internal double CommonLevel => _objective.Value;

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
        value += _objective.Evaluate(u, gradient, _squared, Penalty, _weights);
        _weights.AddGradient(Embedding, r0, gradient, _parallel);
        return value;
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns the residual max |change| / c.</summary>
    internal double UpdateMultipliers()
    {
        var change = _anchors.Update(_zeros);
        return Math.Max(change, _objective.Update(_zeros)) / Penalty;
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
}
