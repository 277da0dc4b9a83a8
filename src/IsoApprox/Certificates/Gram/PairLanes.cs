using System.Runtime.Intrinsics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// What weighted pairs add to a quadratic form and to its gradient, for four coordinates at once in <see cref="IntervalLanes"/>. The same
/// enclosures as in single intervals but for the order of one sum, about ten times faster. Only for numbers that cannot overflow.
/// </summary>
/// <param name="points">x, by coordinates.</param>
/// <param name="displacement">u, by coordinates.</param>
/// <param name="pairs">w.</param>
internal sealed class PairLanes(double[][] points, double[][] displacement, WeightedPairs pairs)
{
    /// <summary>Coordinates at once.</summary>
    internal const int Width = 4;

    /// <summary>Pairs times coordinates from which this pays.</summary>
    private const long Least = 1_000_000;

    /// <summary>Products of a weight and two differences, and sums of them, stay below 1e230.</summary>
    private const double LargestCoordinate = 1e60;
    private const double LargestWeight = 1e100;

    /// <summary>So many terms are summed with a rounding each; the sums go to accumulators, which have no more than one in all.</summary>
    private const int Together = 64;

    /// <summary>True where it pays and nothing can overflow.</summary>
    /// <param name="points">x, by coordinates.</param>
    /// <param name="displacement">u, by coordinates.</param>
    /// <param name="pairs">w.</param>
    internal static bool Applies(double[][] points, double[][] displacement, WeightedPairs pairs) =>
        (long)points.Length * pairs.Count >= Least
            && Array.TrueForAll(points, column => Array.TrueForAll(column, x => Math.Abs(x) <= LargestCoordinate))
            && Array.TrueForAll(displacement, column => Array.TrueForAll(column, u => Math.Abs(u) <= LargestCoordinate))
            && Array.TrueForAll(pairs.Weights, w => w.Lower >= -LargestWeight && w.Upper <= LargestWeight);

    /// <summary>
    /// sum w_ij (z_i - z_j)^2 and, for each i, sum_j w_ij (z_i - z_j), z = x + u, in the coordinates from the first on. Cost O(pairs).
    /// </summary>
    /// <param name="first">First coordinate.</param>
    internal (IntervalAccumulator Value, Interval[] Residual)[] Evaluate(int first)
    {
        var (x, u) = (Interleave(points, first), Interleave(displacement, first));
        var residual = new IntervalLanes[x.Length];
        var values = new IntervalAccumulator[Width];
        var sum = default(IntervalLanes);
        for (var e = 0; e < pairs.Count; e++)
        {
            var (i, j, w) = (pairs.First[e], pairs.Second[e], IntervalLanes.Create(pairs.Weights[e]));
            var difference = IntervalLanes.Difference(x[i], x[j]) + IntervalLanes.Difference(u[i], u[j]);
            var flow = w * difference;
            residual[i] += flow;
            residual[j] -= flow;
            sum += w * difference.Square();
            if (e % Together == Together - 1 || e == pairs.Count - 1)
            {
                for (var lane = 0; lane < Width; lane++)
                {
                    values[lane].Add(sum[lane]);
                }

                sum = default;
            }
        }

        var result = new (IntervalAccumulator Value, Interval[] Residual)[Width];
        for (var lane = 0; lane < Width; lane++)
        {
            var at = lane;
            result[lane] = (values[lane], Array.ConvertAll(residual, r => r[at]));
        }

        return result;
    }

    private static Vector256<double>[] Interleave(double[][] columns, int first)
    {
        var result = new Vector256<double>[columns[0].Length];
        double At(int column, int i) => column < columns.Length ? columns[column][i] : 0;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Vector256.Create(At(first, i), At(first + 1, i), At(first + 2, i), At(first + 3, i));
        }

        return result;
    }
}
