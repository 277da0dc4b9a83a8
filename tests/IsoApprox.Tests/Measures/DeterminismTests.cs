using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

public class DeterminismTests
{
    [Theory]
    [InlineData(400, 2, true)]
    [InlineData(400, 3, false)]
    [InlineData(300, 40, false)]
    public void ValuesAndWitnessesDoNotDependOnTheNumberOfThreads(int count, int n, bool grid)
    {
        var random = new Random(71);
        var f = grid ? RandomInstances.Grid(random, count, n, 7, 9) : RandomInstances.Cloud(random, count, n, 7);
        var g = grid
            ? f.WithPoints(RandomInstances.Grid(random, count, n, 7, 9).Coordinates, n)
            : f.WithPoints(RandomInstances.Points(random, count, n), n);
        (string, string) All()
        {
            var anchors = AnchorDistances.Compute(f);
            var haus = HausdorffLikeDistance.Compute(f, g);
            var ball = EnclosingBall.Compute(f);
            return (
                $"{Diameter.Compute(f)} {IsometricError.Compute(f, g)} {TripletLoss.HardMined(f)} {TripletLoss.BatchHard(f, 0.1)} "
                    + $"{TripletLoss.Counts(f, 0.1)} {haus.Witness} {ball.Upper} {AffineRank.Compute(f).Rank}",
                string.Join(' ', anchors.FarthestPositive.Concat(anchors.NearestNegative)) + string.Join(' ', haus.PerClass) + string.Join(
                    ' ', ball.Weights));
        }

        var expected = Threads.Run(1, All);
        for (var threads = 2; threads <= 5; threads++)
        {
            Assert.Equal(expected, Threads.Run(threads, All));
        }
    }
}
