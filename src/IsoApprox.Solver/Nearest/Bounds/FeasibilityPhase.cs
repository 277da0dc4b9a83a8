using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// HAUS: moves an embedding of small displacement that is almost in the set to one that is in it and within a given radius of f, by
/// minimising the squares of the violations alone. Wherever the bound is good long before the points are, this closes an interval sooner
/// than contraction does: only the violated constraints move anything.
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="threads">Threads.</param>
internal sealed class FeasibilityPhase(SearchProblem problem, int threads)
{
    private const int MaxIterations = 80;
    private const int Memory = 10;

    /// <summary>
    /// Share of the violation that is demanded as extra separation, so that the end is reached after finitely many steps.
    /// </summary>
    private const double Extra = 0.2;

    /// <summary>Where between the displacement at hand and the allowed one the level is aimed at.</summary>
    private const double Aim = 0.6;

    private readonly LeastDisplacement _level = new(problem.Count, problem.Dimension, weight: 0);
    private readonly LimitedMemoryBfgs _inner = new(problem.Count * problem.Dimension, Memory, threads);
    private AugmentedLagrangian? _penalty;

    /// <summary>Evaluations so far.</summary>
    internal long Evaluations => _penalty?.Evaluations ?? 0;

    /// <summary>The embedding that was reached, in search coordinates; null when the constraints were not met in floating point.</summary>
    /// <param name="displacement">u, N x d; left alone.</param>
    /// <param name="violation">Largest violation in squared distance at u.</param>
    /// <param name="level">max |u_i|^2, about.</param>
    /// <param name="allowed">Largest allowed |u_i|^2.</param>
    /// <param name="stop">Polled once an iteration.</param>
    internal double[]? Reach(double[] displacement, double violation, double level, double allowed, Func<bool> stop)
    {
        var penalty = _penalty ??= new AugmentedLagrangian(problem, _level, threads) { Penalty = 1 };
        penalty.Slack = Extra * Math.Max(violation, 1e-13);
        _level.Ceiling = level + (Aim * (allowed - level));
        bool Met() => penalty.Violation <= 0 && _level.Excess + _level.Ceiling <= allowed;

        var u = (double[])displacement.Clone();
        _inner.Minimise(penalty.Evaluate, u, 0, MaxIterations, () => stop() || Met());
        penalty.Evaluate(u, new double[u.Length]);
        return Met() ? penalty.Embedding : null;
    }
}
