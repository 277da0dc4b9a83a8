using IsoApprox.Arithmetic;
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
        Problem problem, Func<Problem, int, CertificateVerdict> check, Func<double, CertificateVerdict> accept)
    {
        var set = problem.Set;
        var longest = Math.Max(Math.Max(set.Margin, set.Beyond), double.IsFinite(set.Within) ? set.Within : 0);
        var exponent = Exponent(problem.Points, longest);
        if (exponent == 0 || problem.Rescaled(-exponent) is not { } scaled)
        {
            return check(problem, 0);
        }

        var verdict = check(scaled, exponent);
        return verdict.Accepted ? accept(Down(verdict.Lower, exponent)) : verdict;
    }

    /// <summary>Points times 2^-exponent; as they are, with exponent 0, where they are of ordinary size or do not scale exactly.</summary>
    internal static (Embedding Points, int Exponent) Of(Embedding f)
    {
        var exponent = Exponent(f, 0);
        var scaled = f.Coordinates.ToArray();
        return exponent != 0 && PowerOfTwo.TryScale(scaled, -exponent) ? (f.WithPoints(scaled, f.Dimension), exponent) : (f, 0);
    }

    /// <summary>A length >= 0 times 2^exponent, rounded down.</summary>
    internal static double Down(double length, int exponent) =>
        PowerOfTwo.TryScale(length, exponent, out var scaled) ? scaled : Math.Max(0, Math.BitDecrement(scaled));

    /// <summary>The exponent of the largest coordinate or length; 0 where it is of ordinary size.</summary>
    private static int Exponent(Embedding f, double largest)
    {
        foreach (var x in f.Coordinates)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        var exponent = largest > 0 ? Math.ILogB(largest) : 0;
        return Math.Abs(exponent) < Comfortable ? 0 : exponent;
    }
}
