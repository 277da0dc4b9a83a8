using IsoApprox.Arithmetic;

namespace IsoApprox.Learning.Contrastive;

/// <summary>
/// E log(alpha + (1/k) sum of k independent e^t) for one anchor and positive, enclosed. By enumeration of the multisets of negatives with
/// their multinomial weights while their number is small; beyond that between E psi_j for the largest j that is small and log(alpha + E
/// e^t): the mean of k independent numbers spreads less the larger k is, and the logarithm is concave, so E psi_1 &lt;= E psi_j &lt;= E
/// psi_k &lt;= log(alpha + E e^t) (Jensen).
/// </summary>
internal sealed class ManyNegativesEnclosure(double alpha, int negatives)
{
    /// <summary>Most multisets that are enumerated for one anchor and positive.</summary>
    internal const int LargestEnumeration = 300;

    /// <summary>The enclosure.</summary>
    /// <param name="exponentials">e^t of each negative.</param>
    /// <param name="weights">Their probabilities; the exact ones sum to 1.</param>
    internal Interval Expectation(Interval[] exponentials, Interval[] weights)
    {
        var drawn = 1;
        while (drawn < negatives && Multisets(exponentials.Length, drawn + 1) <= LargestEnumeration)
        {
            drawn++;
        }

        var lower = Enumerate(exponentials, weights, 0, drawn, 1, Interval.Zero, drawn);
        if (drawn == negatives)
        {
            return lower;
        }

        var mean = Interval.Zero;
        for (var l = 0; l < weights.Length; l++)
        {
            mean += weights[l] * exponentials[l];
        }

        return new Interval(lower.Lower, Math.Max(lower.Lower, IntervalFunctions.Log(alpha + mean).Upper));
    }

    /// <summary>binomial(M + k - 1, k).</summary>
    private static double Multisets(int kinds, int drawn)
    {
        var count = 1.0;
        for (var q = 1; q <= drawn; q++)
        {
            count = count * (kinds + q - 1) / q;
        }

        return count;
    }

    /// <summary>Chooses how often negative l is drawn; the last one takes the rest.</summary>
    private Interval Enumerate(Interval[] exponentials, Interval[] weights, int l, int rest, Interval weight, Interval sum, int drawn)
    {
        if (rest == 0 || l == weights.Length)
        {
            return rest == 0 ? weight * IntervalFunctions.Log(alpha + (sum / drawn)) : Interval.Zero;
        }

        var (total, ways) = (Interval.Zero, 1.0);
        for (var times = 0; times <= rest; times++)
        {
            if (times > 0)
            {
                ways = ways * (rest - times + 1) / times;
                weight *= weights[l];
                sum += exponentials[l];
            }

            if (times == rest || l < weights.Length - 1)
            {
                total += Enumerate(exponentials, weights, l + 1, rest - times, ways * weight, sum, drawn);
            }
        }

        return total;
    }
}
