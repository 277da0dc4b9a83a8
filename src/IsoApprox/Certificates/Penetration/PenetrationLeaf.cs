using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Penetration;

/// <summary>
/// A leaf of a <see cref="PenetrationCertificate"/> (positions in two classes) or of a branch certificate of thickness (rows):
/// weights >= 0 of points that lie high and of points that lie low along every direction of the leaf.
/// </summary>
/// <param name="Above">Penetration: positions k in the second class. Thickness: rows.</param>
/// <param name="AboveWeights">lambda_k, not all 0.</param>
/// <param name="Below">Penetration: positions i in the first class. Thickness: rows.</param>
/// <param name="BelowWeights">mu_i, not all 0.</param>
public sealed record PenetrationLeaf(int[] Above, double[] AboveWeights, int[] Below, double[] BelowWeights)
{
    /// <summary>Penetration only: the extent of a class that widens the gap; null for the depth alone.</summary>
    public PenetrationExtent? Extent { get; init; }

    /// <summary>Enclosure of sum lambda_k a_k / sum lambda - sum mu_i a_i / sum mu, or null when the leaf is malformed.</summary>
    /// <param name="f">The points.</param>
    /// <param name="low">Rows that the positions of <see cref="Below"/> name.</param>
    /// <param name="high">Rows that the positions of <see cref="Above"/> name.</param>
    internal Interval[]? Offset(Embedding f, ReadOnlySpan<int> low, ReadOnlySpan<int> high)
    {
        var origin = low[0];
        return Mean(f, high, origin, Above, AboveWeights) is { } above && Mean(f, low, origin, Below, BelowWeights) is { } below
            ? [.. above.Zip(below, (b, a) => b - a)]
            : null;
    }

    /// <summary>Enclosure of the weighted mean less the origin's row, or null when positions or weights are malformed.</summary>
    internal static Interval[]? Mean(Embedding f, ReadOnlySpan<int> members, int origin, int[] positions, double[] weights)
    {
        if (positions is null || weights is null || positions.Length == 0 || positions.Length != weights.Length)
        {
            return null;
        }

        var sum = new Interval[f.Dimension];
        Interval total = 0;
        for (var p = 0; p < positions.Length; p++)
        {
            if ((uint)positions[p] >= (uint)members.Length || !(weights[p] >= 0) || !double.IsFinite(weights[p]))
            {
                return null;
            }

            total += weights[p];
            for (var k = 0; k < sum.Length; k++)
            {
                sum[k] += weights[p] * ((Interval)f[members[positions[p]]][k] - f[origin][k]);
            }
        }

        return total.Lower > 0 ? Array.ConvertAll(sum, x => x / total) : null;
    }
}
