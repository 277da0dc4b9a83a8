using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>Norms of rows against 1, exact.</summary>
internal static class UnitNorms
{
    /// <summary>True when all norms are within a tolerance of 1.</summary>
    /// <param name="g">The points.</param>
    /// <param name="tolerance">0 to 1, taken exactly as stored.</param>
    internal static bool AreNear(Embedding g, double tolerance)
    {
        var (low, high) = (EuclideanOrder.Square((ExactDyadic)1.0 - tolerance), EuclideanOrder.Square((ExactDyadic)1.0 + tolerance));
        var origin = new double[g.Dimension];
        for (var i = 0; i < g.Count; i++)
        {
            var distance = PairwiseDistances.Enclosure(g[i], origin) - 1;
            if (distance.Lower >= -tolerance && distance.Upper <= tolerance)
            {
                continue;
            }

            if (distance.Upper < -tolerance || distance.Lower > tolerance
                || ExactDistance.SquaredNorm(g[i]) is var norm && (norm < low || norm > high))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The row whose norm is farthest from 1, the lowest one on ties.</summary>
    internal static RootDifference Worst(Embedding g)
    {
        var origin = new double[g.Dimension];
        var amounts = Enumerable.Range(0, g.Count).Select(i => PairwiseDistances.Enclosure(g[i], origin) - 1)
            .Select(a => Interval.Max(a, -a)).ToArray();
        var least = amounts.Max(a => a.Lower);
        return RootDifference.Largest(Enumerable.Range(0, g.Count).Where(i => amounts[i].Upper >= least).Select(i => Of(g, i)))!;
    }

    private static RootDifference Of(Embedding g, int row)
    {
        var (norm, one) = (ExactDistance.SquaredNorm(g[row]), (ExactDyadic)1.0);
        return norm >= one ? new RootDifference(norm, one, [row]) : new RootDifference(one, norm, [row]);
    }
}
