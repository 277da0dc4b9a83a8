using IsoApprox.Arithmetic;
using IsoApprox.Kernels;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Numerics;

/// <summary>Tiled distances and gradients of moving points against plain loops.</summary>
public class PairTilesTests
{
    [Theory]
    [InlineData(1, 3, true)]
    [InlineData(7, 1, true)]
    [InlineData(50, 4, true)]
    [InlineData(75, 17, true)]
    [InlineData(130, 40, true)]
    [InlineData(130, 40, false)]
    [InlineData(97, 131, false)]
    public void DistancesAreThoseOfTheLoadedPoints(int count, int n, bool differences)
    {
        var random = new Random(count + n);
        using var tiles = new PairTiles(count, n, differences);
        for (var round = 0; round < 2; round++)
        {
            var x = RandomInstances.Points(random, count, n);
            tiles.Load(x);
            for (var first = 0; first < count; first += 12)
            {
                var anchors = Math.Min(12, count - first);
                var tile = new double[tiles.TileLength(anchors)];
                tiles.SquaredDistances(first, anchors, tile);
                for (var a = 0; a < anchors; a++)
                {
                    for (var j = 0; j < count; j++)
                    {
                        var expected = PairwiseDistances.Squared(x.AsSpan((first + a) * n, n), x.AsSpan(j * n, n));
                        var actual = tile[(a * tiles.Stride) + j];
                        var error = differences ? (n + 4) * 2.3e-16 * expected : ((8 * n) + 64) * 1.2e-16 * 6 * n;
                        Assert.InRange(actual, Math.Max(0, expected - error), expected + error);
                    }

                    Assert.Equal(0, tile[(a * tiles.Stride) + first + a]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 3)]
    [InlineData(61, 16)]
    [InlineData(40, 39)]
    [InlineData(90, 70)]
    public void WeightedDifferencesEqualThePlainSums(int count, int n)
    {
        var random = new Random(count + n);
        var x = RandomInstances.Points(random, count, n);
        using var tiles = new PairTiles(count, n, denseWeights: true);
        tiles.Load(RandomInstances.Points(random, count, n));
        tiles.Load(x);
        var (first, anchors) = (count / 3, count - (count / 3));
        var weights = RandomInstances.Points(random, anchors, tiles.Stride);
        var start = RandomInstances.Points(random, anchors, n);
        var (dense, sparse) = (start.ToArray(), start.ToArray());
        tiles.AddDifferences(first, anchors, weights, -0.7, dense);
        var others = Enumerable.Range(0, count).ToArray();
        for (var a = 0; a < anchors; a++)
        {
            var row = weights.AsSpan(a * tiles.Stride, count);
            tiles.AddDifferences(first + a, others, row, -0.7, sparse.AsSpan(a * n, n));
            for (var k = 0; k < n; k++)
            {
                var sum = 0.0;
                for (var j = 0; j < count; j++)
                {
                    sum += row[j] * (x[((first + a) * n) + k] - x[(j * n) + k]);
                }

                var expected = start[(a * n) + k] - (0.7 * sum);
                Assert.Equal(expected, dense[(a * n) + k], 1e-14 * 10 * (count + 1));
                Assert.Equal(expected, sparse[(a * n) + k], 1e-14 * 10 * (count + 1));
            }
        }
    }

    [Fact]
    public void WrongTilesAreRefused()
    {
        using var tiles = new PairTiles(10, 2);
        tiles.Load(new double[20]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tiles.SquaredDistances(3, 2, new double[tiles.TileLength(2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tiles.SquaredDistances(6, 5, new double[tiles.TileLength(5)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tiles.SquaredDistances(0, 10, new double[10]));
        Assert.Throws<InvalidOperationException>(() => tiles.AddDifferences(0, 1, new double[16], 1, new double[2]));
    }
}
