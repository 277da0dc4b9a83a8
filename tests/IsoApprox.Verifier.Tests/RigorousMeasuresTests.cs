using System.Numerics;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Tests;

/// <summary>The enclosures contain the exact values; the oracle squares exact integers.</summary>
public class RigorousMeasuresTests
{
    [Fact]
    public void DistancesEncloseTheExactRootOfIntegers()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 2000; trial++)
        {
            var n = random.Next(1, 20);
            var (x, y) = (new double[n], new double[n]);
            BigInteger exact = 0;
            for (var k = 0; k < n; k++)
            {
                var (a, b) = (random.NextInt64(-1L << 40, 1L << 40), random.NextInt64(-1L << 40, 1L << 40));
                (x[k], y[k]) = (a, b);
                exact += new BigInteger(a - b) * (a - b);
            }

            var distance = RigorousMeasures.Distance(x, y);
            Assert.True(SquareAtMost(distance.Lower, exact) && !SquareBelow(distance.Upper, exact), $"trial {trial}");
            Assert.True(distance.Width <= 1e-13 * distance.Upper);
        }
    }

    [Fact]
    public void EqualPointsAreAtDistanceZeroAndUnderflowIsEnclosed()
    {
        Assert.Equal(Interval.Zero, RigorousMeasures.Distance([0.1, 0.2], [0.1, 0.2]));
        var tiny = RigorousMeasures.Distance([1e-200], [0]);
        Assert.True(tiny.Lower <= 1e-200 && tiny.Upper >= 1e-200);
        var huge = RigorousMeasures.Distance([1e200], [-1e200]);
        Assert.True(huge.Lower <= 2e200 && huge.Upper >= 2e200);
    }

    [Fact]
    public void LossOfAHandMadeTriplet()
    {
        // Anchor 0: positive at 5, negative at 3; anchor 5: negative at 2; the hardest is anchor 5 with 5 - 2.
        var loss = RigorousMeasures.HardLoss(Embedding.Create([0, 5, 3], 1, [0, 0, 1]));
        Assert.True(loss.Lower <= 3 && 3 <= loss.Upper && loss.Width < 1e-13);
    }

    [Fact]
    public void LossOfSeparatedPointsIsExactlyZero()
    {
        Assert.Equal(Interval.Zero, RigorousMeasures.HardLoss(Embedding.Create([0, 1, 2, 3], 1, [0, 0, 1, 1])));
        Assert.Equal(Interval.Zero, RigorousMeasures.HardLoss(Embedding.Create([0, 1, 5], 1, [4, 4, 4])));
        Assert.Equal(Interval.Zero, RigorousMeasures.HardLoss(Embedding.Create([0.1, 0.7, 0.7, 0.1, 0.1, 0.1], 2, [0, 1, 1])));
    }

    [Fact]
    public void DiameterErrorAndDisplacementOfAScaledSet()
    {
        var f = Embedding.Create([0, 0, 3, 4, 6, 8], 2, [0, 0, 1]);
        var g = f.WithPoints([0, 0, 6, 8, 12, 16], 2);
        Assert.True(Encloses(RigorousMeasures.Diameter(f), 10));
        Assert.True(Encloses(RigorousMeasures.IsometricError(f, g), 10));
        Assert.True(Encloses(RigorousMeasures.Displacement(f, g), 10));
        Assert.Equal(Interval.Zero, RigorousMeasures.IsometricError(f, f));
        Assert.Equal(Interval.Zero, RigorousMeasures.Displacement(f, f));
    }

    [Fact]
    public void WidthDoesNotDependOnTheLengthOfTheDirection()
    {
        var square = Embedding.Create([0, 0, 1, 0, 0, 1, 1, 1], 2, [0, 0, 1, 1]);
        Assert.True(Encloses(RigorousMeasures.Width(square, [7, 0]), 1));
        var diagonal = RigorousMeasures.Width(square, [3, 3]);
        Assert.True(diagonal.Lower * diagonal.Lower <= 2 && diagonal.Upper * diagonal.Upper >= 2);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, 3, 0)]
    [InlineData(new double[] { 1, 2, 3, 1, 2, 4 }, 3, 1)]
    [InlineData(new double[] { 0, 0, 1, 0, 2, 0, 3, 0 }, 2, 1)]
    [InlineData(new double[] { 0, 1, 2, 3 }, 1, 1)]
    [InlineData(new double[] { 5, 5, 5, 5 }, 2, 0)]
    public void RankBoundCountsVaryingCoordinates(double[] points, int dimension, int expected) =>
        Assert.Equal(expected, RigorousMeasures.RankBound(Embedding.Create(points, dimension, new int[points.Length / dimension])));

    [Fact]
    public void ReassignmentWithinAClassCostsNothing()
    {
        // g exchanges the two points of a class: max_i ||f_i - g_i|| = 4, yet d_haus(f, g) = 0.
        var f = Embedding.Create([0, 4, 9], 1, [0, 0, 1]);
        var g = f.WithPoints([4, 0, 9], 1);
        var reassigned = ReassignmentCheck.Compute(f, g);
        Assert.True(Encloses(RigorousMeasures.Displacement(f, g), 4));
        Assert.Equal(new Reassignment(Interval.Zero, Interval.Zero, true), reassigned);
    }

    [Fact]
    public void AnImagePointThatNobodyNeedsIsNotAttained()
    {
        var f = Embedding.Create([0, 1, 9], 1, [0, 0, 1]);
        var reassigned = ReassignmentCheck.Compute(f, f.WithPoints([0.25, -3, 9], 1));
        Assert.False(reassigned.Attained);
        Assert.True(Encloses(reassigned.Displacement, 0.75));
        Assert.True(Encloses(reassigned.HausdorffLike, 3));
    }

    private static bool Encloses(Interval interval, double value) => interval.Contains(value) && interval.Width <= 1e-12 * value;

    private static bool SquareAtMost(double root, BigInteger exact) => Compare(root, exact) <= 0;

    private static bool SquareBelow(double root, BigInteger exact) => Compare(root, exact) < 0;

    /// <summary>Compares root^2 with an integer, exactly: root is an integer multiple of 2^-60 here.</summary>
    private static int Compare(double root, BigInteger exact)
    {
        var scaled = new BigInteger(Math.ScaleB(root, 60));
        return (scaled * scaled).CompareTo(exact << 120);
    }
}
