namespace IsoApprox.Solver.Linear;

/// <summary>Units of the variables of a linear program in which its coefficients are near 1.</summary>
internal static class ColumnScale
{
    /// <summary>Share of the largest coefficient of a variable up to which a coefficient is rounding noise.</summary>
    private const double Noise = 1e-12;

    private const int LargestExponent = 300;

    /// <summary>
    /// A power of two for each variable, by which its coefficients are multiplied: the geometric mean of the smallest and the largest one
    /// becomes about 1. Noise does not count as smallest. It would ask for units in which the feasibility tolerance hides a real violation.
    /// </summary>
    /// <param name="program">The program; 1 for variables without coefficients.</param>
    internal static double[] Of(LinearProgram program)
    {
        var (least, most) = (new double[program.VariableCount], new double[program.VariableCount]);
        foreach (var (j, size) in Sizes(program))
        {
            most[j] = Math.Max(most[j], size);
        }

        Array.Fill(least, double.PositiveInfinity);
        foreach (var (j, size) in Sizes(program))
        {
            if (size > Noise * most[j])
            {
                least[j] = Math.Min(least[j], size);
            }
        }

        return [.. least.Zip(most, (small, large) => large > 0 ? Power((Math.ILogB(small) + Math.ILogB(large)) / 2) : 1)];
    }

    private static double Power(int exponent) => Math.ScaleB(1, -Math.Clamp(exponent, -LargestExponent, LargestExponent));

    private static IEnumerable<(int Variable, double Size)> Sizes(LinearProgram program)
    {
        foreach (var row in program.Rows)
        {
            for (var k = 0; k < row.Indices.Count; k++)
            {
                yield return (row.Indices[k], Math.Abs(row.Values[k]));
            }
        }
    }
}
