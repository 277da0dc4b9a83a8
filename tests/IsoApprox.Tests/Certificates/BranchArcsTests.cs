using IsoApprox.Certificates.Branch;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Certificates;

/// <summary>
/// The statement that the differences between two classes of a Triplet-Separated planar embedding lie in one quadrant, and the cones that
/// follow from it.
/// </summary>
public class BranchArcsTests
{
    [Fact]
    public void DifferencesOfSeparatedClassesLieInTheConeOfSomeArcOfEveryCover()
    {
        var random = new Random(3);
        var found = 0;
        for (var trial = 0; trial < 20_000 && found < 300; trial++)
        {
            var spread = random.NextDouble();
            var points = new double[12];
            for (var k = 0; k < points.Length; k++)
            {
                points[k] = (k < 6 ? 0 : 1 + random.NextDouble()) + (spread * random.NextDouble());
            }

            var g = Embedding.Create(points, 2, [0, 0, 0, 1, 1, 1]);
            if (!TripletSeparation.IsSatisfied(g))
            {
                continue;
            }

            found++;
            var vectors = Cover(5 + random.Next(8), random);
            Assert.True(BranchArcs.CoverAll(vectors));
            Assert.Contains(BranchArcs.Arcs(vectors), arc => AllInside(g, arc));
        }

        Assert.Equal(300, found);
    }

    [Fact]
    public void CoversAndSplitsWithGapsAreRefused()
    {
        var vectors = Cover(8, new Random(1));
        Assert.False(BranchArcs.CoverAll(vectors[..5]));
        Assert.False(BranchArcs.CoverAll([.. vectors.Reverse()]));
        Assert.False(BranchArcs.CoverAll([[1, 0], [0, 1], [-1, 0], [0, -1]])); // right angles: the cones would be half-planes
        Assert.False(BranchArcs.CoverAll([]));
        Assert.False(BranchArcs.CoverAll([[1], [1]]));
        Assert.True(BranchArcs.CoverAll([[1], [-1]]));
        double[][] arc = [[1, 0], [1, 1]];
        Assert.True(BranchArcs.SplitCovers(arc, [2, 1]));
        Assert.False(BranchArcs.SplitCovers(arc, [1, 1]));
        Assert.False(BranchArcs.SplitCovers(arc, [-2, -1]));
    }

    [Fact]
    public void IntersectionHoldsEveryCommonVector()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 3000; trial++)
        {
            var (first, second) = (Cone(random, random.Next(2) == 0), Cone(random, false));
            var common = BranchArcs.Intersect(first, second);
            for (var sample = 0; sample < 40; sample++)
            {
                // Half of the samples run along generators, where a vector lies in both cones by a hair.
                var v = sample % 2 == 0 ? Unit(random) : (sample % 4 == 1 ? first : second)[random.Next(2)];
                if (Inside(first, v) && Inside(second, v))
                {
                    Assert.True(Inside(common, v));
                }
            }
        }
    }

    [Fact]
    public void IntersectionWithARayIsTheRayOrTheOtherCone()
    {
        double[][] cone = [[1, 0], [0, 1]];
        double[][] inside = [[1, 0]];
        double[][] outside = [[-1, 0]];
        Assert.Same(inside, BranchArcs.Intersect(inside, cone));
        Assert.Same(cone, BranchArcs.Intersect(outside, cone));
        Assert.Same(cone, BranchArcs.Intersect(null, cone));
    }

    private static bool AllInside(Embedding g, double[][] arc)
    {
        var (forward, backward) = (BranchArcs.Cone(arc, false), BranchArcs.Cone(arc, true));
        foreach (var i in g.Members(0))
        {
            foreach (var k in g.Members(1))
            {
                double[] x = [g[k][0] - g[i][0], g[k][1] - g[i][1]];
                if (!Inside(forward, x) || !Inside(backward, [-x[0], -x[1]]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static double[][] Cover(int count, Random random)
    {
        var turn = random.NextDouble();
        return [.. Enumerable.Range(0, count)
            .Select(t => new[] { Math.Cos(2 * Math.PI * (t + turn) / count), Math.Sin(2 * Math.PI * (t + turn) / count) })];
    }

    private static double[] Unit(Random random)
    {
        var angle = 2 * Math.PI * random.NextDouble();
        return [Math.Cos(angle), Math.Sin(angle)];
    }

    private static double[][] Cone(Random random, bool reversed)
    {
        var (angle, width) = (2 * Math.PI * random.NextDouble(), 0.01 + (3.1 * random.NextDouble()));
        double[][] cone = [[Math.Cos(angle), Math.Sin(angle)], [Math.Cos(angle + width), Math.Sin(angle + width)]];
        return reversed ? [cone[1], cone[0]] : cone;
    }

    private static bool Inside(double[][] cone, double[] v)
    {
        var whole = Determinant(cone[0], cone[1]);
        return Math.Sign(whole) * Determinant(cone[0], v) >= 0 && Math.Sign(whole) * Determinant(v, cone[1]) >= 0;
    }

    /// <summary>Rounded products: 0 for a vector along a generator, of the right sign for the random ones.</summary>
    private static double Determinant(double[] a, double[] b) => (a[0] * b[1]) - (a[1] * b[0]);
}
