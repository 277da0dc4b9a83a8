using IsoApprox.Embeddings;
using IsoApprox.Kernels;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

public class AnchorAndLossTests
{
    [Fact]
    public void AnchorDistancesEqualTheTextbookLoopBitForBit()
    {
        foreach (var f in RandomInstances.Awkward(11, 300))
        {
            var (far, farRow, near, nearRow) = NaiveMeasures.Anchors(f);
            var actual = AnchorDistances.Compute(f);
            var sweep = AnchorSweep.OfClasses(f, f.Classes);
            Assert.Equal(far, sweep.Far.Select(x => Math.ScaleB(x, 2 * sweep.Exponent)));
            Assert.Equal(near, sweep.Near.Select(x => Math.ScaleB(x, 2 * sweep.Exponent)));
            Assert.Equal(far.Select(Math.Sqrt), actual.FarthestPositiveDistance);
            Assert.Equal(near.Select(Math.Sqrt), actual.NearestNegativeDistance);
            Assert.Equal(farRow, actual.FarthestPositive);
            Assert.Equal(nearRow, actual.NearestNegative);
        }
    }

    [Theory]
    [InlineData(TripletDistance.Euclidean, 0.0)]
    [InlineData(TripletDistance.Euclidean, 0.3)]
    [InlineData(TripletDistance.SquaredEuclidean, 0.0)]
    [InlineData(TripletDistance.SquaredEuclidean, 0.3)]
    public void HardMinedLossIsTheLargestHingeOverAllTriplets(TripletDistance distance, double margin)
    {
        foreach (var f in RandomInstances.Awkward(12, 100))
        {
            double Bracket(Triplet t) => distance == TripletDistance.Euclidean
                ? NaiveMeasures.Distance(f, t.Anchor, t.Positive) + margin - NaiveMeasures.Distance(f, t.Anchor, t.Negative)
                : NaiveMeasures.Squared(f[t.Anchor], f[t.Positive]) + margin - NaiveMeasures.Squared(f[t.Anchor], f[t.Negative]);
            var brackets = NaiveMeasures.Triplets(f, singletons: true).Select(Bracket).DefaultIfEmpty(double.NegativeInfinity).Max();
            var loss = TripletLoss.HardMined(f, distance, margin);
            var rounding = Tolerances.Rounding * (1 + Diameter.Compute(f).Value) * (1 + Diameter.Compute(f).Value);
            Assert.Equal(Math.Max(0, brackets), loss.Value, rounding);
            Assert.Equal(f.ClassCount == 1, loss.Triplet is null);
            if (loss.Triplet is { } triplet)
            {
                Assert.Equal(brackets, Bracket(triplet), rounding);
            }
        }
    }

    [Fact]
    public void TheHardestTripletIsTheExactOneAndTheLowestOnTies()
    {
        foreach (var f in RandomInstances.Awkward(16, 150))
        {
            var loss = TripletLoss.HardMined(f);
            Assert.Equal(ExactOracle.Hardest(f), loss.Triplet is { } t ? (t.Anchor, t.Positive, t.Negative) : null);
            Assert.Equal(ExactOracle.IsSeparated(f, 0), loss.Value == 0);
        }
    }

    [Fact]
    public void BatchHardIsTheMeanOfTheAnchorsHinges()
    {
        foreach (var f in RandomInstances.Awkward(13, 100))
        {
            var hinges = NaiveMeasures.Triplets(f, singletons: true).GroupBy(t => t.Anchor).Select(anchor => Math.Max(
                0,
                anchor.Max(t => NaiveMeasures.Distance(f, t.Anchor, t.Positive)) + 0.2
                    - anchor.Min(t => NaiveMeasures.Distance(f, t.Anchor, t.Negative)))).ToArray();
            var loss = TripletLoss.BatchHard(f, 0.2);
            Assert.Equal(hinges.DefaultIfEmpty(0).Average(), loss.Value, Tolerances.Rounding);
            Assert.Equal(hinges.Length, loss.Anchors);
            Assert.Equal(hinges.Count(h => h > 0), loss.Active);
            Assert.True(TripletLoss.HardMined(f, margin: 0.2).Value >= loss.Value);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void CountsAgreeWithTheTripleLoop(double margin)
    {
        foreach (var f in RandomInstances.Awkward(14, 100))
        {
            var (all, violated, semiHard, sum) = (0L, 0L, 0L, 0.0);
            foreach (var t in NaiveMeasures.Triplets(f, singletons: false))
            {
                var (positive, negative) =
                    (NaiveMeasures.Distance(f, t.Anchor, t.Positive), NaiveMeasures.Distance(f, t.Anchor, t.Negative));
                all++;
                violated += positive + margin > negative ? 1 : 0;
                semiHard += positive <= negative && negative < positive + margin ? 1 : 0;
                sum += Math.Max(0, positive + margin - negative);
            }

            var counts = TripletLoss.Counts(f, margin);
            Assert.Equal((all, violated, semiHard), (counts.Triplets, counts.Violated, counts.SemiHard));
            Assert.Equal(all == 0 ? 0 : sum / all, counts.MeanLoss, Tolerances.Rounding * (1 + sum));
            Assert.Equal(violated == 0 ? 0 : sum / violated, counts.MeanActiveLoss, Tolerances.Rounding * (1 + sum));
        }
    }

    [Fact]
    public void LossScalesWithThePointsAndIgnoresRigidMotionsAndOrder()
    {
        var random = new Random(15);
        for (var t = 0; t < 100; t++)
        {
            var (count, n) = (random.Next(3, 25), random.Next(1, 7));
            var f = RandomInstances.Cloud(random, count, n, 3);
            var loss = TripletLoss.HardMined(f).Value;
            var moved = RandomInstances.Move(f, RandomInstances.Rotation(random, n), 2.5, RandomInstances.Points(random, 1, n));
            var order = Enumerable.Range(0, count).OrderBy(_ => random.Next()).ToArray();
            Assert.Equal(2.5 * loss, TripletLoss.HardMined(moved).Value, Tolerances.Rounding * 100);
            Assert.Equal(loss, TripletLoss.HardMined(RandomInstances.Permuted(f, order)).Value);
            Assert.Equal(4 * loss, TripletLoss.HardMined(RandomInstances.Scaled(f, 4)).Value);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    [InlineData(double.PositiveInfinity)]
    public void AnImpossibleMarginIsRefused(double margin)
    {
        var f = Embedding.Create([0.0, 1], 1, [0, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => TripletLoss.HardMined(f, margin: margin));
        Assert.Throws<ArgumentOutOfRangeException>(() => TripletLoss.BatchHard(f, margin));
        Assert.Throws<ArgumentOutOfRangeException>(() => TripletLoss.Counts(f, margin));
        Assert.Throws<ArgumentOutOfRangeException>(() => TripletSeparation.Worst(f, margin));
        Assert.Throws<ArgumentOutOfRangeException>(() => TripletSeparation.IsSatisfied(f, margin));
    }

    [Fact]
    public void SingletonsAndOneClassFollowTheConventions()
    {
        var singletons = Embedding.Create([0.0, 1, 3], 1, [0, 1, 2]);
        Assert.Equal(new HardMinedLoss(0, new Triplet(0, 0, 1)), TripletLoss.HardMined(singletons));
        Assert.Equal(0, TripletLoss.Counts(singletons).Triplets);
        var oneClass = Embedding.Create([0.0, 1, 3], 1, [0, 0, 0]);
        Assert.Equal(new HardMinedLoss(0, null), TripletLoss.HardMined(oneClass, margin: 1));
        Assert.Equal(new BatchHardLoss(0, 0, 0), TripletLoss.BatchHard(oneClass, 1));
        Assert.True(TripletSeparation.IsSatisfied(oneClass, 100));
    }
}
