namespace IsoApprox.Solver.Algebra;

/// <summary>
/// Taylor remainder test of a gradient: r(h) = |p(x + h d) - p(x) - h p'(x).d| falls like h^2 for a right gradient of a C^1,1 function and
/// like h for a wrong one.
/// </summary>
public static class DerivativeCheck
{
    private const double LargestStep = 1e-2;
    private const double StepRatio = 0.5;
    private const int Steps = 12;
    private const double RoundingFactor = 64;

    /// <summary>
    /// Least-squares slope of log r(h) against log h for h = 1e-2, 5e-3, ... 5e-6, times the size of x: 2 for a right gradient, 1 for a
    /// wrong one. Remainders within rounding of the value are left out; positive infinity when fewer than three are left (the function is
    /// linear along d up to rounding). Cost: 13 evaluations.
    /// </summary>
    /// <param name="function">Value and gradient.</param>
    /// <param name="x">The point.</param>
    /// <param name="direction">d, not 0; only its direction matters.</param>
    public static double Slope(DifferentiableFunction function, ReadOnlySpan<double> x, ReadOnlySpan<double> direction)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (x.Length != direction.Length)
        {
            throw new ArgumentException($"the direction has {direction.Length} entries, the point {x.Length}", nameof(direction));
        }

        var size = Math.Sqrt(VectorKernels.Dot(direction, direction));
        if (!(size > 0))
        {
            throw new ArgumentException("the direction is zero", nameof(direction));
        }

        var gradient = new double[x.Length];
        var value = function(x, gradient);
        var slope = VectorKernels.Dot(gradient, direction) / size;
        var unit = LargestStep * Math.Max(1, VectorKernels.MaxAbs(x));
        var (trial, ignored) = (new double[x.Length], new double[x.Length]);
        var points = new List<(double X, double Y)>();
        for (var (step, h) = (0, unit); step < Steps; step++, h *= StepRatio)
        {
            x.CopyTo(trial);
            VectorKernels.AddScaled(h / size, direction, trial);
            var after = function(trial, ignored);
            var remainder = Math.Abs(after - value - (h * slope));
            if (remainder > RoundingFactor * Math.ScaleB(1, -52) * (Math.Abs(value) + Math.Abs(after)))
            {
                points.Add((Math.Log(h), Math.Log(remainder)));
            }
        }

        return points.Count < 3 ? double.PositiveInfinity : Fit(points);
    }

    private static double Fit(List<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
