using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Health;

/// <summary>
/// A batch of the points for what costs more than their pairs: as many classes as have two points each, of every class the same number of
/// points where it has so many.
/// </summary>
internal static class BalancedSample
{
    private const double Shrink = 0.9;

    /// <summary>Rows, ascending, whose number N keeps N^2 (n + m) at the limit for classes of m points; all rows where they do.</summary>
    /// <param name="f">The points.</param>
    /// <param name="seed">Of the choice.</param>
    /// <param name="largestWork">Of N^2 (n + m), m in the proportion of the largest class of all points.</param>
    /// <param name="most">Largest number of rows.</param>
    internal static int[] Rows(Embedding f, int seed, double largestWork, int most)
    {
        var count = Math.Min(f.Count, Math.Max(1, most));
        while (count > 2
            && (double)count * count * (f.Dimension + Math.Ceiling((double)f.LargestClassSize * count / f.Count)) > largestWork)
        {
            count = Math.Max(2, (int)(count * Shrink));
        }

        if (count == f.Count)
        {
            return [.. Enumerable.Range(0, f.Count)];
        }

        var classes = PairSample.Rows(f.ClassCount, Math.Max(2, count / 2), seed);
        var each = Math.Max(2, count / classes.Length);
        return
        [
            .. classes.SelectMany(c =>
            {
                var members = f.Members(c).ToArray();
                return PairSample.Rows(members.Length, each, seed).Select(k => members[k]);
            }).Order(),
        ];
    }
}
