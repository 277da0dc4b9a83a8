using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Augmented Lagrangian of the distance to an ideal set as a C^1 function of u alone: h = f + r0 u, and g = h, or g = h/|h| row by row
/// where norms are 1. The levels of the cuts and the common level (rho for HAUS, t for ISO) are eliminated exactly in every evaluation, so
/// the updated multipliers satisfy sum lambda = sum nu on each cut and sum mu = 1 to rounding. Constraints: <see cref="CutTerms"/>,
/// <see cref="ThresholdTerms"/>, |g_i - f_i|^2/r0^2 &lt;= rho (HAUS) or | d_ij - D_ij |/r0 &lt;= t (ISO). One evaluation costs O(N^2 (d +
/// boundaries)), less where lists serve.
/// </summary>
internal sealed class AugmentedLagrangian
{
    private const long ParallelWork = 1_000_000;

    /// <summary>From here on squared distances are not kept.</summary>
    private const int StripsFrom = 257;

    private const double SmallestNorm = 1e-12;

    private readonly SearchProblem _problem;
    private readonly ParallelOptions? _parallel;
    private readonly PairWeights _weights;
    private readonly double[] _zeros;
    private readonly double[] _norms;
    private readonly double[] _displacement;
    private readonly ISetTerms _terms;
    private readonly IObjective _objective;
    private readonly PenaltyScaling _scaling;

    /// <param name="problem">The problem.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="terms">The constraints; null: all of the set.</param>
    internal AugmentedLagrangian(SearchProblem problem, IObjective objective, int threads, ISetTerms? terms = null)
    {
        (_problem, _objective) = (problem, objective);
        var (n, d) = (problem.Count, problem.Dimension);
        _parallel = threads > 1 && (long)n * n * d > ParallelWork ? new ParallelOptions { MaxDegreeOfParallelism = threads } : null;
        _scaling = new PenaltyScaling(problem);
        _zeros = new double[n];
        _terms = terms ?? new SetTerms(problem, problem.Distances is not null || n < StripsFrom);
        _weights = new PairWeights(n, d);
        Embedding = new double[n * d];
        (_norms, _displacement) = problem.HasUnitNorms ? (new double[n], new double[n * d]) : ([], []);
    }

    /// <summary>The objective of the nearest problem: the largest displacement (HAUS) or the largest change of a distance (ISO).</summary>
    internal static IObjective Nearest(SearchProblem problem) => problem.Distances is null
        ? new LargestDisplacement(problem.Count, problem.Dimension)
        : new IsometricLevel(problem.Count, problem.Distances, 1 / problem.Radius);

    internal SearchProblem Problem => _problem;

    /// <summary>Penalty c.</summary>
    internal double Penalty { get; set; } = 10;

    /// <summary>By how much the constraints are tightened, in the sense of the terms.</summary>
    internal double Slack { get; set; }

    /// <summary>Points that are moved as one.</summary>
    internal TiedPoints Tied { get; init; } = new();

    /// <inheritdoc cref="ISetTerms.Smoothing"/>
    internal double Smoothing
    {
        get => _terms.Smoothing;
        set => _terms.Smoothing = value;
    }

    /// <summary>lambda (near positions) and nu (far ones), by cut.</summary>
    internal SparseRows Cuts => _terms.Multipliers;

    /// <summary>Multipliers of the thresholds by position p, q &lt; p; null without thresholds.</summary>
    internal SparseRows? Thresholds => _terms.Thresholds;

    /// <summary>HAUS: mu_i of the nearest problem.</summary>
    internal double[] Level => _objective is LargestDisplacement level
        ? level.Multipliers
        : throw new InvalidOperationException("the objective has no mu");

    /// <summary>ISO: the multipliers of the pairs of the nearest problem.</summary>
    internal IsometricLevel Isometric =>
        _objective as IsometricLevel ?? throw new InvalidOperationException("the objective has no pair multipliers");

    /// <summary>g of the last evaluation.</summary>
    internal double[] Embedding { get; }

    /// <summary>Squared distances of g, N x N; empty for large N.</summary>
    internal ReadOnlySpan<double> SquaredDistances => _terms.Squared;

    /// <summary>The objective at the last evaluation: rho (HAUS) or t (ISO) of the nearest problem, in units of r0.</summary>
    internal double CommonLevel => _objective.Value;

    /// <summary>The distance to f at that level, in units of the input (nearest problem).</summary>
    internal double Distance =>
        (_problem.Distances is null ? Math.Sqrt(Math.Max(0, CommonLevel)) : CommonLevel) * _problem.Radius * _problem.Scale;

    /// <inheritdoc cref="ISetTerms.Violation"/>
    internal double Violation => _terms.Violation;

    internal long Evaluations { get; private set; }

    /// <summary>Value and gradient in u.</summary>
    internal double Evaluate(ReadOnlySpan<double> u, Span<double> gradient)
    {
        Evaluations++;
        var r0 = _problem.Radius;
        _problem.Points.AsSpan().CopyTo(Embedding);
        VectorKernels.AddScaled(r0, u, Embedding);
        _weights.Clear();
        gradient.Clear();
        if (_problem.HasUnitNorms)
        {
            Normalise();
            u = _displacement;
        }

        var value = _terms.Evaluate(Embedding, Penalty, Slack, gradient, _parallel);
        value += _objective.Evaluate(u, gradient, _terms.Squared, Penalty, _weights);
        _weights.AddGradient(Embedding, r0, gradient, _parallel);
        if (_problem.HasUnitNorms)
        {
            Project(gradient);
        }

        Tied.Average(gradient, _problem.Dimension);
        return value;
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns the residual max |change| / c.</summary>
    internal double UpdateMultipliers()
    {
        var change = _terms.Update(_zeros);
        return Math.Max(change, _objective.Update(_zeros)) / Penalty;
    }

    /// <summary>HAUS: the penalty of each cut and of each level follows its multiplier.</summary>
    /// <param name="largest">Largest penalty.</param>
    internal void AdaptPenalties(double largest)
    {
        if (_objective is LargestDisplacement level)
        {
            _scaling.Stiffen(Penalty, largest, Cuts, _terms.Stiffness, level);
        }
    }

    /// <summary>
    /// HAUS: one over the curvature at each point (N x d, equal in its coordinates) at the last evaluation, by which the inner minimisation
    /// scales its steps; otherwise null.
    /// </summary>
    internal double[]? InverseCurvature()
    {
        if (_objective is not LargestDisplacement level)
        {
            return null;
        }

        _scaling.EstimateCurvature(Penalty, Embedding, Cuts, _terms.Stiffness, Thresholds, level);
        return _scaling.InverseCurvature;
    }

    /// <summary>g = h/|h|, and the displacement (g - f)/r0, which takes the place of u.</summary>
    private void Normalise()
    {
        var d = _problem.Dimension;
        for (var i = 0; i < _norms.Length; i++)
        {
            var row = Embedding.AsSpan(i * d, d);
            _norms[i] = Math.Max(SmallestNorm, Math.Sqrt(VectorKernels.Dot(row, row)));
            VectorKernels.Scale(1 / _norms[i], row);
        }

        _displacement.AsSpan().Clear();
        VectorKernels.AddScaledDifference(1 / _problem.Radius, Embedding, _problem.Points, _displacement);
    }

    /// <summary>The gradient by u from that by the displacement: its part across g, over |h|.</summary>
    private void Project(Span<double> gradient)
    {
        var d = _problem.Dimension;
        for (var i = 0; i < _norms.Length; i++)
        {
            var row = Embedding.AsSpan(i * d, d);
            var own = gradient.Slice(i * d, d);
            VectorKernels.AddScaled(-VectorKernels.Dot(own, row), row, own);
            VectorKernels.Scale(1 / _norms[i], own);
        }
    }
}
