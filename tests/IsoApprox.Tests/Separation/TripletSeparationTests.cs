using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Separation;

public class TripletSeparationTests
{
    [Fact]
    public void WorstIsTheLargestViolationOverAllTriplets()
    {
        foreach (var f in RandomInstances.Awkward(61, 200))
        {
            double Violation(Triplet t) =>
                NaiveMeasures.Distance(f, t.Anchor, t.Positive) + 0.1 - NaiveMeasures.Distance(f, t.Anchor, t.Negative);
            var worst = TripletSeparation.Worst(f, 0.1);
            var expected = NaiveMeasures.Triplets(f, singletons: true).Select(Violation).DefaultIfEmpty(double.NegativeInfinity).Max();
            Assert.Equal(worst.Triplet is null, double.IsNegativeInfinity(expected));
            if (worst.Triplet is { } triplet)
            {
                var rounding = Tolerances.Rounding * (1 + Diameter.Compute(f).Value);
                Assert.Equal(expected, worst.Violation, rounding);
                Assert.Equal(worst.Violation, Violation(triplet), rounding);
                Assert.Equal(f.Classes[triplet.Anchor], f.Classes[triplet.Positive]);
                Assert.NotEqual(f.Classes[triplet.Anchor], f.Classes[triplet.Negative]);
            }
        }
    }

    [Fact]
    public void IsSatisfiedEqualsExactRationalArithmetic()
    {
        var (random, satisfied, violated) = (new Random(62), 0, 0);
        for (var t = 0; t < 2000; t++)
        {
            var (f, margin) = Delicate(random, t);
            var expected = ExactOracle.IsSeparated(f, margin);
            Assert.True(expected == TripletSeparation.IsSatisfied(f, margin), $"instance {t}");
            satisfied += expected ? 1 : 0;
            violated += expected ? 0 : 1;
        }

        Assert.True(satisfied > 250 && violated > 250, $"{satisfied} satisfied, {violated} violated");
    }

    /// <summary>Instances whose tight triplets are ties or one last bit away from one.</summary>
    private static (Embedding F, double Margin) Delicate(Random random, int t)
    {
        var n = random.Next(1, 4);
        var scale = (t % 3) switch { 0 => 1.0, 1 => 0.1, _ => Math.PI * Math.Pow(10, random.Next(-200, 150)) };
        var (u, p) = (new double[n], new double[n]);
        for (var k = 0; k < n; k++)
        {
            (u[k], p[k]) = (random.Next(-3, 4), random.Next(-2, 3));
        }

        // Anchor p, positive p + u; negatives at p + (signed permutation of u), far along the others.
        var negative = u.Select(x => random.Next(2) == 0 ? x : -x).OrderBy(_ => random.Next()).ToArray();
        var points = new List<double>();
        var margin = t % 2 == 0 ? 0 : scale * random.Next(1, 3);
        var reach = 1 + (margin > 0 ? margin / scale / Math.Max(1, Math.Sqrt(u.Sum(x => x * x))) : 0);
        for (var k = 0; k < n; k++)
        {
            points.Add(scale * p[k]);
        }

        for (var k = 0; k < n; k++)
        {
            points.Add(scale * (p[k] + u[k]));
        }

        for (var k = 0; k < n; k++)
        {
            var x = scale * (p[k] + (reach * negative[k]));
            points.Add((t % 5) switch { 0 => Math.BitIncrement(x), 1 => Math.BitDecrement(x), _ => x });
        }

        // One more point of the second class makes the class a pair only when asked: a singleton has no positive of its own.
        return (Embedding.Create(points.ToArray(), n, [0, 0, 1]), margin);
    }

    [Fact]
    public void ATieIsSatisfiedAndOneBitLessIsNot()
    {
        // 0.1 + 0.2 > 0.3 in doubles: positive at 0.3 of the anchor 0, negative at the double 0.30000000000000004.
        Assert.True(TripletSeparation.IsSatisfied(Embedding.Create([0, 0.3, -(0.1 + 0.2)], 1, [0, 0, 1])));
        Assert.False(TripletSeparation.IsSatisfied(Embedding.Create([0, 0.1 + 0.2, -0.3], 1, [0, 0, 1])));
        Assert.True(TripletSeparation.IsSatisfied(Embedding.Create([0, 0.3, -0.3], 1, [0, 0, 1])));
        Assert.True(TripletSeparation.IsSatisfied(Embedding.Create([0, 0.5, -0.75], 1, [0, 0, 1]), 0.25));
        Assert.False(TripletSeparation.IsSatisfied(Embedding.Create([0, 0.5, -0.75], 1, [0, 0, 1]), Math.BitIncrement(0.25)));
        Assert.False(TripletSeparation.IsSatisfied(Embedding.Create([0, 0.5, -Math.BitDecrement(0.75)], 1, [0, 0, 1]), 0.25));
    }

    [Fact]
    public void CoincidentPointsOfTwoClassesAreSeparatedOnlyWhenEveryPositiveCoincidesToo()
    {
        Assert.True(TripletSeparation.IsSatisfied(Embedding.Create(new double[12], 2, [0, 0, 0, 1, 1, 2])));
        Assert.False(TripletSeparation.IsSatisfied(Embedding.Create(new double[12], 2, [0, 0, 0, 1, 1, 2]), double.Epsilon));
        Assert.False(TripletSeparation.IsSatisfied(Embedding.Create([0, double.Epsilon, 0], 1, [0, 0, 1])));
        Assert.True(TripletSeparation.IsSatisfied(Embedding.Create([0, double.Epsilon, -double.Epsilon], 1, [0, 0, 1])));
    }

    [Fact]
    public void OverflowingDistancesAreDecidedExactly()
    {
        Assert.True(TripletSeparation.IsSatisfied(Embedding.Create([0, 1e300, -1.1e300], 1, [0, 0, 1])));
        Assert.False(TripletSeparation.IsSatisfied(Embedding.Create([0, 1.2e300, -1.1e300], 1, [0, 0, 1])));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    public void ManyExactTiesAreDecided(double scale)
    {
        // 20 classes of 100 copies of 5 unit vectors each: every positive and every negative distance ties.
        const int N = 2000;
        var x = new double[N * 100];
        for (var i = 0; i < N; i++)
        {
            x[(i * 100) + (i % 100)] = scale;
        }

        var f = Embedding.Create(x, 100, [.. Enumerable.Range(0, N).Select(i => i % 100 / 5)]);
        Assert.True(TripletSeparation.IsSatisfied(f));
        x[0] = scale * 0.99;
        Assert.False(TripletSeparation.IsSatisfied(f.WithPoints(x, 100)));
    }

    [Fact]
    public void EnclosuresContainTheExactSquaredDistance()
    {
        var random = new Random(63);
        for (var t = 0; t < 2000; t++)
        {
            var n = random.Next(1, 40);
            var f = RandomInstances.Cloud(random, 2, n, 1, Math.Pow(10, random.Next(-170, 100)), t % 2 == 0 ? 0 : 1e6);
            var enclosure = PairwiseDistances.SquaredEnclosure(PairwiseDistances.Squared(f[0], f[1]), n);
            var exact = ExactOracle.Squared(f[0], f[1]);
            Assert.True(ExactOracle.Integer(enclosure.Lower) << 1074 <= exact && exact <= ExactOracle.Integer(enclosure.Upper) << 1074);
        }
    }
}
