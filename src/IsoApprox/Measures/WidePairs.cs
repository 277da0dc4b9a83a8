using IsoApprox.Arithmetic;

namespace IsoApprox.Measures;

/// <summary>
/// Plain loops for points whose coordinates span more than the kernels' scale holds, taken when what the kernels found is below what they
/// can tell. Distances have exponents of their own, so they are accurate whatever the points.
/// </summary>
internal static class WidePairs
{
    /// <summary>The largest value over pairs i &lt; j, the lowest rows on ties. Cost N^2/2 values on all cores.</summary>
    internal static PairMeasure Largest(int count, Func<int, int, WideDouble> value, CancellationToken cancellation)
    {
        var best = new (WideDouble Value, int Other)[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            best[i] = (-1.0, -1);
            for (var j = i + 1; j < count; j++)
            {
                best[i] = value(i, j) is var v && v > best[i].Value ? (v, j) : best[i];
            }
        });
        var first = 0;
        for (var i = 1; i < count; i++)
        {
            first = best[i].Value > best[first].Value ? i : first;
        }

        return best[first].Other < 0 ? new PairMeasure(0, 0, 0) : new PairMeasure((double)best[first].Value, first, best[first].Other);
    }

    /// <summary>max over rows of A of the distance to the nearest row of B, the lowest rows on ties. Rows ascend.</summary>
    internal static DirectedDistance Directed(IPointRows a, int[] rowsA, IPointRows b, int[] rowsB, CancellationToken cancellation)
    {
        var nearest = new (WideDouble Distance, int Row)[rowsA.Length];
        Parallel.For(0, rowsA.Length, new ParallelOptions { CancellationToken = cancellation }, r =>
        {
            nearest[r] = (PairwiseDistances.WideDistance(a[rowsA[r]], b[rowsB[0]]), rowsB[0]);
            foreach (var j in rowsB.AsSpan(1))
            {
                nearest[r] = PairwiseDistances.WideDistance(a[rowsA[r]], b[j]) is var d && d < nearest[r].Distance ? (d, j) : nearest[r];
            }
        });
        var worst = 0;
        for (var r = 1; r < rowsA.Length; r++)
        {
            worst = nearest[r].Distance > nearest[worst].Distance ? r : worst;
        }

        return new DirectedDistance((double)nearest[worst].Distance, rowsA[worst], nearest[worst].Row, true);
    }
}
