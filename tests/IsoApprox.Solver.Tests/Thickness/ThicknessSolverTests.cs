using IsoApprox.Embeddings;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Thickness;

public class ThicknessSolverTests
{
    /// <summary>Above this dimension the closed forms are tested in bounds mode: cubes and simplices have many optimal directions, which costs the branch and bound time.</summary>
    private const int LargestExact = 6;

    private static readonly ThicknessSettings Bounds = new() { Mode = ThicknessMode.Bounds };

    public static TheoryData<int> Dimensions => [2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Box_ThicknessIsShortestSide(int n)
    {
        var sides = Enumerable.Range(0, n).Select(k => 1.5 + (k * 7 % n)).ToArray();
        AssertEncloses(ThicknessSets.Box(sides), 1.5);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Cube_ThicknessIsOne(int n) => AssertEncloses(ThicknessSets.Box([.. Enumerable.Repeat(1.0, n)]), 1);

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Simplex_MatchesClosedForm(int n) => AssertEncloses(ThicknessSets.Simplex(n, 1.7), ThicknessSets.SimplexThickness(n, 1.7));

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void CrossPolytope_MatchesClosedForm(int n)
    {
        var axes = Enumerable.Range(0, n).Select(k => 1 + (0.3 * k)).ToArray();
        AssertEncloses(ThicknessSets.CrossPolytope(axes), ThicknessSets.CrossPolytopeThickness(axes));
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void MovedAndScaled_ThicknessFollows(int n)
    {
        var f = ThicknessSets.Simplex(n, 1);
        var theta = ThicknessSets.SimplexThickness(n, 1);
        var moved = ThicknessSets.Move(f, new Random(n), 1e6);
        AssertEncloses(moved, theta, ThicknessTolerances.Offset);
        AssertEncloses(ThicknessSets.Map(f, x => Array.ConvertAll(x, a => a * 3e-120)), theta * 3e-120);
        AssertEncloses(ThicknessSets.Map(f, x => Array.ConvertAll(x, a => a * 3e120)), theta * 3e120);
    }

    [Fact]
    public void ReferenceSets_AreProvedToTheReferenceAccuracy()
    {
        foreach (var set in ThicknessSets.References())
        {
            var result = ThicknessSolver.Compute(ThicknessSets.Create(set.Points, set.Dimension));
            Assert.Equal(set.Theta, result.Upper, ThicknessTolerances.Reference * set.Theta);
            Assert.Equal(set.Theta, result.Lower, ThicknessTolerances.Reference * set.Theta);
        }
    }

    [Fact]
    public void ReferenceSets_BoundsModeEnclosesWithACheckedCertificate()
    {
        foreach (var set in ThicknessSets.References().Where(set => set.Dimension > 2))
        {
            var f = ThicknessSets.Create(set.Points, set.Dimension);
            var result = ThicknessSolver.Compute(f, Bounds);
            Assert.Equal(set.Theta, result.Upper, ThicknessTolerances.Reference * set.Theta);
            Assert.InRange(result.Lower, 0.5 * set.Theta, set.Theta);
            Assert.Equal(result.Lower, result.Certificate!.Check(f));
            Assert.Equal(result.Lower, ThicknessSolver.Certify(f)!.Check(f));
        }
    }

    [Fact]
    public void LargeDimension_IsEnclosed()
    {
        var f = ThicknessSets.Gaussian(new Random(7), 70, 16);
        var result = ThicknessSolver.Compute(f);
        Assert.Equal("local search and weighted covariance", result.Method);
        Assert.True(result.Lower > 0.5 * result.Upper);
        AssertSound(f, result, new Random(8));
    }

    [Fact]
    public void WorkLimit_LeavesAValidInterval()
    {
        var f = ThicknessSets.Gaussian(new Random(5), 40, 6);
        var full = ThicknessSolver.Compute(f);
        Assert.Equal("branch and bound", full.Method);
        foreach (var limit in new[] { 0, 1e5, 1e6, 1e7 })
        {
            var part = ThicknessSolver.Compute(f, new ThicknessSettings { WorkLimit = limit });
            Assert.InRange(part.Lower, 0.5 * full.Upper, full.Upper);
            Assert.True(part.Upper >= full.Lower);
        }

        var stopped = ThicknessSolver.Compute(f, new ThicknessSettings { TimeLimit = TimeSpan.Zero });
        Assert.InRange(stopped.Lower, 0.5 * full.Upper, full.Upper);
    }

    [Fact]
    public void LocalSearchStartedBadly_IsCorrectedByBranchAndBound()
    {
        // The thin direction of a long needle set is a narrow valley: started along the needle, the branch and bound must find it by itself.
        var f = ThicknessSets.Move(ThicknessSets.Box([1, 2, 3, 4]), new Random(3), 0);
        var points = CentredPoints.Create(f);
        var result = WidthBranchAndBound.Solve(points, [1, 0, 0, 0], new ThicknessSettings(), CancellationToken.None);
        Assert.True(result.Finished);
        Assert.Equal(1, points.Width(result.Direction) * points.Scale, ThicknessTolerances.Reference);
        Assert.Equal(1, result.Lower * points.Scale, ThicknessTolerances.Reference);
    }

    [Fact]
    public void SinglePoint_ThicknessIsZero()
    {
        foreach (var n in new[] { 1, 2, 3, 9 })
        {
            var result = ThicknessSolver.Compute(ThicknessSets.Create([.. Enumerable.Repeat(0.1, n)], n));
            Assert.Equal((0.0, 0.0), (result.Lower, result.Upper));
            Assert.Equal(n, result.Direction.Length);
        }
    }

    [Fact]
    public void Line_IsRangeWithDirectedRounding()
    {
        var result = ThicknessSolver.Compute(ThicknessSets.Create([3, -1, 0.5, 3, -1], 1));
        Assert.Equal((4.0, 4.0), (result.Lower, result.Upper));

        // The exact range 1 + 1e-20 is not a double.
        result = ThicknessSolver.Compute(ThicknessSets.Create([1, -1e-20], 1));
        Assert.Equal((1.0, Math.BitIncrement(1.0)), (result.Lower, result.Upper));
        result = ThicknessSolver.Compute(ThicknessSets.Create([1, 1e-20], 1));
        Assert.Equal((Math.BitDecrement(1.0), 1.0), (result.Lower, result.Upper));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 2)]
    [InlineData(5, 5)]
    [InlineData(128, 72)]
    public void FewPoints_ThicknessIsZeroAlongNullDirection(int n, int count)
    {
        var f = ThicknessSets.Gaussian(new Random(count), count, n);
        AssertFlat(f, ThicknessSolver.Compute(f));
    }

    [Fact]
    public void IntegerPointsInHyperplane_ThicknessIsExactlyZero()
    {
        var random = new Random(4);
        var points = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var (x, y, z) = (random.Next(-9, 10), random.Next(-9, 10), random.Next(-9, 10));
            points.AddRange([x, y, z, (2 * x) - (3 * y) + z + 5]);
        }

        var f = ThicknessSets.Create([.. points], 4);
        AssertFlat(f, ThicknessSolver.Compute(f));
        var offset = ThicknessSets.Map(f, x => Array.ConvertAll(x, a => a + 1e6));
        AssertFlat(offset, ThicknessSolver.Compute(offset));
    }

    [Fact]
    public void ConstantCoordinate_ThicknessIsExactlyZero()
    {
        var f = ThicknessSets.Map(ThicknessSets.Gaussian(new Random(3), 30, 3), x => [x[0], 0.1, x[1], x[2]]);
        var result = ThicknessSolver.Compute(f);
        AssertFlat(f, result);
        Assert.Equal([0.0, 1, 0, 0], result.Direction);
    }

    [Fact]
    public void RoundedHyperplane_EnclosureHoldsTheRoundingOnly()
    {
        // The last coordinate is a rounded combination: the doubles do not lie in a hyperplane, but nearly.
        var f = ThicknessSets.Map(ThicknessSets.Gaussian(new Random(3), 30, 3), x => [x[0], x[1], x[2], (0.1 * x[0]) + (0.7 * x[1]) - (0.3 * x[2])]);
        var result = ThicknessSolver.Compute(f);
        Assert.Equal(0, result.Lower);
        Assert.InRange(result.Upper, 0, 1e-14);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-7)]
    [InlineData(1e-11)]
    public void FlatSets_LowerKeepsItsQuality(double flatness)
    {
        var round = ThicknessSets.Simplex(5, 1);
        var f = ThicknessSets.Move(ThicknessSets.Map(round, x => [x[0] * flatness, x[1], x[2], x[3], x[4]]), new Random(1), 0);
        var result = ThicknessSolver.Compute(f);
        Assert.True(result.Lower > 0.5 * result.Upper, $"{result}");
    }

    [Fact]
    public void RandomSets_LowerIsBelowEverySampledWidth()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 1400; trial++)
        {
            var n = 1 + random.Next(5);
            var f = ThicknessSets.Gaussian(random, n + 1 + random.Next(12), n);
            if (trial % 3 == 0)
            {
                var flatness = Math.Pow(10, -random.Next(10));
                f = ThicknessSets.Move(ThicknessSets.Map(f, x => [.. x.Select((a, k) => k == 0 ? a * flatness : a)]), random, random.Next(2) * 1e3);
            }

            AssertSound(f, ThicknessSolver.Compute(f, trial % 10 == 0 ? Bounds : new ThicknessSettings { Seed = trial }), random);
        }
    }

    [Fact]
    public void RandomLatticeSets_LowerIsBelowEverySampledWidth()
    {
        // Small integers: duplicates, collinear points and sets in hyperplanes are frequent.
        var random = new Random(12);
        for (var trial = 0; trial < 600; trial++)
        {
            var n = 1 + random.Next(4);
            var points = new double[(1 + random.Next(3 * n)) * n];
            for (var k = 0; k < points.Length; k++)
            {
                points[k] = random.Next(3);
            }

            var f = ThicknessSets.Create(points, n);
            AssertSound(f, ThicknessSolver.Compute(f, trial), random);
        }
    }

    [Fact]
    public void SameSeed_SameResult()
    {
        var f = ThicknessSets.Gaussian(new Random(2), 60, 7);
        var (first, second) = (ThicknessSolver.Compute(f, 5), ThicknessSolver.Compute(f, 5));
        Assert.Equal((first.Lower, first.Upper), (second.Lower, second.Upper));
        Assert.Equal(first.Direction, second.Direction);
    }

    [Fact]
    public void Cancelled_IntervalIsStillValid()
    {
        var f = ThicknessSets.Gaussian(new Random(2), 60, 6);
        var result = ThicknessSolver.Compute(f, 1, new CancellationToken(true));
        var full = ThicknessSolver.Compute(f);
        Assert.InRange(result.Lower, 0, full.Upper);
        Assert.True(result.Upper >= full.Upper);
    }

    private static void AssertSound(Embedding f, ThicknessInterval result, Random random)
    {
        Assert.InRange(result.Lower, 0, result.Upper);
        Assert.Equal(1, Math.Sqrt(result.Direction.Sum(x => x * x)), ThicknessTolerances.ClosedForm);
        for (var sample = 0; sample < 50; sample++)
        {
            var e = ThicknessSets.UnitDirection(random, f.Dimension);
            Assert.True(result.Lower <= ThicknessSets.Width(f, e));
            var near = Array.ConvertAll(result.Direction, x => x + (Math.Pow(10, -random.Next(1, 12)) * ThicknessSets.Normal(random)));
            var enclosure = WidthEnclosure.Along(f, near);
            Assert.True(result.Lower <= enclosure.Upper);
        }
    }

    private static void AssertFlat(Embedding f, ThicknessInterval result)
    {
        Assert.Equal((0.0, 0.0, "zero (rank)"), (result.Lower, result.Upper, result.Method));
        Assert.InRange(WidthEnclosure.Along(f, result.Direction).Upper, 0, 1e-12 * (1 + f.Coordinates.ToArray().Max()));
        Assert.Equal(1, Math.Sqrt(result.Direction.Sum(x => x * x)), ThicknessTolerances.ClosedForm);
    }

    private static void AssertEncloses(Embedding f, double theta, double tolerance = ThicknessTolerances.ClosedForm)
    {
        var result = ThicknessSolver.Compute(f, f.Dimension <= LargestExact ? new ThicknessSettings() : Bounds);
        Assert.Equal(theta, result.Upper, tolerance * theta);
        var least = f.Dimension <= LargestExact ? 1 - ThicknessTolerances.Reference : 0.5;
        Assert.InRange(result.Lower, least * theta * (1 - tolerance), theta * (1 + tolerance));
        Assert.InRange(WidthEnclosure.Along(f, result.Direction).Upper, 0, result.Upper);
    }
}
