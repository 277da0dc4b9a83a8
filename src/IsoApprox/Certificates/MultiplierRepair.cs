using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// Turns any nonnegative multipliers into ones that are certainly balanced: sum_j lambda_ij &lt;= sum_k nu_ik for every anchor, in exact arithmetic.
/// The lambda of an anchor in excess are scaled down by a hair, so an imbalance costs no charge to the bound: it only makes the matrix a little smaller, and
/// the
/// matrix that is tested is the one of the repaired numbers. An excess of nu is harmless (theory: sigma_i >= 0) and stays.
/// First everything is multiplied by one power of two that brings the largest multiplier into [1/2, 1).
/// </summary>
internal static class MultiplierRepair
{
    internal static GramCertificate Repair(GramCertificate certificate, int count)
    {
        var largest = Math.Max(Largest(certificate.Mu), Math.Max(
            Math.Max(Largest(certificate.Lambda.Values), Largest(certificate.Nu.Values)),
            Math.Max(Largest(certificate.Alpha.Values), Largest(certificate.Beta.Values))));
        var exponent = largest > 0 ? -1 - Math.ILogB(largest) : 0;
        var scaled = certificate with
        {
            Mu = Scale(certificate.Mu, exponent),
            Lambda = Scale(certificate.Lambda, exponent),
            Nu = Scale(certificate.Nu, exponent),
            Alpha = Scale(certificate.Alpha, exponent),
            Beta = Scale(certificate.Beta, exponent),
        };
        return scaled with { Lambda = Balance(scaled.Lambda, scaled.Nu, count) };
    }

    /// <summary>Enclosures of the sums over each anchor.</summary>
    internal static Interval[] AnchorSums(PairMultipliers pairs, int count)
    {
        var sums = new IntervalAccumulator[count];
        for (var e = 0; e < pairs.Count; e++)
        {
            sums[pairs.First[e]].Add(pairs.Values[e]);
        }

        return Array.ConvertAll(sums, s => s.Value);
    }

    private static PairMultipliers Balance(PairMultipliers lambda, PairMultipliers nu, int count)
    {
        var limits = AnchorSums(nu, count);
        var values = (double[])lambda.Values.Clone();
        var balanced = lambda with { Values = values };
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var sums = AnchorSums(balanced, count);
            for (var e = 0; e < values.Length; e++)
            {
                var (sum, limit) = (sums[lambda.First[e]], limits[lambda.First[e]]);
                if (sum.Upper > limit.Lower)
                {
                    // The last attempt gives the anchor up; before it one scaling is enough except for subnormal numbers.
                    values[e] = attempt == 2 || limit.Lower <= 0 ? 0 : values[e] * Math.Min(1, limit.Lower / sum.Upper) * (1 - 1e-15);
                }
            }
        }

        return Positive(balanced);
    }

    private static double Largest(double[] values) => values.Length == 0 ? 0 : values.Max();

    private static double[] Scale(double[] values, int exponent) => Array.ConvertAll(values, v => Math.ScaleB(v, exponent));

    private static PairMultipliers Scale(PairMultipliers pairs, int exponent) => Positive(pairs with { Values = Scale(pairs.Values, exponent) });

    private static PairMultipliers Positive(PairMultipliers pairs)
    {
        if (Array.TrueForAll(pairs.Values, v => v > 0))
        {
            return pairs;
        }

        var kept = Enumerable.Range(0, pairs.Count).Where(e => pairs.Values[e] > 0).ToArray();
        return new PairMultipliers([.. kept.Select(e => pairs.First[e])], [.. kept.Select(e => pairs.Second[e])], [.. kept.Select(e => pairs.Values[e])]);
    }
}
