using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Measures;

/// <summary>
/// The elementary bounds between the loss and the two distances, for arbitrary f and arbitrary Triplet-Separated g: L/2 &lt;= d_iso(f,g),
/// L/4 &lt;= d_haus(f,g), d_iso(f,g) &lt;= 2 max ||f_i - g_i||, d_haus(f,g) &lt;= max ||f_i - g_i||.
/// </summary>
public class ElementaryInequalityTests
{
    /// <summary>
    /// Documented rounding of the measures: each distance errs by at most (n + 3) 2^-53 of itself; four distances enter an inequality.
    /// </summary>
    private static double Rounding(Embedding f, Embedding g) =>
        4 * (Math.Max(f.Dimension, g.Dimension) + 3) * Math.ScaleB(1, -53) * (Diameter.Compute(f).Value + Diameter.Compute(g).Value);

    [Fact]
    public void HoldForEveryTripletSeparatedEmbeddingThatIsTried()
    {
        var (random, tried) = (new Random(51), 0);
        foreach (var f in RandomInstances.Awkward(51, 1500))
        {
            foreach (var g in SeparatedFrom(random, f))
            {
                tried++;
                Check(f, g);
            }
        }

        Assert.True(tried > 4000, $"{tried} Triplet-Separated embeddings");
    }

    private static void Check(Embedding f, Embedding g)
    {
        var slack = Rounding(f, g);
        var loss = TripletLoss.HardMined(f).Value;
        var isometric = IsometricError.Compute(f, g).Value;
        Assert.True(loss <= (2 * isometric) + slack, "L <= 2 d_iso");
        if (f.Dimension == g.Dimension)
        {
            var hausdorff = HausdorffLikeDistance.Compute(f, g).Value;
            var displacement = Enumerable.Range(0, f.Count).Max(i => Math.Sqrt(NaiveMeasures.Squared(f[i], g[i])));
            Assert.True(loss <= (4 * hausdorff) + slack, "L <= 4 d_haus");
            Assert.True(hausdorff <= displacement + slack, "d_haus <= displacement");
            Assert.True(isometric <= (2 * displacement) + slack, "d_iso <= 2 displacement");
        }
    }

    /// <summary>
    /// Collapsed, class-collapsed, contracted and lifted embeddings, and f itself when it is Triplet-Separated; each proved before use.
    /// </summary>
    private static IEnumerable<Embedding> SeparatedFrom(Random random, Embedding f)
    {
        var n = f.Dimension;
        var (zero, centres) = (new double[f.Count * n], RandomInstances.Points(random, f.ClassCount, n));
        yield return f.WithPoints(zero, n);
        yield return Blend(f, centres, 0);
        var (contracted, spread) =
            (Blend(f, ClassMeans(f, 1), random.NextDouble() / 4), Blend(f, ClassMeans(f, 5), random.NextDouble() / 2));
        foreach (var candidate in new[] { f, contracted, spread, Lift(f, random) })
        {
            if (TripletSeparation.IsSatisfied(candidate))
            {
                yield return candidate;
            }
        }
    }

    private static double[] ClassMeans(Embedding f, double factor)
    {
        var means = new double[f.ClassCount * f.Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                means[(f.Classes[i] * f.Dimension) + k] += factor * f[i][k] / f.Members(f.Classes[i]).Length;
            }
        }

        return means;
    }

    private static Embedding Blend(Embedding f, double[] centres, double own)
    {
        var n = f.Dimension;
        var x = new double[f.Count * n];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < n; k++)
            {
                x[(i * n) + k] = centres[(f.Classes[i] * n) + k] + (own * f[i][k]);
            }
        }

        return f.WithPoints(x, n);
    }

    private static Embedding Lift(Embedding f, Random random)
    {
        var (n, c) = (f.Dimension, f.ClassCount);
        var x = new double[f.Count * (n + c)];
        var offset = random.NextDouble() * Diameter.Compute(f).Value;
        for (var i = 0; i < f.Count; i++)
        {
            f[i].CopyTo(x.AsSpan(i * (n + c)));
            x[(i * (n + c)) + n + f.Classes[i]] = offset;
        }

        return f.WithPoints(x, n + c);
    }

    [Fact]
    public void TheTrivialEmbeddingsAttainTheirValues()
    {
        var random = new Random(52);
        for (var t = 0; t < 100; t++)
        {
            var n = random.Next(1, 6);
            var f = RandomInstances.Cloud(random, random.Next(2, 30), n, 3);
            var balls = EnclosingBall.PerClass(f);
            var g = Blend(f, [.. balls.SelectMany(b => b.Center)], 0);
            Assert.True(TripletSeparation.IsSatisfied(g));
            var radius = balls.Max(b => b.Upper);
            Assert.Equal(radius, HausdorffLikeDistance.Compute(f, g).Value, Tolerances.Rounding * radius);
            var point = f.WithPoints(new double[f.Count * n], n);
            Assert.Equal(Diameter.Compute(f).Value, IsometricError.Compute(f, point).Value);
        }
    }
}
