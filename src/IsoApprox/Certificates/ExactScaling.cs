using IsoApprox.Embeddings;

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
        var (points, margin, exponent) = Of(problem.Points, problem.Margin);
        if (exponent == 0)
        {
            return check(problem, 0);
        }

        var verdict = check(new NearestProblem(points, problem.Metric, margin, problem.Dimension), exponent);
        return verdict.Accepted ? accept(Down(verdict.Lower, exponent)) : verdict;
    }

    /// <summary>Points and margin times 2^-exponent; as they are, with exponent 0, where they are of ordinary size or do not scale exactly.</summary>
    /// <param name="f">The points.</param>
    /// <param name="margin">A length >= 0.</param>
    internal static (Embedding Points, double Margin, int Exponent) Of(Embedding f, double margin)
    {
        var largest = margin;
        foreach (var x in f.Coordinates)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        var exponent = largest > 0 ? Math.ILogB(largest) : 0;
        if (Math.Abs(exponent) < Comfortable)
        {
            return (f, margin, 0);
        }

        var scaled = f.Coordinates.ToArray();
        var exact = Rescale(margin, -exponent, out var scaledMargin);
        for (var k = 0; k < scaled.Length; k++)
        {
            exact &= Rescale(scaled[k], -exponent, out scaled[k]);
        }

        return exact ? (f.WithPoints(scaled, f.Dimension), scaledMargin, exponent) : (f, margin, 0);
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
