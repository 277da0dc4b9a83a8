namespace IsoApprox.Numerics;

/// <summary>Multiplication by powers of two, exact or known not to be.</summary>
internal static class PowerOfTwo
{
    /// <summary>True when value 2^exponent is a double; <paramref name="scaled"/> is that number, else its rounding.</summary>
    internal static bool TryScale(double value, int exponent, out double scaled)
    {
        scaled = Math.ScaleB(value, exponent);
        return Math.ScaleB(scaled, -exponent) == value;
    }
}
