using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

/// <summary>Width, affine rank and duplicates on sets whose values are known.</summary>
public class ShapeTests
{
    internal static Embedding Unlabelled(double[] points, int n) => Embedding.Create(points, n, new int[points.Length / n]);

    internal static double[] Cube(int n)
    {
        var x = new double[(1 << n) * n];
        for (var i = 0; i < 1 << n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                x[(i * n) + k] = (i >> k) & 1;
            }
        }

        return x;
    }

    internal static double[] CrossPolytope(int n)
    {
        var x = new double[2 * n * n];
        for (var k = 0; k < n; k++)
        {
            x[(2 * k * n) + k] = 1;
            x[(((2 * k) + 1) * n) + k] = -1;
        }

        return x;
    }

    /// <summary>Regular simplex with edge sqrt 2 in R^(n+1): the unit vectors.</summary>
    internal static double[] UnitVectors(int n)
    {
        var x = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            x[(k * n) + k] = 1;
        }

        return x;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void WidthsOfCubeCrossPolytopeAndSimplexAlongKnownDirections(int n)
    {
        var (axis, diagonal) = (new double[n], new double[n]);
        axis[0] = -7;
        Array.Fill(diagonal, 1e200);
        Assert.Equal(1, Width.Along(Unlabelled(Cube(n), n), axis).Value);
        Assert.Equal(Math.Sqrt(n), Width.Along(Unlabelled(Cube(n), n), diagonal).Value, Tolerances.Rounding);
        Assert.Equal(2, Width.Along(Unlabelled(CrossPolytope(n), n), axis).Value);
        Assert.Equal(2 / Math.Sqrt(n), Width.Along(Unlabelled(CrossPolytope(n), n), diagonal).Value, Tolerances.Rounding);
        Assert.Equal(0, Width.Along(Unlabelled(UnitVectors(n), n), diagonal).Value, Tolerances.Rounding);
        var split = new double[n];
        for (var k = 0; k < n; k++)
        {
            split[k] = k < n / 2 ? 1.0 / (n / 2) : -1.0 / (n - (n / 2));
        }

        // Between opposite faces with p and q vertices: edge / sqrt 2 times sqrt(1/p + 1/q).
        Assert.Equal(
            Math.Sqrt((1.0 / (n / 2)) + (1.0 / (n - (n / 2)))), Width.Along(Unlabelled(UnitVectors(n), n), split).Value,
            Tolerances.Rounding);
    }

    [Fact]
    public void WidthWitnessesAttainTheValueAtAnyOffset()
    {
        var random = new Random(31);
        for (var t = 0; t < 100; t++)
        {
            var n = random.Next(1, 8);
            var f = RandomInstances.Cloud(random, random.Next(1, 30), n, 2, 1, t % 2 == 0 ? 0 : 1e6);
            var width = Width.Along(f, RandomInstances.Points(random, 1, n, 1e-3));
            var projections = Enumerable.Range(0, f.Count)
                .Select(i => Enumerable.Range(0, n).Sum(k => width.Direction[k] * (f[i][k] - f[0][k]))).ToArray();
            Assert.Equal(projections.Max() - projections.Min(), width.Value, Tolerances.Rounding);
            Assert.Equal(projections[width.High] - projections[width.Low], width.Value, Tolerances.Rounding);
            Assert.Equal(1, width.Direction.Sum(x => x * x), Tolerances.Rounding);
            Assert.True(width.Value <= Diameter.Compute(f).Value * (1 + Tolerances.Rounding));
        }
    }

    [Fact]
    public void AnImpossibleDirectionIsRefused()
    {
        var f = Embedding.Create([0.0, 0, 1, 1], 2, [0, 0]);
        Assert.Throws<ArgumentException>(() => Width.Along(f, [0, 0]));
        Assert.Throws<ArgumentException>(() => Width.Along(f, [double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => Width.Along(f, [double.PositiveInfinity, 1]));
        Assert.Throws<ArgumentException>(() => Width.Along(f, [1]));
    }

    [Fact]
    public void RankOfKnownSets()
    {
        Assert.Equal(0, AffineRank.Compute(Unlabelled([3.0, 4], 2)).Rank);
        Assert.Equal(0, AffineRank.Compute(Unlabelled([0.1, 0.2, 0.1, 0.2, 0.1, 0.2], 2)).Rank);
        Assert.Equal(5, AffineRank.Compute(Unlabelled(Cube(5), 5)).Rank);
        Assert.Equal(5, AffineRank.Compute(Unlabelled(CrossPolytope(5), 5)).Rank);
        Assert.Equal(5, AffineRank.Compute(Unlabelled(UnitVectors(6), 6)).Rank);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(1e6, 1.0)]
    [InlineData(0.0, 1e-12)]
    [InlineData(-1e6, 1e3)]
    [InlineData(0.0, 1e200)]
    [InlineData(0.0, 1e-200)]
    public void RankOfARandomFlatIsItsDimensionAtAnyOffsetAndScale(double offset, double scale)
    {
        var random = new Random(32);
        for (var t = 0; t < 60; t++)
        {
            var (n, count) = (random.Next(1, 12), random.Next(1, 40));
            var r = random.Next(0, n + 1);
            var flat = new double[count * n];
            for (var i = 0; i < count; i++)
            {
                for (var k = 0; k < r; k++)
                {
                    flat[(i * n) + k] = RandomInstances.Gaussian(random);
                }
            }

            var shift = Enumerable.Range(0, n).Select(_ => offset * (0.5 + random.NextDouble())).ToArray();
            var f = RandomInstances.Move(Unlabelled(flat, n), RandomInstances.Rotation(random, n), scale, shift);
            var rank = AffineRank.Compute(f);
            Assert.Equal(Math.Min(r, count - 1), rank.Rank);
            Assert.Equal(rank.Rank + 1, rank.Basis.Distinct().Count());
        }
    }

    [Theory]
    [InlineData(240, 256, 256)]
    [InlineData(400, 220, 220)]
    [InlineData(260, 240, 239)]
    [InlineData(300, 256, 20)]
    [InlineData(257, 256, 256)]
    public void TheRankAloneIsThatOfTheGreedySequence(int count, int n, int dimension)
    {
        // Coordinates beyond the dimension are sums of two others; then equal rows, constant columns and a tiny direction.
        var random = new Random(count);
        var x = RandomInstances.Points(random, count, n, 1, 3);
        Embedding Changed(Func<int, int, double> entry) =>
            Unlabelled([.. Enumerable.Range(0, count * n).Select(e => entry(e / n, e % n))], n);
        double Flat(int i, int k) => k < dimension ? x[(i * n) + k] : x[(i * n) + (k % 19)] - x[(i * n) + ((k + 7) % dimension)];
        foreach (var f in new[]
        {
            Changed(Flat),
            Changed((i, k) => Flat(i % (count - 5), k)),
            Changed((i, k) => k % 50 == 49 ? -2 : Flat(i, k)),
            Changed((i, k) => k == 3 ? 1e-9 * Flat(i, k) : Flat(i, k)),
            Changed((i, k) => k == 3 ? 1e-14 * Flat(i, k) : Flat(i, k)),
            Changed((_, k) => k),
        })
        {
            Assert.Equal(AffineRank.Compute(f).Rank, AffineRank.Rank(f));
        }
    }

    [Fact]
    public void HeightsOfTheBasisAreTheDistancesFromTheHullBefore()
    {
        // A box with sides 4, 2, 1: opposite corners first (diagonal), and the product of heights is the volume of a parallelepiped spanned
        // by corners.
        var box = Cube(3);
        for (var i = 0; i < box.Length; i += 3)
        {
            (box[i], box[i + 1]) = (4 * box[i], 2 * box[i + 1]);
        }

        var rank = AffineRank.Compute(Unlabelled(box, 3));
        Assert.Equal(Math.Sqrt(21), rank.Heights[1], Tolerances.Rounding);
        Assert.Equal(8, rank.Heights[1] * rank.Heights[2] * rank.Heights[3], Tolerances.Rounding * 8);
    }

    [Fact]
    public void DuplicatesAreCountedWhateverTheLabelAndTheSignOfZero()
    {
        Assert.Equal(0, Duplicates.Count(Embedding.Create([0.0, 1, 2], 1, [0, 0, 0])));
        Assert.Equal(3, Duplicates.Count(Embedding.Create([0.0, 1, -0.0, 1, 0], 1, [0, 0, 1, 2, 3])));
        var random = new Random(33);
        for (var t = 0; t < 100; t++)
        {
            var f = RandomInstances.Grid(random, random.Next(1, 40), random.Next(1, 4), 2);
            var earlier = Enumerable.Range(0, f.Count).Count(i => Enumerable.Range(0, i).Any(j => f[i].SequenceEqual(f[j])));
            Assert.Equal(earlier, Duplicates.Count(f));
            var first = Enumerable.Range(0, f.Count).Select(i => Enumerable.Range(0, f.Count).First(j => f[i].SequenceEqual(f[j])));
            Assert.Equal(first, Duplicates.FirstRows(f));
        }
    }
}
