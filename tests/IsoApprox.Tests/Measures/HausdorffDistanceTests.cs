using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

public class HausdorffDistanceTests
{
    [Fact]
    public void DirectedEqualsTheTextbookLoopBitForBit()
    {
        var random = new Random(21);
        foreach (var f in RandomInstances.Awkward(21, 300))
        {
            var g = RandomInstances.Cloud(random, random.Next(1, 20), f.Dimension, 2);
            var rowsA = Enumerable.Range(0, f.Count).OrderBy(_ => random.Next()).Take(random.Next(1, f.Count + 1)).ToArray();
            var rowsB = Enumerable.Range(0, g.Count).OrderBy(_ => random.Next()).ToArray();
            Assert.Equal(NaiveMeasures.Directed(f, rowsA, g, rowsB), HausdorffDistance.Directed(f, rowsA, g, rowsB));
            Assert.Equal(NaiveMeasures.Directed(f, rowsA, f, rowsA), HausdorffDistance.Directed(f, rowsA, f, rowsA));
        }
    }

    [Theory]
    [InlineData(1200, 2, 0)]
    [InlineData(1200, 2, 0.001)]
    [InlineData(500, 20, 0)]
    [InlineData(400, 40, 0)]
    [InlineData(400, 40, 0.01)]
    public void CopiesInAnotherOrderExactOrDisturbedEqualTheTextbookLoop(int count, int n, double noise)
    {
        var random = new Random(count + n);
        var f = RandomInstances.Cloud(random, count, n, 3);
        var (x, rows) = (RandomInstances.Points(random, count, n, noise), Enumerable.Range(0, count).ToArray());
        var order = rows.ToArray();
        random.Shuffle(order);
        for (var k = 0; k < x.Length; k++)
        {
            x[k] += f[order[k / n]][k % n];
        }

        var g = f.WithPoints(x, n);
        Assert.Equal(NaiveMeasures.Directed(f, rows, g, rows), HausdorffDistance.Directed(f, rows, g, rows));
        Assert.Equal(NaiveMeasures.Directed(g, rows, f, rows), HausdorffDistance.Directed(g, rows, f, rows));
    }

    [Fact]
    public void TiesGoToTheLowestRows()
    {
        var random = new Random(22);
        for (var t = 0; t < 200; t++)
        {
            var n = random.Next(1, 4);
            var f = RandomInstances.Grid(random, random.Next(1, 30), n, 2);
            var g = RandomInstances.Grid(random, random.Next(1, 30), n, 2);
            var (rowsA, rowsB) = (Enumerable.Range(0, f.Count).Reverse().ToArray(), Enumerable.Range(0, g.Count).Reverse().ToArray());
            Assert.Equal(NaiveMeasures.Directed(f, rowsA, g, rowsB), HausdorffDistance.Directed(f, rowsA, g, rowsB));
        }
    }

    [Fact]
    public void AShiftSmallerThanHalfTheSeparationIsTheHausdorffDistance()
    {
        // Integer grid, shift of length 5/16: every point's nearest neighbour is its own image.
        var f = Embedding.Create([0.0, 0, 1, 0, 0, 1, 2, 2, 5, 1], 2, [0, 0, 0, 1, 1]);
        var x = f.Coordinates.ToArray();
        for (var k = 0; k < x.Length; k += 2)
        {
            x[k] += 3.0 / 16;
            x[k + 1] -= 4.0 / 16;
        }

        var d = HausdorffLikeDistance.Compute(f, f.WithPoints(x, 2));
        Assert.Equal(5.0 / 16, d.Value);
        Assert.Equal(0, d.Class);
        Assert.All(d.PerClass, c => Assert.Equal(5.0 / 16, c.Value));
    }

    [Fact]
    public void DirectedDistanceOfASubsetIsZeroAndBackwardIsNot()
    {
        var f = Embedding.Create([0.0, 1, 10], 1, [0, 0, 0]);
        Assert.Equal(0, HausdorffDistance.Directed(f, [0, 1], f, [0, 1, 2]).Value);
        Assert.Equal(new DirectedDistance(9, 2, 1, false), HausdorffDistance.Symmetric(f, [0, 1], f, [0, 1, 2]));
    }

    [Fact]
    public void HausdorffLikeIsAMetricOnSetsThatIgnoresOrderWithinAClass()
    {
        var random = new Random(23);
        for (var t = 0; t < 200; t++)
        {
            var (count, n) = (random.Next(2, 20), random.Next(1, 6));
            var f = RandomInstances.Cloud(random, count, n, 3);
            var g = f.WithPoints(RandomInstances.Points(random, count, n), n);
            var h = f.WithPoints(RandomInstances.Points(random, count, n), n);
            double D(Embedding a, Embedding b) => HausdorffLikeDistance.Compute(a, b).Value;
            Assert.Equal(0, D(f, f));
            Assert.Equal(D(f, g), D(g, f));
            Assert.True(D(f, h) <= D(f, g) + D(g, h) + 1e-14);
            var (q, shift) = (RandomInstances.Rotation(random, n), RandomInstances.Points(random, 1, n));
            Assert.Equal(
                3 * D(f, g), D(RandomInstances.Move(f, q, 3, shift), RandomInstances.Move(g, q, 3, shift)), Tolerances.Rounding * 100);
            var reversed = g.Coordinates.ToArray();
            for (var k = 0; k < g.ClassCount; k++)
            {
                var members = g.Members(k);
                for (var m = 0; m < members.Length; m++)
                {
                    g[members[m]].CopyTo(reversed.AsSpan(members[^(m + 1)] * n));
                }
            }

            Assert.Equal(D(f, g), D(f, g.WithPoints(reversed, n)));
        }
    }

    [Fact]
    public void TheWitnessAttainsTheValue()
    {
        var random = new Random(24);
        for (var t = 0; t < 100; t++)
        {
            var f = RandomInstances.Cloud(random, 15, 3, 3);
            var g = f.WithPoints(RandomInstances.Points(random, 15, 3), 3);
            var d = HausdorffLikeDistance.Compute(f, g);
            var (first, second) = d.Witness.FromFirst ? (f, g) : (g, f);
            Assert.Equal(d.Value, Math.Sqrt(NaiveMeasures.Squared(first[d.Witness.From], second[d.Witness.To])));
            Assert.Equal(d.PerClass.Max(c => c.Value), d.Value);
            Assert.Equal(d.Class, f.Classes[d.Witness.From]);
        }
    }

    [Fact]
    public void MismatchedInputsAreRefused()
    {
        var f = Embedding.Create([0.0, 1], 1, [0, 1]);
        Assert.Throws<EmbeddingException>(() => HausdorffLikeDistance.Compute(f, Embedding.Create([0.0, 1], 1, [1, 0])));
        Assert.Throws<EmbeddingException>(() => HausdorffLikeDistance.Compute(f, f.WithPoints([0.0, 1, 2, 3], 2)));
        Assert.Throws<ArgumentException>(() => HausdorffDistance.Directed(f, [], f, [0]));
        Assert.Throws<ArgumentException>(() => HausdorffDistance.Directed(f, [0], f, []));
    }
}
