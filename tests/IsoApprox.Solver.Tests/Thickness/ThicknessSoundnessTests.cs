using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Thickness;

public class ThicknessSoundnessTests
{
    private static readonly ThicknessSettings Bounds = new() { Mode = ThicknessMode.Bounds };

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
    public void RandomSets_LowerIsBelowEverySampledWidth()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 4700; trial++)
        {
            var n = 1 + random.Next(5);
            var f = ThicknessSets.Gaussian(random, n + 1 + random.Next(12), n);
            if (trial % 3 == 0)
            {
                var flatness = Math.Pow(10, -random.Next(10));
                f = ThicknessSets.Move(
                    ThicknessSets.Map(f, x => [.. x.Select((a, k) => k == 0 ? a * flatness : a)]), random, random.Next(2) * 1e3);
            }

            AssertSound(f, ThicknessSolver.Compute(f, trial % 10 == 0 ? Bounds : new ThicknessSettings { Seed = trial }), random);
        }
    }

    [Fact]
    public void SpatialSets_AgreeWithAllNormalsOfPairsOfDifferences()
    {
        // The optimal direction is normal to a facet of the difference body, so to two independent differences of points.
        var random = new Random(14);
        for (var trial = 0; trial < 100; trial++)
        {
            var f = ThicknessSets.Gaussian(random, 4 + random.Next(4), 3);
            var differences = new List<double[]>();
            for (var i = 0; i < f.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    differences.Add([f[i][0] - f[j][0], f[i][1] - f[j][1], f[i][2] - f[j][2]]);
                }
            }

            var least = double.PositiveInfinity;
            foreach (var a in differences)
            {
                foreach (var b in differences)
                {
                    double[] normal = [(a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0])];
                    var length = Math.Sqrt(normal.Sum(x => x * x));
                    if (length > 1e-9)
                    {
                        least = Math.Min(least, ThicknessSets.Width(f, normal) / length);
                    }
                }
            }

            var result = ThicknessSolver.Compute(f);
            Assert.True(result.Lower <= least);
            Assert.Equal(least, result.Lower, ThicknessTolerances.Reference);
            Assert.Equal(least, result.Upper, ThicknessTolerances.Reference);
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

    private static void AssertSound(Embedding f, ThicknessInterval result, Random random)
    {
        Assert.InRange(result.Lower, 0, result.Upper);
        Assert.Equal(1, Math.Sqrt(result.Direction.Sum(x => x * x)), ThicknessTolerances.ClosedForm);
        for (var sample = 0; sample < 50; sample++)
        {
            var e = ThicknessSets.UnitDirection(random, f.Dimension);
            Assert.True(result.Lower <= ThicknessSets.Width(f, e));
            var near = Array.ConvertAll(result.Direction, x => x + (Math.Pow(10, -random.Next(1, 12)) * ThicknessSets.Normal(random)));
            var enclosure = Width.Enclose(f, near);
            Assert.True(result.Lower <= enclosure.Upper);
        }
    }
}
