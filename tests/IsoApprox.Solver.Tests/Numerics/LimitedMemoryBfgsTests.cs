using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Tests.Numerics;

public class LimitedMemoryBfgsTests
{
    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient.Clear();
        var value = 0.0;
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var (a, b) = (x[i + 1] - (x[i] * x[i]), 1 - x[i]);
            value += (100 * a * a) + (b * b);
            gradient[i] += (-400 * a * x[i]) - (2 * b);
            gradient[i + 1] += 200 * a;
        }

        return value;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void Rosenbrock_is_minimised(int variables)
    {
        var x = Enumerable.Range(0, variables).Select(i => i % 2 == 0 ? -1.2 : 1.0).ToArray();
        x[^1] = 1;
        var result = new LimitedMemoryBfgs(variables, 10).Minimise(Rosenbrock, x, 1e-8, 5000);
        Assert.True(result.Converged);
        Assert.InRange(result.GradientNorm, 0, 1e-8);

        // For four variables and more there is a second local minimum near x_0 = -1; from this start both are stationary.
        Assert.True(result.Value < 1e-12 || variables >= 4, $"value {result.Value}");
    }

    [Fact]
    public void Ill_conditioned_quadratic_is_minimised()
    {
        var scales = Enumerable.Range(0, 30).Select(i => Math.Pow(10, i / 5.0)).ToArray();
        var x = scales.Select(_ => 1.0).ToArray();
        var result = new LimitedMemoryBfgs(30, 20).Minimise((p, g) =>
        {
            var value = 0.0;
            for (var i = 0; i < p.Length; i++)
            {
                g[i] = scales[i] * (p[i] - i);
                value += 0.5 * g[i] * (p[i] - i);
            }

            return value;
        }, x, 1e-6, 5000);
        Assert.True(result.Converged);
        Assert.All(Enumerable.Range(0, 30), i => Assert.InRange(x[i] - i, -1e-5, 1e-5));
    }

    [Fact]
    public void A_kink_in_the_second_derivative_does_not_stop_it()
    {
        double[] x = [3, -2, 5];
        var result = new LimitedMemoryBfgs(3, 5).Minimise((p, g) =>
        {
            var value = 0.0;
            for (var i = 0; i < p.Length; i++)
            {
                var excess = Math.Max(0, p[i] - i);
                g[i] = (50 * excess) + (0.1 * p[i]);
                value += (25 * excess * excess) + (0.05 * p[i] * p[i]);
            }

            return value;
        }, x, 1e-10, 500);
        Assert.True(result.Converged);
        Assert.All(x, v => Assert.InRange(v, -1e-8, 1e-8));
    }

    [Fact]
    public void A_diagonal_takes_the_place_of_the_curvature()
    {
        var scales = Enumerable.Range(0, 30).Select(i => Math.Pow(10, i / 5.0)).ToArray();
        int Iterations(double[]? diagonal)
        {
            var x = scales.Select(_ => 1.0).ToArray();
            var result = new LimitedMemoryBfgs(30, 5) { Diagonal = diagonal }.Minimise((p, g) => Quadratic(p, g, scales), x, 1e-6, 500);
            Assert.True(diagonal is null || result.Converged);
            return result.Iterations;
        }

        var exact = Iterations([.. scales.Select(s => 1 / s)]);
        Assert.InRange(exact, 1, 12);
        Assert.True(Iterations(null) > 5 * exact);
    }

    [Fact]
    public void Long_vectors_do_not_depend_on_the_number_of_threads()
    {
        var scales = Enumerable.Range(0, 70_001).Select(i => 1 + (i % 97)).Select(i => (double)i).ToArray();
        double[] Minimum(int threads)
        {
            var x = scales.Select(_ => 1.0).ToArray();
            var diagonal = scales.Select((s, i) => i % 2 == 0 ? 1 / s : 1).ToArray();
            var result = new LimitedMemoryBfgs(x.Length, 5, threads) { Diagonal = diagonal }.Minimise(
                (p, g) => Quadratic(p, g, scales), x, 1e-6, 60);
            Assert.True(result.Iterations > 5);
            return x;
        }

        var one = Minimum(1);
        Assert.Equal(one, Minimum(3));
        Assert.All(one, (v, i) => Assert.InRange(v - (i % 7), -0.1, 0.1));
    }

    private static double Quadratic(ReadOnlySpan<double> p, Span<double> g, double[] scales)
    {
        var value = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            g[i] = scales[i] * (p[i] - (i % 7));
            value += 0.5 * g[i] * (p[i] - (i % 7));
        }

        return value;
    }

    [Fact]
    public void Stationary_start_and_stop_request_are_respected()
    {
        double[] x = [1, 1];
        Assert.Equal(0, new LimitedMemoryBfgs(2, 3).Minimise(Rosenbrock, x, 1e-10, 10).Iterations);
        double[] y = [-1.2, 1];
        var stopped = new LimitedMemoryBfgs(2, 3).Minimise(Rosenbrock, y, 1e-10, 1000, () => true);
        Assert.Equal(0, stopped.Iterations);
        Assert.False(stopped.Converged);
        Assert.Equal([-1.2, 1], y);
    }
}
