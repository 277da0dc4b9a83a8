using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// The rows that fix the motion of g for d_iso: the two ends of the diameter, then each time the point with the largest sum of distances to
/// those chosen.
/// </summary>
internal static class GaugeChoice
{
    internal static int[] Choose(Embedding f, int dimension)
    {
        var chosen = new List<int>();
        var (first, second, longest) = (0, Math.Min(1, f.Count - 1), -1.0);
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = i + 1; k < f.Count; k++)
            {
                if (PairwiseDistances.Squared(f[i], f[k]) is var squared && squared > longest)
                {
                    (first, second, longest) = (i, k, squared);
                }
            }
        }

        chosen.Add(first);
        if (second != first)
        {
            chosen.Add(second);
        }

        while (chosen.Count < Math.Min(dimension + 1, f.Count))
        {
            chosen.Add(Enumerable.Range(0, f.Count).Where(i => !chosen.Contains(i)).MaxBy(i => Area(f, chosen, i)));
        }

        return [.. chosen];
    }

    /// <summary>Distance sum beyond the base: how far off the segment the point is.</summary>
    private static double Area(Embedding f, List<int> chosen, int i) =>
        chosen.Sum(c => Math.Sqrt(PairwiseDistances.Squared(f[c], f[i])))
            - Math.Sqrt(PairwiseDistances.Squared(f[chosen[0]], f[chosen[1]]));
}
