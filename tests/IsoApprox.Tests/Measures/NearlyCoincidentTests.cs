using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

/// <summary>
/// Points about 1e-9 apart, some of them coincident, at an offset of 1e6. Coordinates are multiples of 2^-33, so the same set at the origin
/// is exact, and every measure must agree with the one there to a relative error of 1e-12. (The affine rank is a decision with a tolerance
/// that refers to the coordinates as stored; it has its own tests.)
/// </summary>
public class NearlyCoincidentTests
{
    private const double Accuracy = 1e-12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(40)]
    public void EveryMeasureIsThatOfTheSetAtTheOrigin(int n)
    {
        var random = new Random(n);
        var labels = RandomInstances.Labels(random, 60, 4);
        var (f, near) = Pair(random, n, labels);
        var (g, nearG) = Pair(random, n, labels);
        var rows = Enumerable.Range(0, f.Count).ToArray();
        Same(Diameter.Compute(near).Value, Diameter.Compute(f).Value);
        Same(IsometricError.Compute(near, nearG).Value, IsometricError.Compute(f, g).Value);
        Same(TripletLoss.HardMined(near).Value, TripletLoss.HardMined(f).Value);
        Same(TripletLoss.BatchHard(near, 1e-9).Value, TripletLoss.BatchHard(f, 1e-9).Value);
        Same(TripletLoss.Counts(near, 1e-9).MeanLoss, TripletLoss.Counts(f, 1e-9).MeanLoss);
        Same(TripletSeparation.Worst(near).Violation, TripletSeparation.Worst(f).Violation);
        Same(HausdorffDistance.Directed(near, rows, nearG, rows).Value, HausdorffDistance.Directed(f, rows, g, rows).Value);
        Same(HausdorffLikeDistance.Compute(near, nearG).Value, HausdorffLikeDistance.Compute(f, g).Value);
        Same(EnclosingBall.Compute(near).Upper, EnclosingBall.Compute(f).Upper);
        Same(EnclosingBall.Compute(near).Lower, EnclosingBall.Compute(f).Lower);
        var direction = RandomInstances.Points(random, 1, n);
        Same(Width.Along(near, direction).Value, Width.Along(f, direction).Value);
        Assert.Equal(Duplicates.Count(near), Duplicates.Count(f));
        Assert.Equal(TripletSeparation.IsSatisfied(near), TripletSeparation.IsSatisfied(f));
        var (expected, actual) = (NearestNeighbours.Compute(near), NearestNeighbours.Compute(f));
        Assert.Equal(expected.Neighbour, actual.Neighbour);
        for (var i = 0; i < f.Count; i++)
        {
            Same(expected.Distance[i], actual.Distance[i]);
        }
    }

    private static (Embedding Offset, Embedding Origin) Pair(Random random, int n, int[] labels)
    {
        var step = Math.Pow(2, -33);
        var (offset, origin) = (new double[labels.Length * n], new double[labels.Length * n]);
        for (var k = 0; k < origin.Length; k++)
        {
            var copied = k >= 5 * n && k < 8 * n;
            origin[k] = copied ? origin[k % n] : step * random.Next(-12, 13);
            offset[k] = 1e6 + origin[k];
            Assert.Equal(origin[k], offset[k] - 1e6);
        }

        return (Embedding.Create(offset, n, labels), Embedding.Create(origin, n, labels));
    }

    private static void Same(double expected, double actual)
    {
        var room = Accuracy * Math.Abs(expected);
        Assert.InRange(actual, expected - room, expected + room);
    }
}
