namespace IsoApprox.Solver.Tests.Thickness;

/// <summary>Tolerances of the thickness tests, each with its reason. Soundness tests (lower below every sampled width) use none.</summary>
internal static class ThicknessTolerances
{
    /// <summary>
    /// Closed form against a computed value: rounding of the coordinates of the set itself, a few units in the last place of its diameter.
    /// </summary>
    internal const double ClosedForm = 1e-13;

    /// <summary>Rounding of the coordinates after a shift by 1e6: 1e6 times 2^-53, a few times.</summary>
    internal const double Offset = 1e-9;

    /// <summary>The accuracy asked of the reference sets.</summary>
    internal const double Reference = 1e-9;
}
