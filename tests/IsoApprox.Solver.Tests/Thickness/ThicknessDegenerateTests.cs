using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Thickness;

public class ThicknessDegenerateTests
{
    private static readonly ThicknessSettings Bounds = new() { Mode = ThicknessMode.Bounds };

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
        var f = ThicknessSets.Map(
            ThicknessSets.Gaussian(new Random(3), 30, 3), x => [x[0], x[1], x[2], (0.1 * x[0]) + (0.7 * x[1]) - (0.3 * x[2])]);
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
        foreach (var settings in new[] { Bounds, new ThicknessSettings() })
        {
            var result = ThicknessSolver.Compute(f, settings);
            Assert.True(result.Lower > 0.5 * result.Upper, $"{result}");
        }
    }

    private static void AssertFlat(Embedding f, ThicknessInterval result)
    {
        Assert.Equal((0.0, 0.0, "zero (rank)"), (result.Lower, result.Upper, result.Method));
        Assert.InRange(Width.Enclose(f, result.Direction).Upper, 0, 1e-12 * (1 + f.Coordinates.ToArray().Max()));
        Assert.Equal(1, Math.Sqrt(result.Direction.Sum(x => x * x)), ThicknessTolerances.ClosedForm);
    }
}
