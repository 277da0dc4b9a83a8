using IsoApprox.Arithmetic;
using IsoApprox.Solver.Counterexamples;

namespace IsoApprox.Studies.Refuting;

/// <summary>
/// Chains with given numbers of points, dimensions and classes, parallel ends, and a small loss; the largest first-order ratio first,
/// tested as they are asked for.
/// </summary>
internal static class ChainStarts
{
    /// <summary>d_iso/L of a chain is near its first-order ratio when L is this small, against edges of 1.</summary>
    internal static readonly ExactRational Loss = new(1, 100_000);

    private const int LargestVisited = 200_000;

    internal static IEnumerable<Chain> Find(int points, int dimension, int classes) =>
        Alternating(points, dimension, classes)
            .Concat(Enumerate(points, dimension, classes, 2))
            .Concat(Enumerate(points, dimension, classes, 1))
            .Where(chain => chain.HasParallelEnds)
            .DistinctBy(chain => string.Join(' ', chain.Links))
            .OrderByDescending(chain => chain.FirstOrderRatio)
            .Where(HasSmallLoss);

    /// <summary>Two sizes by turns in two planes: the enumeration does not reach long chains within its limit.</summary>
    private static IEnumerable<Chain> Alternating(int points, int dimension, int classes)
    {
        for (var size = 1; classes >= 3 && classes % 2 == 1 && size <= dimension; size++)
        {
            var other = dimension + 1 - size;
            if ((size * (classes + 1) / 2) + (other * (classes - 1) / 2) == points)
            {
                foreach (var turns in new[] { false, true })
                {
                    yield return Chain.WithLoss(
                        [.. Enumerable.Range(0, classes)
                            .Select(b => new ChainLink(b % 2 == 0 ? size : other, b % 2, turns && b % 4 >= 2 ? -1 : 1))], Loss);
                }
            }
        }
    }

    private static List<Chain> Enumerate(int points, int dimension, int classes, int smallest)
    {
        var found = new List<Chain>();
        var visited = 0;
        Extend([], points, dimension - 1);
        return found;

        void Extend(List<ChainLink> links, int left, int room)
        {
            if (++visited > LargestVisited || left < smallest * (classes - links.Count))
            {
                return;
            }

            if (links.Count == classes)
            {
                if (left == 0 && room == 0 && classes >= 3 && links[0] == links[^1])
                {
                    found.Add(Chain.WithLoss(links, Loss));
                }

                return;
            }

            var planes = links.Select(link => link.Plane).DefaultIfEmpty(-1).Max() + 1;
            for (var plane = 0; plane <= planes; plane++)
            {
                var old = links.FindIndex(link => link.Plane == plane);
                if (links.Count > 0 && links[^1].Plane == plane)
                {
                    continue;
                }

                var isLast = links.Count == classes - 1;
                for (var size = old >= 0 ? links[old].Size : smallest; size <= (old >= 0 ? links[old].Size : left); size++)
                {
                    var needed = old >= 0 ? 0 : size - 1;
                    if (size > left || needed > room || (isLast && size != left))
                    {
                        continue;
                    }

                    foreach (var sign in old >= 0 && size > 2 ? new[] { 1, -1 } : [1])
                    {
                        links.Add(new ChainLink(size, plane, sign));
                        Extend(links, left - size, room - needed);
                        links.RemoveAt(links.Count - 1);
                    }
                }
            }
        }

    }

    /// <summary>
    /// Ends, or classes two apart, that come too near make triplets of their own; a climb from a loss of a few L begins near the chain.
    /// </summary>
    private static bool HasSmallLoss(Chain chain) => chain.ToInstance().HardLoss().Upper.RoundUp() < 8 * Loss.RoundUp();
}
