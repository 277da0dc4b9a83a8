using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Tests.Numerics;

public class DampedNewtonTests
{
    [Fact]
    public void Rosenbrock_is_minimised_in_few_steps()
    {
        double[] x = [-1.2, 1];
        var result = new DampedNewton(2).Minimise(Rosenbrock, x, 1e-10, 100);
        Assert.True(result.Converged);
        Assert.InRange(result.Iterations, 1, 40);
        Assert.Equal([1, 1], x.Select(v => Math.Round(v, 9)));
    }

    /// <summary>From near a saddle, where the Hessian is indefinite and undamped Newton steps go to the saddle.</summary>
    [Fact]
    public void A_saddle_is_left()
    {
        double[] x = [1e-3, 0.5];
        var result = new DampedNewton(2).Minimise(DoubleWell, x, 1e-10, 100);
        Assert.True(result.Converged);
        Assert.Equal([1, 0], x.Select(v => Math.Round(v, 9)));
    }

    /// <summary>C^1 with a Hessian that jumps, and is 0 in the box: half the squared distance to a box, plus a plane.</summary>
    [Theory]
    [InlineData(7, -4, 0.2)]
    [InlineData(0.1, -0.4, 0.2)]
    public void A_piecewise_quadratic_function_is_minimised_exactly(double first, double second, double third)
    {
        double[] x = [first, second, third];
        var result = new DampedNewton(3).Minimise(ToBox, x, 1e-13, 50);
        Assert.True(result.Converged);
        Assert.InRange(result.Iterations, 1, 25);
        Assert.All(x, v => Assert.Equal(-1.1, v, 12));
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient, Span<double> hessian)
    {
        var (a, b) = (x[1] - (x[0] * x[0]), 1 - x[0]);
        (gradient[0], gradient[1]) = ((-400 * a * x[0]) - (2 * b), 200 * a);
        (hessian[0], hessian[2], hessian[3]) = ((-400 * a) + (800 * x[0] * x[0]) + 2, -400 * x[0], 200);
        return (100 * a * a) + (b * b);
    }

    private static double DoubleWell(ReadOnlySpan<double> x, Span<double> gradient, Span<double> hessian)
    {
        var a = (x[0] * x[0]) - 1;
        (gradient[0], gradient[1]) = (4 * a * x[0], 2 * x[1]);
        (hessian[0], hessian[2], hessian[3]) = ((12 * x[0] * x[0]) - 4, 0, 2);
        return (a * a) + (x[1] * x[1]);
    }

    private static double ToBox(ReadOnlySpan<double> x, Span<double> gradient, Span<double> hessian)
    {
        hessian.Clear();
        var value = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var beyond = x[i] - Math.Clamp(x[i], -1, 1);
            value += (0.5 * beyond * beyond) + (0.1 * x[i]);
            gradient[i] = beyond + 0.1;
            hessian[(i * x.Length) + i] = beyond == 0 ? 0 : 1;
        }

        return value;
    }
}
