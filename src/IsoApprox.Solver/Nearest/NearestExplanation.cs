using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Solver.Global;

namespace IsoApprox.Solver.Nearest;

/// <summary>One line on what is proved, or on what is missing to close the interval.</summary>
internal static class NearestExplanation
{
    /// <param name="status">Why the search stopped.</param>
    /// <param name="settings">What was asked.</param>
    /// <param name="bounds">The lower bound and its certificate.</param>
    /// <param name="upper">The attained value.</param>
    /// <param name="dimension">Dimension of the search.</param>
    /// <param name="exact">True when the relaxation loses no rank.</param>
    internal static string Of(SolveStatus status, NearestSettings settings, BoundTracker bounds, double upper, int dimension, bool exact)
    {
        var gap = upper > 0 ? (upper - bounds.Lower) / upper : 0;
        var text = gap.ToString("0.0e+0", CultureInfo.InvariantCulture);
        var reason = status switch
        {
            SolveStatus.ProvedGlobal => $"proved global: relative gap {text}",
            SolveStatus.TimeLimit => $"gap {text} is open: the time limit was reached",
            SolveStatus.Cancelled => $"gap {text} is open: cancelled",
            _ when settings.Margin > 0 => $"gap {text} is open: with a margin the relaxation is not exact",
            _ when bounds.Certificate is PenetrationCertificate =>
                $"gap {text} is open: the penetration bound holds in dimension {dimension} but need not be sharp",
            _ when gap < 1e-4 || exact => $"gap {text} is open: accuracy of the multipliers",
            _ => $"gap {text} is open: rank is lost in dimension {dimension} (the bound holds in every dimension); try a free dimension",
        };
        return settings.Prove && status != SolveStatus.ProvedGlobal && !GlobalSolver.Applies(bounds.Problem)
            ? $"{reason}; branch and bound needs dimension 1 to 3 and at most {GlobalSolver.LargestCount} points"
            : reason;
    }
}
