using IsoApprox.Arithmetic;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Thickness;

public class PlanarWidthTests
{
    [Fact]
    public void CollinearPoints_ThicknessIsExactlyZero()
    {
        // (k/10, 3k/10) for k = 0..9 rounds to points that are collinear only when 3k/10 is exactly 3 fl(k/10); integers are.
        var f = ThicknessSets.Create([0, 0, 1, 3, 2, 6, 2, 6, 9, 27], 2);
        var result = ThicknessSolver.Compute(f);
        Assert.Equal((0.0, 0.0), (result.Lower, result.Upper));
        Assert.InRange(ThicknessSets.Width(f, result.Direction), 0, 1e-14);
    }

    [Fact]
    public void OnePointOffTheLineByOneUlp_ThicknessIsPositiveAndTight()
    {
        // Triangle (0,0), (1,1), (2, 2 + ulp): its thickness is its smallest height, twice the area over the longest side.
        var ulp = Math.BitIncrement(2.0) - 2;
        var result = ThicknessSolver.Compute(ThicknessSets.Create([0, 0, 1, 1, 2, 2 + ulp], 2));
        Assert.Equal(ulp / Math.Sqrt(8), result.Lower, 1e-14 * ulp);
        Assert.True(result.Upper >= result.Lower);
    }

    [Fact]
    public void RegularPolygons_MatchClosedForm()
    {
        for (var sides = 3; sides <= 40; sides++)
        {
            var points = Enumerable.Range(0, sides)
                .SelectMany(k => new[] { Math.Cos(2 * Math.PI * k / sides), Math.Sin(2 * Math.PI * k / sides) }).ToArray();
            var theta = sides % 2 == 0 ? 2 * Math.Cos(Math.PI / sides) : 1 + Math.Cos(Math.PI / sides);
            var result = ThicknessSolver.Compute(ThicknessSets.Create(points, 2));
            Assert.Equal(theta, result.Upper, ThicknessTolerances.ClosedForm);
            Assert.Equal(theta, result.Lower, ThicknessTolerances.ClosedForm);
        }
    }

    [Fact]
    public void RandomSets_AgreeWithAllPairsOfPoints()
    {
        var random = new Random(8);
        for (var trial = 0; trial < 300; trial++)
        {
            var f = ThicknessSets.Gaussian(random, 3 + random.Next(10), 2);
            var result = ThicknessSolver.Compute(f);
            var best = double.PositiveInfinity;
            for (var i = 0; i < f.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var normal = new[] { f[i][1] - f[j][1], f[j][0] - f[i][0] };
                    best = Math.Min(best, ThicknessSets.Width(f, normal) / Math.Sqrt((normal[0] * normal[0]) + (normal[1] * normal[1])));
                }
            }

            Assert.Equal(best, result.Upper, 1e-13);
            Assert.Equal(best, result.Lower, 1e-13);
        }
    }

    [Fact]
    public void LatticeSets_HullIsStrictlyConvexAndContainsAllPoints()
    {
        var random = new Random(9);
        for (var trial = 0; trial < 500; trial++)
        {
            var points = Enumerable.Range(0, 1 + random.Next(12)).Select(_ => new PlanarPoint(random.Next(4) / 10.0, random.Next(4) / 10.0))
                .ToArray();
            var hull = PlanarWidth.Hull(points);
            for (var i = 0; i < hull.Length && hull.Length > 2; i++)
            {
                var (p, q, r) = (hull[i], hull[(i + 1) % hull.Length], hull[(i + 2) % hull.Length]);
                Assert.Equal(1, PlanarPredicates.CrossSign(p, q, q, r));
                Assert.All(points, x => Assert.True(PlanarPredicates.CrossSign(p, q, p, x) >= 0));
            }
        }
    }

    [Fact]
    public void Cross_IsExactWhereFloatsFail()
    {
        var (a, b, c) = (new PlanarPoint(0.5, 0.5), new PlanarPoint(12, 12), new PlanarPoint(24, 24));
        for (var i = -20; i <= 20; i++)
        {
            // a moved by i ulps of 0.5 along x lies right of the diagonal for i > 0, so that b - a turns steeper and c - b lies to its
            // right.
            var moved = a with { X = 0.5 + (i * Math.Pow(2, -52)) };
            Assert.Equal(-Math.Sign(i), PlanarPredicates.CrossSign(moved, b, b, c));
        }

        var tiny = new PlanarPoint(double.Epsilon, 0);
        var zero = new PlanarPoint(0, 0);
        Assert.Equal(1, PlanarPredicates.CrossSign(zero, tiny, zero, new PlanarPoint(0, double.Epsilon)));
        Interval product = PlanarPredicates.Cross(zero, new PlanarPoint(3, 0), zero, new PlanarPoint(0, 5));
        Assert.True(product.Contains(15) && product.Width < 1e-14);
    }
}
