using System.Runtime.InteropServices;
using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// Turns any nonnegative multipliers into ones that are certainly balanced: sum lambda &lt;= sum nu on every cut, in exact arithmetic. The
/// lambda of a cut in excess are scaled down by a hair, so an imbalance costs no charge to the bound: it only makes the matrix a little
/// smaller, and the matrix that is tested is the one of the repaired numbers. An excess of nu is harmless (squared distances are not
/// negative) and stays. First everything is multiplied by one power of two that brings the largest multiplier into [1/2, 1).
/// </summary>
internal static class MultiplierRepair
{
    internal static GramCertificate Repair(GramCertificate c)
    {
        var largest = Arrays(c).Max(values => values.Length == 0 ? 0 : Math.Max(values.Max(), -values.Min()));
        var exponent = largest > 0 ? -1 - Math.ILogB(largest) : 0;
        var nu = Scale(c.Nu, exponent);
        return c with
        {
            Mu = Scale(c.Mu, exponent),
            Kappa = Scale(c.Kappa, exponent),
            Lambda = Balance(Scale(c.Lambda, exponent), nu),
            Nu = nu,
            Near = Scale(c.Near, exponent),
            Far = Scale(c.Far, exponent),
            Alpha = Scale(c.Alpha, exponent),
            Beta = Scale(c.Beta, exponent),
        };
    }

    /// <summary>All arrays of multipliers.</summary>
    internal static double[][] Arrays(GramCertificate c) =>
        [c.Mu, c.Kappa, c.Lambda.Values, c.Nu.Values, c.Near.Values, c.Far.Values, c.Alpha.Values, c.Beta.Values];

    /// <summary>Enclosures of the sums over each cut.</summary>
    internal static Dictionary<long, IntervalAccumulator> Sums(CutMultipliers cuts)
    {
        var sums = new Dictionary<long, IntervalAccumulator>();
        for (var e = 0; e < cuts.Count; e++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sums, cuts.Cut(e), out _).Add(cuts.Values[e]);
        }

        return sums;
    }

    private static CutMultipliers Balance(CutMultipliers lambda, CutMultipliers nu)
    {
        var limits = Sums(nu);
        var values = (double[])lambda.Values.Clone();
        var balanced = lambda with { Values = values };
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var sums = Sums(balanced);
            for (var e = 0; e < values.Length; e++)
            {
                var upper = sums[lambda.Cut(e)].Value.Upper;
                var limit = limits.TryGetValue(lambda.Cut(e), out var sum) ? sum.Value.Lower : 0;
                if (upper > limit)
                {
                    // The last attempt gives the cut up; before it one scaling is enough except for subnormal numbers.
                    values[e] = attempt == 2 || limit <= 0 ? 0 : values[e] * Math.Min(1, limit / upper) * (1 - 1e-15);
                }
            }
        }

        return Positive(balanced);
    }

    private static double[] Scale(double[] values, int exponent) => Array.ConvertAll(values, v => Math.ScaleB(v, exponent));

    private static CutMultipliers Scale(CutMultipliers cuts, int exponent) => Positive(cuts with { Values = Scale(cuts.Values, exponent) });

    private static PairMultipliers Scale(PairMultipliers pairs, int exponent)
    {
        var scaled = pairs with { Values = Scale(pairs.Values, exponent) };
        return Array.TrueForAll(scaled.Values, v => v > 0)
            ? scaled
            : PairMultipliers.From(Enumerable.Range(0, scaled.Count).Select(e => (scaled.First[e], scaled.Second[e], scaled.Values[e])));
    }

    private static CutMultipliers Positive(CutMultipliers cuts) => Array.TrueForAll(cuts.Values, v => v > 0)
        ? cuts
        : CutMultipliers.From(Enumerable.Range(0, cuts.Count).Select(e => (cuts.Anchor[e], cuts.Boundary[e], cuts.Row[e], cuts.Values[e])));
}
