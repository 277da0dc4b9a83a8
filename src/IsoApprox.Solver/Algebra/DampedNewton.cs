namespace IsoApprox.Solver.Algebra;

/// <summary>Value, gradient and Hessian (n x n row-major, lower triangle) at x.</summary>
internal delegate double CurvedFunction(ReadOnlySpan<double> x, Span<double> gradient, Span<double> hessian);

/// <summary>
/// Newton's method for few variables and any Hessian, generalised ones of C^1 functions too: H + lambda I is decomposed, lambda grows until
/// it is positive definite and the function falls as its model says (Levenberg), and goes to 0 where it does. One evaluation and one
/// Cholesky decomposition a step; memory O(n^2).
/// </summary>
/// <param name="variables">n.</param>
internal sealed class DampedNewton(int variables)
{
    private const double Accepted = 1e-4;
    private const double Good = 0.75;
    private const double Poor = 0.25;
    private const double Change = 4;

    /// <summary>Of the largest entry of the Hessian: the least damping, and the one at which there is no more to be gained.</summary>
    private const double Least = 1e-6;
    private const double Largest = 1e12;

    private const double Rounding = 1e-14;

    private readonly double[] _factor = new double[variables * variables];
    private readonly double[] _step = new double[variables];
    private readonly double[] _trial = new double[variables];
    private double[] _gradient = new double[variables];
    private double[] _hessian = new double[variables * variables];
    private double[] _trialGradient = new double[variables];
    private double[] _trialHessian = new double[variables * variables];

    /// <summary>Minimises from x in place.</summary>
    /// <param name="function">Value, gradient and Hessian.</param>
    /// <param name="x">Start in, result out.</param>
    /// <param name="tolerance">Stops when max |gradient_i| is at most this.</param>
    /// <param name="maxIterations">Iteration limit.</param>
    internal MinimisationResult Minimise(CurvedFunction function, double[] x, double tolerance, int maxIterations)
    {
        var value = function(x, _gradient, _hessian);
        var (iteration, damping) = (0, 0.0);
        for (; iteration < maxIterations && VectorKernels.MaxAbs(_gradient) > tolerance; iteration++)
        {
            var (largest, slope) = (VectorKernels.MaxAbs(_hessian), VectorKernels.MaxAbs(_gradient));
            var unit = largest > 0 ? largest : slope;
            if (Step(ref damping, Least * unit, Largest * unit) is not { } predicted)
            {
                break;
            }

            x.CopyTo(_trial, 0);
            VectorKernels.AddScaled(1, _step, _trial);
            var trial = function(_trial, _trialGradient, _trialHessian);
            var isRounding = Math.Abs(trial - value) <= Rounding * (1 + Math.Abs(value));
            var ratio = isRounding && VectorKernels.MaxAbs(_trialGradient) < VectorKernels.MaxAbs(_gradient) ? 1
                : (value - trial) / predicted;
            if (ratio >= Accepted)
            {
                _trial.CopyTo(x, 0);
                value = trial;
                (_gradient, _trialGradient, _hessian, _trialHessian) = (_trialGradient, _gradient, _trialHessian, _hessian);
            }

            damping = ratio >= Good ? (damping > Change * Least * unit ? damping / Change : 0)
                : ratio >= Poor ? damping
                : Math.Max(Change * damping, Least * unit);
        }

        var norm = VectorKernels.MaxAbs(_gradient);
        return new MinimisationResult(value, norm, iteration, norm <= tolerance);
    }

    /// <summary>The step with the least damping from the given one on that leaves a convex model, and what the model falls by.</summary>
    private double? Step(ref double damping, double least, double largest)
    {
        while (damping <= largest)
        {
            _hessian.CopyTo(_factor, 0);
            for (var k = 0; k < variables; k++)
            {
                _factor[(k * variables) + k] += damping;
            }

            if (LinearAlgebra.TryFactor(_factor, variables, variables) is { } factor)
            {
                for (var k = 0; k < variables; k++)
                {
                    _step[k] = -_gradient[k];
                }

                factor.Solve(_step);
                var predicted = 0.5 * ((damping * VectorKernels.Dot(_step, _step)) - VectorKernels.Dot(_gradient, _step));
                return predicted > 0 ? predicted : null;
            }

            damping = Math.Max(Change * damping, least);
        }

        return null;
    }
}
