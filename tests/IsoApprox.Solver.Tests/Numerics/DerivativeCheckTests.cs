using IsoApprox.Certificates;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;
using IsoApprox.Solver.Tests.Nearest;

namespace IsoApprox.Solver.Tests.Numerics;

/// <summary>The derivative check itself, and the gradient of the augmented Lagrangian under it.</summary>
public class DerivativeCheckTests
{
    private const double Smoothing = 1e-2;
    private const double Step = 1e-6;
    private const double Accuracy = 1e-4;

    public static TheoryData<NearestMetric, string> Problems
    {
        get
        {
            var data = new TheoryData<NearestMetric, string>();
            foreach (var set in TestProblems.Sets)
            {
                data.Add(NearestMetric.HausdorffLike, set);
                data.Add(NearestMetric.IsometricError, set);
            }

            return data;
        }
    }

    private static double Smooth(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var value = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            value += Math.Exp(x[i]) * (i + 1);
            gradient[i] = Math.Exp(x[i]) * (i + 1);
        }

        return value;
    }

    private static double[] Normal(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => RandomEmbeddings.Gaussian(random))];

    [Fact]
    public void Right_gradient_has_slope_two() =>
        Assert.InRange(DerivativeCheck.Slope(Smooth, [0.3, -0.2, 0.9], [1, 2, -0.5]), 1.95, 2.05);

    [Theory]
    [InlineData(1e-2)]
    [InlineData(-1)]
    [InlineData(0.3)]
    public void Wrong_gradient_is_caught(double error)
    {
        double Wrong(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var value = Smooth(x, gradient);
            gradient[1] *= 1 + error;
            return value;
        }

        Assert.InRange(DerivativeCheck.Slope(Wrong, [0.3, -0.2, 0.9], [1, 2, -0.5]), 0.5, 1.6);
    }

    [Fact]
    public void Linear_function_leaves_no_remainder() =>
        Assert.Equal(double.PositiveInfinity, DerivativeCheck.Slope((x, g) => { g[0] = 3; return 3 * x[0]; }, [1.0], [1.0]));

    [Fact]
    public void Bad_directions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DerivativeCheck.Slope(Smooth, [1.0], [0.0]));
        Assert.Throws<ArgumentException>(() => DerivativeCheck.Slope(Smooth, [1.0], [1.0, 2.0]));
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Augmented_Lagrangian_has_the_gradient_it_says(NearestMetric metric, string set)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var f = RandomEmbeddings.Gaussian(9, 1 + (seed % 4), 3 + (seed % 2), seed);
            var problem = new SearchProblem(new Problem(f, metric, TestProblems.Set(set, f)), 1 + (seed % 4));
            var lagrangian = new AugmentedLagrangian(problem, AugmentedLagrangian.Nearest(problem), 1)
            {
                Penalty = 3,
                Smoothing = Smoothing,
            };
            var x = Normal(random, problem.Count * problem.Dimension);
            var gradient = new double[x.Length];
            for (var update = 0; update < seed % 3; update++)
            {
                lagrangian.Evaluate([.. x.Select(v => 0.5 * v)], gradient);
                lagrangian.UpdateMultipliers();
            }

            if (seed % 3 > 0)
            {
                var multipliers = lagrangian.Thresholds ?? lagrangian.Cuts;
                Assert.Contains(Enumerable.Range(0, multipliers.Rows), i => multipliers.Sum(i) > 0);
            }

            if (problem.HasUnitNorms)
            {
                // Strongly curved where a row is near the origin: slopes scatter, central differences do not.
                AssertCentralDifference(lagrangian.Evaluate, x, Normal(random, x.Length));
                continue;
            }

            // The value is C^1 with kinks in its second derivative: single slopes scatter around 2.
            Assert.InRange(DerivativeCheck.Slope(lagrangian.Evaluate, x, Normal(random, x.Length)), 1.7, 2.4);
        }
    }

    private static void AssertCentralDifference(DifferentiableFunction function, double[] x, double[] direction)
    {
        var gradient = new double[x.Length];
        function(x, gradient);
        var slope = VectorKernels.Dot(gradient, direction);
        double At(double h) => function([.. x.Zip(direction, (v, d) => v + (h * d))], new double[x.Length]);
        Assert.Equal(slope, (At(Step) - At(-Step)) / (2 * Step), Accuracy * (1 + Math.Sqrt(VectorKernels.Dot(gradient, gradient))));
    }

    [Fact]
    public void Augmented_Lagrangian_with_a_wrong_gradient_is_caught()
    {
        var problem = TestProblems.TripletSeparated(RandomEmbeddings.Gaussian(9, 3, 3, 1), 3);
        var lagrangian = new AugmentedLagrangian(problem, AugmentedLagrangian.Nearest(problem), 1);
        var random = new Random(5);
        var x = Normal(random, 27);
        double Wrong(ReadOnlySpan<double> u, Span<double> gradient)
        {
            var value = lagrangian.Evaluate(u, gradient);
            VectorKernels.Scale(1.01, gradient);
            return value;
        }

        Assert.InRange(DerivativeCheck.Slope(Wrong, x, Normal(random, 27)), 0.5, 1.6);
    }
}
