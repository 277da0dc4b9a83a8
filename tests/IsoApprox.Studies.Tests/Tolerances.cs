namespace IsoApprox.Studies.Tests;

/// <summary>Tolerances of this project, each with its reason.</summary>
internal static class Tolerances
{
    /// <summary>
    /// Pixels: coordinates of a figure have three decimals, differences of two of them carry twice that, lengths a little more.
    /// </summary>
    internal const double Pixel = 3e-3;

    /// <summary>Angles and points on unit-sized circles after a few trigonometric functions.</summary>
    internal const double Geometry = 1e-9;
}
