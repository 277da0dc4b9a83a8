using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// The multipliers of a constraint certificate as they are tested: multiplied by one power of two, and with sum lambda &lt;= sum nu certain on every cut
/// (lambda in excess
/// are scaled down, which costs the bound nothing but a smaller matrix). An excess of nu is harmless, because the smallest distance of a cut is not negative.
/// </summary>
internal static class ConstraintMultipliers
{
    internal static ConstraintCertificate Repair(ConstraintCertificate c)
    {
        var largest = new[] { c.Mu, c.Kappa, c.Lambda.Values, c.Nu.Values, c.Near.Values, c.Far.Values, c.Alpha.Values, c.Beta.Values }
            .SelectMany(v => v).Aggregate(0.0, (max, v) => Math.Max(max, Math.Abs(v)));
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

    /// <summary>lambda E - nu E + near E - far E, summed pair by pair with the pairs of other multipliers.</summary>
    internal static WeightedPairs Matrix(ConstraintCertificate c, params (PairMultipliers Pairs, int Sign)[] others) =>
        WeightedPairs.Sum([(c.Lambda.Pairs, 1), (c.Nu.Pairs, -1), (c.Near, 1), (c.Far, -1), .. others]);

    /// <summary>b^2 sum far - a^2 sum near - sum kappa, enclosed.</summary>
    internal static Interval Offset(ConstraintCertificate c, ConstraintProblem problem)
    {
        var (near, far) = (((Interval)problem.Set.Within).Square(), ((Interval)problem.Set.Beyond).Square());
        return (far * Sum(c.Far.Values)) - (near * Sum(c.Near.Values)) - Sum(c.Kappa);
    }

    internal static Interval Sum(double[] values)
    {
        var sum = new IntervalAccumulator();
        Array.ForEach(values, v => sum.Add(v));
        return sum.Value;
    }

    private static double[] Scale(double[] values, int exponent) => Array.ConvertAll(values, v => Math.ScaleB(v, exponent));

    private static PairMultipliers Scale(PairMultipliers pairs, int exponent) => pairs with { Values = Scale(pairs.Values, exponent) };

    private static CutMultipliers Scale(CutMultipliers cuts, int exponent) => cuts with { Values = Scale(cuts.Values, exponent) };

    private static CutMultipliers Balance(CutMultipliers lambda, CutMultipliers nu)
    {
        var limits = Sums(nu, nu.Values);
        var values = (double[])lambda.Values.Clone();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var sums = Sums(lambda, values);
            for (var e = 0; e < values.Length; e++)
            {
                var upper = sums[lambda.Cut(e)].Value.Upper;
                var limit = limits.TryGetValue(lambda.Cut(e), out var sum) ? sum.Value.Lower : 0;
                if (upper > limit)
                {
                    // One scaling is enough except for subnormal numbers: the last attempt gives the cut up.
                    values[e] = attempt == 2 || limit <= 0 ? 0 : values[e] * Math.Min(1, limit / upper) * (1 - 1e-15);
                }
            }
        }

        return lambda with { Values = values };
    }

    private static Dictionary<long, IntervalAccumulator> Sums(CutMultipliers cuts, double[] values)
    {
        var sums = new Dictionary<long, IntervalAccumulator>();
        for (var e = 0; e < values.Length; e++)
        {
            var sum = sums.GetValueOrDefault(cuts.Cut(e));
            sum.Add(values[e]);
            sums[cuts.Cut(e)] = sum;
        }

        return sums;
    }
}
