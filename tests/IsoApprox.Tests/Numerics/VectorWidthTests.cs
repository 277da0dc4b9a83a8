using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;
using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Numerics;

/// <summary>
/// The kernels for vectors of four doubles return what those for vectors of eight return, also where the machine would choose the latter.
/// </summary>
public class VectorWidthTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(40)]
    public void BothWidthsReturnTheTextbookValues(int n)
    {
        var random = new Random(n);
        var f = RandomInstances.Cloud(random, 333, n, 5);
        var g = f.WithPoints(RandomInstances.Points(random, 333, n), n);
        foreach (var wide in new[] { false, System.Runtime.Intrinsics.X86.Avx512F.IsSupported })
        {
            CheckSweeps(f, g, sift: true, wide);
            CheckSweeps(f, g, sift: false, wide);
            using var first = Pack(f, wide);
            using var second = Pack(g, wide);
            CheckRace(f, first, second);
        }
    }

    private static void CheckSweeps(Embedding f, Embedding g, bool sift, bool wide)
    {
        var (range, order) = (PointRange.Of(f, g), Enumerable.Range(0, f.Count).ToArray());
        using var first = new SweepPoints(f, order, range, sift, wide);
        using var second = new SweepPoints(g, order, range, sift, wide);
        var (farthest, change) = (new SharedBest(), new SharedBest());
        PairSweep.Run(first, null, () => new FarthestPairVisitor(first, farthest), v => farthest.Merge(v.Best), null, default);
        PairSweep.Run(first, second, () => new DistanceChangeVisitor(first, second, change), v => change.Merge(v.Best), null, default);
        Assert.Equal(NaiveMeasures.Diameter(f), new PairMeasure(Math.Sqrt(farthest.Best.Value), farthest.Best.First, farthest.Best.Second));
        Assert.Equal(NaiveMeasures.IsometricError(f, g), new PairMeasure(change.Best.Value, change.Best.First, change.Best.Second));
        CheckNearest(f, first);
    }

    private static void CheckNearest(Embedding f, SweepPoints points)
    {
        var (rows, ends) = (Enumerable.Range(0, f.Count).ToArray(), Enumerable.Range(1, f.Count).ToArray());
        using var reached = new ReachedDistances(points.PaddedCount);
        var near = new double[f.Count];
        Array.Fill(near, double.PositiveInfinity);
        PairSweep.Run(points, null, () => new AnchorVisitor(points, rows, ends, reached), v => Merge(near, v.Extremes), null, default);
        var all = Enumerable.Range(0, f.Count);
        Assert.Equal(all.Select(i => all.Where(j => j != i).Min(j => PairwiseDistances.Squared(f[i], f[j]))), near);
    }

    private static unsafe void Merge(double[] near, AnchorExtremes extremes)
    {
        for (var i = 0; i < near.Length; i++)
        {
            near[i] = Math.Min(near[i], extremes.Near[i]);
        }

        extremes.Dispose();
    }

    private static void CheckRace(Embedding f, PackedPoints a, PackedPoints b)
    {
        var unknown = new double[f.Count];
        Array.Fill(unknown, double.PositiveInfinity);
        var expected = 0.0;
        for (var i = 0; i < a.Count; i++)
        {
            var nearest = double.PositiveInfinity;
            for (var j = 0; j < b.Count; j++)
            {
                nearest = Math.Min(nearest, PairwiseDistances.Squared(a.Row(i), b.Row(j)));
            }

            expected = Math.Max(expected, nearest);
        }

        Assert.Equal(expected, HausdorffRace.Run(a, b, unknown, default).Squared);
    }

    private static PackedPoints Pack(Embedding f, bool wide) => new(f, [.. Enumerable.Range(0, f.Count)], 0) { IsWide = wide };
}
