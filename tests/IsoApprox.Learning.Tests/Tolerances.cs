namespace IsoApprox.Learning.Tests;

/// <summary>Every tolerance with its reason.</summary>
internal static class Tolerances
{
    /// <summary>
    /// Central differences with step 1e-5: truncation 1e-10 times a third derivative, rounding 1e-16 / 1e-5, for values of order 1 to 100.
    /// </summary>
    internal const double Gradient = 2e-7;

    /// <summary>Values computed in two ways from the same doubles: only the order of additions differs.</summary>
    internal const double Rounding = 1e-12;
}
