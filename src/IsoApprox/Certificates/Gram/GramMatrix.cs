using IsoApprox.Arithmetic;
using IsoApprox.Sets;

namespace IsoApprox.Certificates.Gram;

/// <summary>The parts of S and Q and of the bounds that do not depend on the metric.</summary>
internal static class GramMatrix
{
    /// <summary>Largest matrix that is decomposed; its three copies then take about 7 GB.</summary>
    internal const int Largest = 20_000;

    internal static string TooLarge(int size) => $"{size} rows carry multipliers; this checker takes up to {Largest}";

    /// <summary>Lambda = lambda E - nu E + near E - far E, summed pair by pair with the pairs of other multipliers.</summary>
    internal static WeightedPairs Pairs(GramCertificate c, params (PairMultipliers Pairs, int Sign)[] others) =>
        WeightedPairs.Sum([.. others, (c.Lambda.Pairs, 1), (c.Nu.Pairs, -1), (c.Near, 1), (c.Far, -1)]);

    /// <summary>Adds the diagonal matrix K; nothing when there is none.</summary>
    internal static void AddDiagonal(SymmetricIntervalMatrix matrix, double[] kappa, int[] position)
    {
        for (var i = 0; i < kappa.Length; i++)
        {
            if (position[i] >= 0 && kappa[i] != 0)
            {
                matrix[position[i], position[i]] += kappa[i];
            }
        }
    }

    /// <summary>b^2 sum far - a^2 sum near - sum kappa, enclosed; [0, 0] where there are none.</summary>
    internal static Interval Offset(GramCertificate c, IdealSet set)
    {
        var offset = Interval.Zero;
        offset = c.Far.Count == 0 ? offset : ((Interval)set.Beyond).Square() * Sum(c.Far.Values);
        offset = c.Near.Count == 0 ? offset : offset - (((Interval)set.Within).Square() * Sum(c.Near.Values));
        return c.Kappa.Length == 0 ? offset : offset - Sum(c.Kappa);
    }

    internal static Interval Sum(double[] values)
    {
        var sum = new IntervalAccumulator();
        Array.ForEach(values, v => sum.Add(v));
        return sum.Value;
    }
}
