using System.Numerics;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Tests.Oracles;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Tests;

/// <summary>All enclosures hold for points whose coordinates span 1e-320 to 1e300 inside one instance. The long run:
/// ISOAPPROX_SOUNDNESS_INSTANCES=100000.</summary>
public class WideRangeTests
{
    [Fact]
    public void Enclosures_contain_the_exact_values() => Seeds.ForEach(0, Campaign.Instances(1000), seed =>
    {
        var f = WideInstances.Create(seed);
        var other = WideInstances.Create(seed + 1_000_000);
        var pairs =
            (from i in Enumerable.Range(0, f.Count)
             from j in Enumerable.Range(0, f.Count)
             select ExactOracle.Squared(f[i], f[j])).ToArray();
        Encloses(RigorousMeasures.Diameter(f), pairs.Max(), $"diameter, seed {seed}");
        Encloses(RigorousMeasures.Distance(f[0], f[^1]), ExactOracle.Squared(f[0], f[^1]), $"distance, seed {seed}");
        CheckLoss(f, seed);
        CheckWidths(f, seed);
        if (other.Count == f.Count && other.Dimension == f.Dimension)
        {
            var moves = Enumerable.Range(0, f.Count).Max(i => ExactOracle.Squared(f[i], other[i]));
            Encloses(RigorousMeasures.Displacement(f, other), moves, $"displacement, seed {seed}");
            Assert.True(RigorousMeasures.IsometricError(f, other).Upper >= 0);
        }
    });

    [Fact]
    public void The_loss_of_a_tiny_triplet_beside_a_huge_point_is_enclosed()
    {
        // L = 2/3 in units of 1e-21 or so beside a point at 1e140.
        var f = Embedding.Create([0, 2e-21, 1e-21, 1e140], 1, [0, 0, 1, 2]);
        var loss = RigorousMeasures.HardLoss(f);
        Assert.True(loss.Contains(1e-21) && loss.Width <= 1e-36);
        Assert.Equal(new Interval(9, 9), RigorousMeasures.HardLoss(Embedding.Create([0, 10, 1, 1e300], 1, [0, 0, 1, 2])));
    }

    private static void CheckLoss(Embedding f, int seed)
    {
        var loss = RigorousMeasures.HardLoss(f);
        Assert.Equal(ExactOracle.IsSeparated(f, 0), loss == Interval.Zero);
        if (ExactOracle.Hardest(f) is not { } t || loss == Interval.Zero)
        {
            return;
        }

        var (p, n) = (ExactOracle.Squared(f[t.Anchor], f[t.Positive]), ExactOracle.Squared(f[t.Anchor], f[t.Negative]));
        Assert.True(ExactOracle.RootSign((p, 1), (n, -1), (Square(loss.Lower), -1)) >= 0, $"loss, seed {seed}");
        Assert.True(
            double.IsInfinity(loss.Upper) || ExactOracle.RootSign((p, 1), (n, -1), (Square(loss.Upper), -1)) <= 0, $"loss, seed {seed}");
    }

    private static void CheckWidths(Embedding f, int seed)
    {
        for (var k = 0; k < f.Dimension; k++)
        {
            var axis = new double[f.Dimension];
            axis[k] = Math.ScaleB(seed % 2 == 0 ? 1 : -1, (seed % 2000) - 1000);
            var heights = Enumerable.Range(0, f.Count).Select(i => ExactOracle.Integer(f[i][k])).ToArray();
            Encloses(RigorousMeasures.Width(f, axis), BigInteger.Pow(heights.Max() - heights.Min(), 2), $"width, seed {seed}");
        }
    }

    private static void Encloses(Interval interval, BigInteger squared, string what)
    {
        Assert.True(interval.Lower >= 0 && Square(interval.Lower) <= squared, what);
        Assert.True(double.IsInfinity(interval.Upper) || Square(interval.Upper) >= squared, what);
        Assert.True(interval.Upper <= (interval.Lower * (1 + 1e-12)) + (8 * double.Epsilon) || double.IsInfinity(interval.Upper), what);
    }

    private static BigInteger Square(double length) => BigInteger.Pow(ExactOracle.Integer(length), 2);
}
