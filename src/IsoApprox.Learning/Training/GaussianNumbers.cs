using IsoApprox.Numerics;

namespace IsoApprox.Learning.Training;

/// <summary>Independent Gaussian numbers by Box and Muller.</summary>
public static class GaussianNumbers
{
    /// <summary>One number with mean 0 and standard deviation 1.</summary>
    /// <param name="random">Source; two numbers are drawn.</param>
    public static double Next(Random random) => SeededRandom.Gaussian(random);

    /// <summary>Fills an array.</summary>
    /// <param name="random">Source.</param>
    /// <param name="deviation">Standard deviation.</param>
    /// <param name="values">Receives the numbers.</param>
    public static void Fill(Random random, double deviation, Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = deviation * Next(random);
        }
    }
}
