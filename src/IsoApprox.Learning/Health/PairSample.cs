using IsoApprox.Arithmetic;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Health;

/// <summary>Which pairs are looked at, and the sweep over them.</summary>
internal static class PairSample
{
    private const int AnchorsAtOnce = 8;
    private const int TileRows = 256;

    /// <summary>Some of 0..count-1, ascending, by a partial shuffle; all of them when no fewer are asked for.</summary>
    internal static int[] Rows(int count, int wanted, int seed)
    {
        var rows = Enumerable.Range(0, count).ToArray();
        if (wanted >= count)
        {
            return rows;
        }

        var random = SeededRandom.Create(seed, 0);
        for (var k = 0; k < wanted; k++)
        {
            var other = random.Next(k, count);
            (rows[k], rows[other]) = (rows[other], rows[k]);
        }

        return [.. rows.Take(wanted).Order()];
    }

    /// <summary>Number of anchors: all up to the limit, above it as many as have limit^2/2 pairs with all points.</summary>
    internal static int Anchors(int count, int limit) =>
        count <= limit ? count : (int)Math.Clamp(Math.Ceiling((double)limit * limit / (2.0 * count)), 1, count);

    /// <summary>Hands each anchor its squared distances to all rows; what is returned is in the order of the anchors.</summary>
    internal static T[] Sweep<T>(double[] points, int n, int[] anchors, CancellationToken cancellation, Func<int, double[], T> visit)
    {
        var count = points.Length / n;
        var results = new T[anchors.Length];
        Parallel.For(
            0,
            (anchors.Length + AnchorsAtOnce - 1) / AnchorsAtOnce,
            new ParallelOptions { CancellationToken = cancellation },
            () => Enumerable.Range(0, AnchorsAtOnce).Select(_ => new double[count]).ToArray(),
            (group, _, distances) =>
            {
                var first = group * AnchorsAtOnce;
                var last = Math.Min(anchors.Length, first + AnchorsAtOnce);
                for (var top = 0; top < count; top += TileRows)
                {
                    cancellation.ThrowIfCancellationRequested();
                    for (var a = first; a < last; a++)
                    {
                        var row = points.AsSpan(anchors[a] * n, n);
                        VectorKernels.SquaredDistances(row, points, n, top, Math.Min(count, top + TileRows), distances[a - first]);
                    }
                }

                for (var a = first; a < last; a++)
                {
                    results[a] = visit(anchors[a], distances[a - first]);
                }

                return distances;
            },
            _ => { });
        return results;
    }
}
