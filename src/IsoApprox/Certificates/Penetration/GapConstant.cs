using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Penetration;

/// <summary>
/// The constant of the gap between two classes of a Triplet-Separated embedding in dimension n: their hulls are at least kappa rho apart,
/// rho the distance from a facing point to the farthest of its own class; kappa^2 = min (1/a + 1/b)/2 over a + b &lt;= n + 1, 1 &lt;= a
/// &lt;= |A|, 1 &lt;= b &lt;= |B| (docs/theory.md). 1, .866, .707, .645 for n = 1, 2, 3, 4 and large classes.
/// </summary>
public static class GapConstant
{
    /// <summary>kappa, rounded down. Cost O(n).</summary>
    /// <param name="dimension">n >= 1.</param>
    /// <param name="first">|A| >= 1.</param>
    /// <param name="second">|B| >= 1.</param>
    public static double Lower(int dimension, int first, int second)
    {
        var best = 1.0;
        for (var a = 1; a <= Math.Min(dimension, first); a++)
        {
            var b = Math.Min(dimension + 1 - a, second);
            best = Math.Min(best, ((((Interval)1 / a) + ((Interval)1 / b)) / 2).Sqrt().Lower);
        }

        return best;
    }
}
