namespace IsoApprox.Tests;

/// <summary>
/// Tolerances of this project, each with its reason. Soundness tests (a lower bound is below every feasible value) use none.
/// </summary>
internal static class Tolerances
{
    /// <summary>Two summation orders of the same sum of up to a few hundred terms.</summary>
    internal const double Rounding = 1e-12;
}
