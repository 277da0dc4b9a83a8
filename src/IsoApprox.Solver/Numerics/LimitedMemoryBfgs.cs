namespace IsoApprox.Solver.Numerics;

/// <summary>A continuously differentiable function with its gradient.</summary>
/// <param name="x">The point.</param>
/// <param name="gradient">Receives the gradient.</param>
/// <returns>The value.</returns>
public delegate double DifferentiableFunction(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>How a minimisation ended.</summary>
/// <param name="Value">Value at the last point.</param>
/// <param name="GradientNorm">max |gradient_i| there.</param>
/// <param name="Iterations">Iterations.</param>
/// <param name="Converged">True when the gradient tolerance was met.</param>
public readonly record struct MinimisationResult(double Value, double GradientNorm, int Iterations, bool Converged);

/// <summary>
/// Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a weak-Wolfe bisection line search
/// and approximate-Wolfe acceptance when values agree to rounding. Memory O(m n).
/// </summary>
internal sealed class LimitedMemoryBfgs
{
    private const double Armijo = 1e-4;
    private const double Curvature = 0.9;
    private const int MaxLineSearch = 40;

    private readonly int _memory;
    private readonly double[][] _steps;
    private readonly double[][] _changes;
    private readonly double[] _inverseCurvature;
    private readonly double[] _coefficients;
    private readonly double[] _gradient;
    private readonly double[] _trial;
    private readonly double[] _trialGradient;
    private readonly double[] _direction;
    private int _stored;
    private int _next;

    internal LimitedMemoryBfgs(int variables, int memory)
    {
        _memory = memory;
        _steps = new double[memory][];
        _changes = new double[memory][];
        for (var i = 0; i < memory; i++)
        {
            (_steps[i], _changes[i]) = (new double[variables], new double[variables]);
        }

        (_inverseCurvature, _coefficients) = (new double[memory], new double[memory]);
        (_gradient, _trial, _trialGradient, _direction) = (new double[variables], new double[variables], new double[variables], new double[variables]);
    }

    /// <summary>Scales of equal runs of variables (one for each point): the inverse Hessian is first taken as a multiple of this diagonal. Null: of the identity.</summary>
    internal double[]? Scaling { get; set; }

    /// <summary>Minimises from x in place.</summary>
    /// <param name="function">Value and gradient.</param>
    /// <param name="x">Start in, result out.</param>
    /// <param name="tolerance">Stops when max |gradient_i| is at most this.</param>
    /// <param name="maxIterations">Iteration limit.</param>
    /// <param name="stop">Polled once an iteration.</param>
    internal MinimisationResult Minimise(DifferentiableFunction function, double[] x, double tolerance, int maxIterations, Func<bool>? stop = null)
    {
        (_stored, _next) = (0, 0);
        var value = function(x, _gradient);
        var iteration = 0;
        for (; iteration < maxIterations && VectorKernels.MaxAbs(_gradient) > tolerance; iteration++)
        {
            if (stop?.Invoke() == true)
            {
                break;
            }

            var slope = ComputeDirection();
            if (!LineSearch(function, x, ref value, slope))
            {
                if (_stored == 0)
                {
                    break;
                }

                _stored = 0;
            }
        }

        var norm = VectorKernels.MaxAbs(_gradient);
        return new MinimisationResult(value, norm, iteration, norm <= tolerance);
    }

    private double ComputeDirection()
    {
        TwoLoop();
        var slope = VectorKernels.Dot(_gradient, _direction);
        if (slope < 0)
        {
            return slope;
        }

        _stored = 0;
        TwoLoop();
        return VectorKernels.Dot(_gradient, _direction);
    }

    private void TwoLoop()
    {
        for (var i = 0; i < _direction.Length; i++)
        {
            _direction[i] = -_gradient[i];
        }

        if (_stored == 0)
        {
            Rescale(_direction);
            VectorKernels.Scale(Math.Min(1.0, 0.05 / Math.Max(VectorKernels.MaxAbs(_direction), 1e-12)), _direction);
            return;
        }

        for (var q = 1; q <= _stored; q++)
        {
            var k = (_next - q + _memory) % _memory;
            _coefficients[k] = _inverseCurvature[k] * VectorKernels.Dot(_steps[k], _direction);
            VectorKernels.AddScaled(-_coefficients[k], _changes[k], _direction);
        }

        var last = (_next - 1 + _memory) % _memory;
        VectorKernels.Scale(1 / (_inverseCurvature[last] * ScaledSquare(_changes[last])), _direction);
        Rescale(_direction);
        for (var q = _stored; q >= 1; q--)
        {
            var k = (_next - q + _memory) % _memory;
            var beta = _inverseCurvature[k] * VectorKernels.Dot(_changes[k], _direction);
            VectorKernels.AddScaled(_coefficients[k] - beta, _steps[k], _direction);
        }
    }

    private void Rescale(double[] x)
    {
        var length = x.Length / (Scaling?.Length ?? 1);
        for (var i = 0; i < Scaling?.Length; i++)
        {
            VectorKernels.Scale(Scaling[i], x.AsSpan(i * length, length));
        }
    }

    /// <summary>sum_i scale_i x_i^2.</summary>
    private double ScaledSquare(double[] x)
    {
        if (Scaling is null)
        {
            return VectorKernels.Dot(x, x);
        }

        var (sum, length) = (0.0, x.Length / Scaling.Length);
        for (var i = 0; i < Scaling.Length; i++)
        {
            var run = x.AsSpan(i * length, length);
            sum += Scaling[i] * VectorKernels.Dot(run, run);
        }

        return sum;
    }

    /// <summary>Weak Wolfe by bisection; false when no decrease was possible.</summary>
    private bool LineSearch(DifferentiableFunction function, double[] x, ref double value, double slope)
    {
        var (low, high, step) = (0.0, double.PositiveInfinity, 1.0);
        var (trialValue, accepted) = (value, false);
        for (var trial = 0; trial < MaxLineSearch && !accepted; trial++)
        {
            x.AsSpan().CopyTo(_trial);
            VectorKernels.AddScaled(step, _direction, _trial);
            trialValue = function(_trial, _trialGradient);
            var trialSlope = VectorKernels.Dot(_trialGradient, _direction);
            var decreased = trialValue <= value + (Armijo * step * slope)
                || (Math.Abs(trialValue - value) <= 1e-13 * (1 + Math.Abs(value)) && Math.Abs(trialSlope) <= Curvature * Math.Abs(slope));
            if (!decreased)
            {
                high = step;
            }
            else if (trialSlope < Curvature * slope)
            {
                low = step;
            }
            else
            {
                accepted = true;
                break;
            }

            if (high - low < 1e-16)
            {
                break;
            }

            step = double.IsPositiveInfinity(high) ? 2 * low : 0.5 * (low + high);
        }

        if (!(trialValue <= value + (1e-12 * (1 + Math.Abs(value)))) || (!accepted && (_stored > 0 || trialValue >= value)))
        {
            return false;
        }

        Store(x);
        _trial.AsSpan().CopyTo(x);
        _trialGradient.AsSpan().CopyTo(_gradient);
        value = trialValue;
        return true;
    }

    private void Store(double[] x)
    {
        var (s, y) = (_steps[_next], _changes[_next]);
        for (var i = 0; i < x.Length; i++)
        {
            s[i] = _trial[i] - x[i];
            y[i] = _trialGradient[i] - _gradient[i];
        }

        var curvature = VectorKernels.Dot(s, y);
        if (curvature > 1e-14 * Math.Sqrt(VectorKernels.Dot(s, s) * VectorKernels.Dot(y, y)))
        {
            _inverseCurvature[_next] = 1 / curvature;
            _next = (_next + 1) % _memory;
            _stored = Math.Min(_stored + 1, _memory);
        }
    }
}
