using System.Globalization;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest;

/// <summary>One line on what is proved, or on what is missing to close the interval and what was tried.</summary>
internal static class NearestExplanation
{
    private const double SmallGap = 1e-4;

    /// <param name="status">Why the search stopped.</param>
    /// <param name="state">The search.</param>
    internal static string Of(SolveStatus status, SearchState state)
    {
        if (state.Proof is { } proof)
        {
            return proof.Explanation;
        }

        var interval = state.Incumbent.Interval();
        var gap = interval.Gap.ToString("0.0e+0", CultureInfo.InvariantCulture);
        if (status == SolveStatus.ProvedGlobal)
        {
            return $"proved global: relative gap {gap}";
        }

        var reason = $"gap {gap} is open: {Reason(status, state, interval.Gap)} (tried: {string.Join(", ", state.Tried)})";
        return state.Settings.Prove && !GlobalSolver.Applies(state.Problem)
            ? $"{reason}; branch and bound needs dimension 1 to 3, comparisons and at most {GlobalSolver.LargestCount} points"
            : reason;
    }

    private static string Reason(SolveStatus status, SearchState state, double gap) => status switch
    {
        SolveStatus.TimeLimit => "the time limit was reached",
        SolveStatus.Cancelled => "cancelled",
        _ when state.Problem.Set.Margin > 0 => "with a margin the relaxation is not exact",
        _ when state.Incumbent.Certificate is DirectionCertificate =>
            $"the search over direction cells, which holds in dimension {state.Dimension}, ended before; give it more time",
        _ when state.Incumbent.Certificate is PenetrationCertificate =>
            $"the penetration bound holds in dimension {state.Dimension} but need not be sharp",
        _ when gap < SmallGap || state.Scaled.IsConvex => "accuracy of the multipliers",
        _ => $"rank is lost in dimension {state.Dimension} (the bound holds in every dimension); try a free dimension",
    };
}
