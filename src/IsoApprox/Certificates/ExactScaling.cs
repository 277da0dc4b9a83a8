namespace IsoApprox.Certificates;

/// <summary>
/// Runs a check on the problem times a power of two when its coordinates are so large or so small that squares or products of lengths would
/// leave the range of doubles. All lengths scale exactly, and so does the bound; where they do not, because they span too much, the problem
/// is checked as it is.
/// </summary>
internal static class ExactScaling
{
    private const int Comfortable = 200;

    /// <summary>The verdict on the problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="check">The check of a problem, multiplied by 2^-exponent, with the exponent.</param>
    /// <param name="accept">The acceptance of a bound in the unit of the problem.</param>
    internal static CertificateVerdict Check(
        NearestProblem problem, Func<NearestProblem, int, CertificateVerdict> check, Func<double, CertificateVerdict> accept)
    {
        var largest = problem.Margin;
        foreach (var x in problem.Points.Coordinates)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        var exponent = largest > 0 ? Math.ILogB(largest) : 0;
        if (Math.Abs(exponent) < Comfortable)
        {
            return check(problem, 0);
        }

        var scaled = problem.Points.Coordinates.ToArray();
        var exact = Rescale(problem.Margin, -exponent, out var margin);
        for (var k = 0; k < scaled.Length; k++)
        {
            exact &= Rescale(scaled[k], -exponent, out scaled[k]);
        }

        if (!exact)
        {
            return check(problem, 0);
        }

        var points = problem.Points.WithPoints(scaled, problem.Points.Dimension);
        var verdict = check(new NearestProblem(points, problem.Metric, margin, problem.Dimension), exponent);
        return verdict.Accepted ? accept(Down(verdict.Lower, exponent)) : verdict;
    }

    /// <summary>A length >= 0 times 2^exponent, rounded down.</summary>
    internal static double Down(double length, int exponent) =>
        Rescale(length, exponent, out var scaled) ? scaled : Math.Max(0, Math.BitDecrement(scaled));

    private static bool Rescale(double value, int exponent, out double scaled)
    {
        scaled = Math.ScaleB(value, exponent);
        return Math.ScaleB(scaled, -exponent) == value;
    }
}
