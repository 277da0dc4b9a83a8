using IsoApprox.Embeddings;
using IsoApprox.Learning.Geometry;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Learning.Tests.Geometry;

public class ClassGeometryTests
{
    [Fact]
    public void Simplex_frame_is_neural_collapse()
    {
        for (var classes = 2; classes <= 10; classes++)
        {
            var g = ClassGeometry.Measure(Clouds.SimplexFrame(classes, 3));
            Assert.All(
                [g.ZeroSum, g.UnitNorm, g.EqualInnerProduct, g.WithinClassSpread, g.Nc1!.Value, g.SimplexFrameError],
                x => Assert.Equal(0, x, 1e-7));
            Assert.Equal(classes - 1, g.EffectiveRank, 1e-9);
            Assert.Equal(0, g.DimensionalCollapse!.Value, 1e-12);
            Assert.All(g.LogSpectrum.Take(classes - 1), x => Assert.Equal(0, x, 1e-12));
        }
    }

    [Fact]
    public void Values_by_hand_in_the_plane()
    {
        // Means (2, 0) and (0, 1), spreads 1 and 0.
        var f = Embedding.Create([1, 0, 3, 0, 0, 1, 0, 1], 2, [0, 0, 1, 1]);
        var g = ClassGeometry.Measure(f);
        Assert.Equal(Math.Sqrt(5) / 2, g.ZeroSum, Tolerances.Rounding);
        Assert.Equal(0.5, g.UnitNorm, Tolerances.Rounding);
        Assert.Equal(1, g.EqualInnerProduct, Tolerances.Rounding);
        Assert.Equal(Math.Sqrt(0.5), g.WithinClassSpread, Tolerances.Rounding);
        Assert.Equal(1.25, g.SingularValues[0], Tolerances.Rounding);
        Assert.Equal(1, g.EffectiveRank, 1e-9);

        // S_W = diag(1/2, 0), S_B = (1, -1/2)(1, -1/2)^T: trace(S_W pinv(S_B)) = 0.5 * 1 / 1.25^2.
        Assert.Equal(0.5 / 1.25 / 1.25 / 2, g.Nc1!.Value, Tolerances.Rounding);
    }

    [Fact]
    public void Nc1_agrees_with_the_pseudo_inverse()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var f = Clouds.Gaussian(seed, 30, 6, 3 + (seed % 3));
            var within = Matrix<double>.Build.Dense(6, 6);
            var between = Matrix<double>.Build.Dense(6, 6);
            var points = Enumerable.Range(0, 30).Select(i => Vector<double>.Build.Dense(f[i].ToArray())).ToArray();
            var means = Enumerable.Range(0, f.ClassCount).Select(c => Mean(f.Members(c).ToArray().Select(i => points[i]))).ToArray();
            var centre = Mean(means);
            for (var i = 0; i < 30; i++)
            {
                var d = points[i] - means[f.Classes[i]];
                within += d.OuterProduct(d) / 30;
            }

            foreach (var mean in means)
            {
                between += (mean - centre).OuterProduct(mean - centre) / means.Length;
            }

            Assert.Equal((within * between.PseudoInverse()).Trace() / means.Length, ClassGeometry.Measure(f).Nc1!.Value, 1e-9);
        }
    }

    [Fact]
    public void Collapse_to_a_line_is_seen()
    {
        var line = Embedding.Create([1, 0, 2, 0, -3, 0, 5, 0], 2, [0, 1, 2, 3]);
        var g = ClassGeometry.Measure(line);
        Assert.Equal(1, g.EffectiveRank, 1e-9);
        Assert.True(g.DimensionalCollapse < -25);
    }

    [Fact]
    public void Degenerate_sets_have_an_answer()
    {
        var point = ClassGeometry.Measure(Embedding.Create(new double[6], 2, [0, 0, 1]));
        Assert.Equal((null, null, 1, 0), (point.Nc1, point.DimensionalCollapse, point.SimplexFrameError, point.EffectiveRank));
        Assert.Empty(point.LogSpectrum);
        var oneClass = ClassGeometry.Measure(Embedding.Create([1, 2, 3, 4], 2, [0, 0]));
        Assert.Equal((0, 0, null), (oneClass.EqualInnerProduct, oneClass.SimplexFrameError, oneClass.DimensionalCollapse));
    }

    private static Vector<double> Mean(IEnumerable<Vector<double>> vectors)
    {
        var all = vectors.ToArray();
        return all.Aggregate((a, b) => a + b) / all.Length;
    }
}
