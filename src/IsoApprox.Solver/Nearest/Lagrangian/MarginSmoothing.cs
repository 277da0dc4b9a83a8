using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// The smoothing s of sqrt(d^2 + s^2) in the margin constraints over the outer iterations. With a margin the points of a class coincide at
/// many optima, where the constraint has a kink, and a quasi-Newton method that starts with the kink stalls there: so s starts large and
/// falls after every outer iteration, down to what the repair of the result absorbs. Far below the tolerance of the constraints it makes
/// the search slow and the result no better.
/// </summary>
/// <param name="problem">The problem, in units of max(diameter, margin).</param>
/// <param name="fine">The last s.</param>
internal sealed class MarginSmoothing(SearchProblem problem, double fine)
{
    private const double Coarse = 1e-2;
    private const double Factor = 0.3;

    /// <summary>s; without a margin it has no part in the problem.</summary>
    internal double Value { get; private set; } = problem.Margin > 0 ? Coarse : fine;

    /// <summary>True when s is as small as it gets.</summary>
    internal bool IsFine => Value <= fine;

    /// <summary>The next s, after an outer iteration.</summary>
    internal double Refine() => Value = Math.Max(fine, Factor * Value);

    /// <summary>Goes to the last s, where no pair is near a kink any more.</summary>
    internal void End() => Value = fine;
}
