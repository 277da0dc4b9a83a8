using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Measures;

/// <summary>Per anchor the farthest positive and the nearest negative: what batch-hard mining finds.</summary>
/// <param name="FarthestPositiveDistance">max over j of i's class of ||f_i - f_j||, 0 for a singleton.</param>
/// <param name="FarthestPositive">The lowest such j; i itself for a singleton.</param>
/// <param name="NearestNegativeDistance">min over k of other classes of ||f_i - f_k||; positive infinity when there is one class only.</param>
/// <param name="NearestNegative">The lowest such k; -1 when there is none.</param>
public sealed record AnchorDistances(double[] FarthestPositiveDistance, int[] FarthestPositive, double[] NearestNegativeDistance, int[] NearestNegative)
{
    /// <summary>The squares, exactly as <see cref="PairwiseDistances.Squared"/> returns them.</summary>
    public required double[] FarthestPositiveSquared { get; init; }

    /// <summary>The squares, exactly as <see cref="PairwiseDistances.Squared"/> returns them; positive infinity when there is one class only.</summary>
    public required double[] NearestNegativeSquared { get; init; }

    /// <summary>Computes all anchors. Cost O(N^2 n) on all cores, memory O(N).</summary>
    /// <param name="f">The embedding.</param>
    public static AnchorDistances Compute(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var n = f.Count;
        var result = new AnchorDistances(new double[n], new int[n], new double[n], new int[n])
        {
            FarthestPositiveSquared = new double[n],
            NearestNegativeSquared = new double[n],
        };
        Parallel.For(0, n, i =>
        {
            var (far, farIndex, near, nearIndex) = (0.0, i, double.PositiveInfinity, -1);
            for (var j = 0; j < n; j++)
            {
                var s = j == i ? 0 : PairwiseDistances.Squared(f[i], f[j]);
                if (f.Classes[j] == f.Classes[i])
                {
                    if (s > far)
                    {
                        (far, farIndex) = (s, j);
                    }
                }
                else if (s < near || nearIndex < 0)
                {
                    (near, nearIndex) = (s, j);
                }
            }

            result.FarthestPositiveSquared[i] = far;
            result.NearestNegativeSquared[i] = near;
            result.FarthestPositiveDistance[i] = Math.Sqrt(far);
            result.FarthestPositive[i] = farIndex;
            result.NearestNegativeDistance[i] = Math.Sqrt(near);
            result.NearestNegative[i] = nearIndex;
        });
        return result;
    }
}
