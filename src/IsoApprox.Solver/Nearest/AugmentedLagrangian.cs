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

    /// <summary>From here on squared distances are not kept.</summary>
    private const int StripsFrom = 257;

    private readonly ScaledProblem _problem;
    private readonly ParallelOptions? _parallel;
    private readonly PairWeights _weights;
    private readonly double[] _zeros;
    private readonly IAnchorTerms _anchors;
    private readonly IObjective _objective;
    private readonly PenaltyScaling _scaling;

    internal AugmentedLagrangian(ScaledProblem problem, IObjective objective, int threads)
    {
        (_problem, _objective) = (problem, objective);
        var n = problem.Count;
        _parallel = threads > 1 && (long)n * n * problem.Dimension > ParallelWork ? new ParallelOptions { MaxDegreeOfParallelism = threads } : null;
        _scaling = new PenaltyScaling(problem);
        _zeros = new double[n];
        _anchors = problem.Distances is null && n >= StripsFrom ? new StripAnchors(problem) : new AnchorLevels(problem);
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

    /// <summary>Rounds the kink of the margin constraints where points of a class coincide, see <see cref="IAnchorTerms.Smoothing"/>.</summary>
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

    /// <summary>Squared distances of g, N x N; empty for large N.</summary>
    internal ReadOnlySpan<double> SquaredDistances => _anchors.Squared;

    /// <summary>The objective at the last evaluation: rho (HAUS) or t (ISO) of the nearest problem, in units of r0.</summary>
    internal double CommonLevel => _objective.Value;

    /// <summary>max over anchors of (d_ij + alpha)^2 - d_ik^2 at the last evaluation; negative infinity without triplets.</summary>
    internal double Violation { get; private set; }

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
        var value = _anchors.Evaluate(Embedding, Penalty, Slack, _weights, gradient, _parallel);
        Violation = _anchors.Violation;
        value += _objective.Evaluate(u, gradient, _anchors.Squared, Penalty, _weights);
        _weights.AddGradient(Embedding, r0, gradient, _parallel);
        return value;
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns the residual max |change| / c.</summary>
    internal double UpdateMultipliers()
    {
        var change = _anchors.Update(_zeros);
        return Math.Max(change, _objective.Update(_zeros)) / Penalty;
    }

    /// <summary>HAUS: the penalty of each anchor and of each level follows its multiplier.</summary>
    /// <param name="largest">Largest penalty.</param>
    internal void AdaptPenalties(double largest)
    {
        if (_objective is LargestDisplacement level)
        {
            _scaling.Stiffen(Penalty, largest, Separation, _anchors.Stiffness, level);
        }
    }

    /// <summary>
    /// HAUS: one over the curvature at each point (N x d, equal in its coordinates) at the last evaluation, by which the inner minimisation scales its steps;
    /// otherwise null.
    /// </summary>
    internal double[]? InverseCurvature()
    {
        if (_objective is not LargestDisplacement level)
        {
            return null;
        }

        _scaling.EstimateCurvature(Penalty, Embedding, Separation, _anchors.Stiffness, level);
        return _scaling.InverseCurvature;
    }
}
