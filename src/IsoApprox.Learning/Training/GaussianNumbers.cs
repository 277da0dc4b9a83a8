using IsoApprox.Arithmetic;

namespace IsoApprox.Learning.Training;

/// <summary>Independent Gaussian numbers by Box and Muller.</summary>
public static class GaussianNumbers
{
    /// <summary>Fills an array with numbers of mean 0.</summary>
    /// <param name="random">Source; two uniform numbers are drawn for each.</param>
    /// <param name="deviation">Standard deviation.</param>
    /// <param name="values">Receives the numbers.</param>
    public static void Fill(Random random, double deviation, Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = deviation * SeededRandom.Gaussian(random);
        }
    }
}
