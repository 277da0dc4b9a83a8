using IsoApprox.Embeddings;
using IsoApprox.Kernels;
using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

/// <summary>
/// The fast kernels against the textbook loops: every value and every witness bit for bit, on sizes that cross blocks, tiles and panels.
/// </summary>
public class KernelTests
{
    public static TheoryData<int, int, string> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, string>();
            foreach (var n in new[] { 1, 2, 3, 4, 5, 8, 31, 32, 33, 47, 64, 100 })
            {
                data.Add(n < 33 ? 523 : 211, n, "gaussian");
                data.Add(131, n, "grid");
                data.Add(97, n, "copies");
                data.Add(97, n, "offset");
                data.Add(50, n, "huge");
                data.Add(50, n, "tiny");
            }

            data.Add(1, 40, "gaussian");
            data.Add(2, 40, "gaussian");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryMeasureEqualsTheTextbookLoop(int count, int n, string kind)
    {
        var random = new Random((1000 * n) + count);
        var (f, g) = (Make(random, count, n, kind), Make(random, count, n, kind));
        g = f.WithPoints(g.Coordinates, n);
        var narrow = f.WithPoints(RandomInstances.Points(random, count, 3), 3);
        Assert.Equal(NaiveMeasures.Diameter(f), Diameter.Compute(f));
        Assert.Equal(NaiveMeasures.IsometricError(f, g), IsometricError.Compute(f, g));
        Assert.Equal(NaiveMeasures.IsometricError(f, f), IsometricError.Compute(f, f));
        if (kind is "gaussian" or "copies")
        {
            Assert.Equal(NaiveMeasures.IsometricError(f, narrow), IsometricError.Compute(f, narrow));
            Assert.Equal(NaiveMeasures.IsometricError(narrow, f), IsometricError.Compute(narrow, f));
        }

        CheckAnchors(f);
        CheckAnchors(Embedding.Create(f.Coordinates, n, new int[count]));
        CheckAnchors(Embedding.Create(f.Coordinates, n, Enumerable.Range(0, count).ToArray()));
        CheckHausdorff(f, g, random);
    }

    private static void CheckAnchors(Embedding f)
    {
        var (far, farRow, near, nearRow) = NaiveMeasures.Anchors(f);
        var actual = AnchorDistances.Compute(f);
        Assert.Equal(farRow, actual.FarthestPositive);
        Assert.Equal(nearRow, actual.NearestNegative);
        var sweep = AnchorSweep.OfClasses(f, f.Classes);
        Assert.Equal(far, sweep.Far.Select(x => Math.ScaleB(x, 2 * sweep.Exponent)));
        Assert.Equal(near, sweep.Near.Select(x => Math.ScaleB(x, 2 * sweep.Exponent)));
        if (f.ClassCount == f.Count && f.Count > 1)
        {
            var nearest = NearestNeighbours.Compute(f);
            Assert.Equal(nearRow, nearest.Neighbour);
            Assert.Equal(near.Min(), Math.Pow(nearest.ClosestPair().Value, 2), 1e-12 * near.Min());
            Assert.Equal(nearest.ClosestPair().Second, nearRow[nearest.ClosestPair().First]);
        }
    }

    private static void CheckHausdorff(Embedding f, Embedding g, Random random)
    {
        var rows = Enumerable.Range(0, f.Count).ToArray();
        var some = rows.Where(_ => random.Next(3) > 0).DefaultIfEmpty(0).ToArray();
        Assert.Equal(NaiveMeasures.Directed(f, rows, g, rows), HausdorffDistance.Directed(f, rows, g, rows));
        Assert.Equal(NaiveMeasures.Directed(f, some, g, rows), HausdorffDistance.Directed(f, some, g, rows));
        Assert.Equal(NaiveMeasures.Directed(f, rows, g, some), HausdorffDistance.Directed(f, rows, g, some));
        var order = rows.OrderBy(_ => random.Next()).ToArray();
        Assert.Equal(0, HausdorffDistance.Directed(f, rows, RandomInstances.Permuted(f, order), rows).Value);
    }

    /// <summary>Huge and tiny stay just inside the range in which the oracle's squares neither overflow nor underflow.</summary>
    private static Embedding Make(Random random, int count, int n, string kind)
    {
        switch (kind)
        {
            case "grid":
                return RandomInstances.Grid(random, count, n, 5, n > 8 ? 2 : 4);
            case "copies":
                // A few distinct points, repeated exactly or 1e-9 apart, far from the origin.
                var sites = RandomInstances.Points(random, 7, n, 1, 1e6);
                var x = new double[count * n];
                for (var i = 0; i < count; i++)
                {
                    sites.AsSpan(random.Next(7) * n, n).CopyTo(x.AsSpan(i * n));
                    x[(i * n) + random.Next(n)] += random.Next(3) * 1e-9;
                }

                return Embedding.Create(x, n, RandomInstances.Labels(random, count, 4));
            default:
                var scale = kind switch { "huge" => 1e150, "tiny" => 1e-140, _ => 1.0 };
                return RandomInstances.Cloud(random, count, n, 6, scale, kind == "offset" ? 1e6 : 0);
        }
    }

    [Fact]
    public void SquaresOutOfRangeStillGiveTheRightDistances()
    {
        foreach (var scale in new[] { 1e-300, 1e-200, 1e200, 1e300 })
        {
            var f = Embedding.Create([0, 0, 3 * scale, 0, 0, 4 * scale, 1 * scale, 1 * scale], 2, [0, 0, 1, 1]);
            var g = f.WithPoints(new double[8], 2);
            Assert.Equal(1, Diameter.Compute(f).Value / (5 * scale), 1e-12);
            Assert.Equal((1, 2), (Diameter.Compute(f).First, Diameter.Compute(f).Second));
            Assert.Equal(1, IsometricError.Compute(f, g).Value / (5 * scale), 1e-12);
            Assert.Equal(1, HausdorffDistance.Directed(f, [0, 1, 2, 3], g, [0]).Value / (4 * scale), 1e-12);
            Assert.Equal(1, TripletLoss.HardMined(f).Value / ((Math.Sqrt(10) - Math.Sqrt(2)) * scale), 1e-12);
            Assert.Equal([3, 3, 0, 0], AnchorDistances.Compute(f).NearestNegative);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(64)]
    public void NearlyCoincidentPointsAtAnOffsetKeepTheirRelativeAccuracy(int n)
    {
        // Pairs 1e-9 apart at 1e6: after subtracting the offset (exact), the true distance is known to rounding.
        var random = new Random(n);
        var (x, exact) = (RandomInstances.Points(random, 200, n, 1, 1e6), new double[100]);
        for (var i = 0; i < 200; i += 2)
        {
            var sum = 0.0;
            for (var k = 0; k < n; k++)
            {
                x[((i + 1) * n) + k] = x[(i * n) + k] + (1e-9 * RandomInstances.Gaussian(random));
                sum += Math.Pow(x[((i + 1) * n) + k] - x[(i * n) + k], 2);
            }

            exact[i / 2] = Math.Sqrt(sum);
        }

        var f = Embedding.Create(x, n, Enumerable.Range(0, 200).Select(i => i % 2).ToArray());
        var nearest = AnchorDistances.Compute(f).NearestNegativeDistance;
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(exact[i], nearest[2 * i], Tolerances.Rounding * exact[i]);
        }
    }

    [Fact]
    public void ProgressRisesToOneAndCancellationStops()
    {
        var f = RandomInstances.Cloud(new Random(81), 3000, 3, 4);
        var progress = new Recorder();
        var expected = Diameter.Compute(f);
        Assert.Equal(expected, Diameter.Compute(f, progress));
        Assert.Equal(1, progress.Seen[^1]);
        Assert.Equal(progress.Seen.Order(), progress.Seen);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Diameter.Compute(f, cancellation: cancelled.Token));
        using var later = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => AnchorDistances.Compute(f, new Recorder(_ => later.Cancel()), later.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => IsometricError.Compute(f, f, new Recorder(_ => later.Cancel()), later.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => HausdorffDistance.Directed(f, [0], f, [1], cancelled.Token));
    }

    private sealed class Recorder(Action<double>? then = null) : IProgress<double>
    {
        internal List<double> Seen { get; } = [];

        public void Report(double value)
        {
            Seen.Add(value);
            then?.Invoke(value);
        }
    }
}
