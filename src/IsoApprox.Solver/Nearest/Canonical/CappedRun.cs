using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// One start of the search for the canonical embedding where <see cref="CanonicalRun"/> does not serve: the augmented Lagrangian with every
/// displacement (HAUS) or every pair's change of distance (ISO) capped.
/// </summary>
internal sealed class CappedRun
{
    private const int Attempts = 6;

    /// <summary>Share of the slack that is kept back for rounding from the beginning.</summary>
    private const double Reserve = 1e-6;

    /// <summary>
    /// Close to the smallest radius the multipliers grow like the inverse square root of the slack; the usual cap would only creep towards
    /// them.
    /// </summary>
    private const double MaxPenalty = 1e6;

    /// <summary>A repair that adds more than this share to the sum of squares is not settled for yet.</summary>
    private const double CheapRepair = 1e-6;

    /// <summary>One that adds more than this is not counted as converged.</summary>
    private const double HarmlessRepair = 1e-4;

    private readonly CanonicalProblem _problem;
    private readonly string _origin;
    private readonly ICappedObjective _objective;
    private readonly OuterLoop _solver;
    private readonly double _gradient;
    private readonly Func<bool> _isSpent;

    /// <param name="problem">The problem.</param>
    /// <param name="origin">Name of the start.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="stop">Polled once an iteration.</param>
    internal CappedRun(CanonicalProblem problem, string origin, int threads, Func<bool> stop)
    {
        (_problem, _origin) = (problem, origin);
        var (scaled, settings) = (problem.Scaled, problem.Settings);
        _objective = scaled.Distances is null
            ? new LeastDisplacement(scaled.Count, scaled.Dimension)
            : new LeastDistortion(scaled.Count, scaled.Distances, 1 / scaled.Radius);
        _gradient = 10 * settings.Tolerance / scaled.Count;
        _isSpent = () => stop() || Evaluations >= settings.MaxEvaluations;
        var outer = OuterSettings.For(scaled) with { Tolerance = Math.Min(settings.Tolerance, _gradient), MaxPenalty = MaxPenalty };
        _solver = new OuterLoop(scaled, outer, threads, _isSpent, _objective);
    }

    /// <summary>Evaluations so far.</summary>
    internal long Evaluations => _solver?.Lagrangian.Evaluations ?? 0;

    /// <summary>Runs from a start; null when no admissible embedding was reached.</summary>
    /// <param name="points">N x d in search coordinates.</param>
    internal CanonicalResult? Run(double[] points)
    {
        var (tolerance, allowed) = (_problem.Settings.Tolerance, _problem.Allowed);
        _solver.Start(points);
        _objective.Ceiling = allowed * (1 - (2 * Reserve * _problem.Settings.RadiusSlack));
        CanonicalResult? best = null;
        for (var (attempt, met) = (0, true); attempt < Attempts && met && !_isSpent(); attempt++)
        {
            met = false;
            _solver.Run(s => met = s.IsSharp && s.Residual <= tolerance && s.GradientNorm <= _gradient);
            var found = _problem.Sum(_solver.Lagrangian.CommonLevel);
            var candidate = _problem.BestRepair(_solver.Lagrangian.Embedding, _origin);
            if (candidate is not null && !(candidate.Sum >= best?.Sum))
            {
                best = candidate with
                {
                    Residual = _solver.Residual,
                    Gradient = _solver.GradientNorm * _problem.Scaled.Count,
                    Converged = met && candidate.Sum <= found * (1 + HarmlessRepair),
                };
            }

            if (candidate is not null && candidate.Sum <= found * (1 + CheapRepair))
            {
                break;
            }

            // Ask for a little more than needed, so that the next result is exact without help.
            var (violation, overshoot) = (_solver.Lagrangian.Violation, _objective.Excess + _objective.Ceiling - allowed);
            _solver.Lagrangian.Slack += violation > 0 ? 4 * violation : Math.Max(1e-15, _solver.Lagrangian.Slack);
            _objective.Ceiling -= overshoot > 0 ? 4 * overshoot : 0;
        }

        return best;
    }
}
