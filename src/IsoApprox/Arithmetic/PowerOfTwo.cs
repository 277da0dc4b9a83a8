namespace IsoApprox.Arithmetic;

/// <summary>Multiplication by powers of two, exact or known not to be.</summary>
internal static class PowerOfTwo
{
    /// <summary>True when value 2^exponent is a double; <paramref name="scaled"/> is that number, else its rounding.</summary>
    internal static bool TryScale(double value, int exponent, out double scaled)
    {
        scaled = Math.ScaleB(value, exponent);
        return Math.ScaleB(scaled, -exponent) == value;
    }

    /// <summary>True when all values times 2^exponent are doubles; the values are those numbers then, else their roundings.</summary>
    internal static bool TryScale(double[] values, int exponent)
    {
        var exact = true;
        for (var k = 0; k < values.Length; k++)
        {
            exact &= TryScale(values[k], exponent, out values[k]);
        }

        return exact;
    }
}
