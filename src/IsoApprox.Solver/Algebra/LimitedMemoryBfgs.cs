namespace IsoApprox.Solver.Algebra;

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

    private readonly BlockVectors _vectors;
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

    /// <param name="variables">Number of variables.</param>
    /// <param name="memory">Pairs kept.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    internal LimitedMemoryBfgs(int variables, int memory, int threads = 1)
    {
        _vectors = new BlockVectors(variables, threads);
        _memory = memory;
        _steps = new double[memory][];
        _changes = new double[memory][];
        for (var i = 0; i < memory; i++)
        {
            (_steps[i], _changes[i]) = (new double[variables], new double[variables]);
        }

        (_inverseCurvature, _coefficients) = (new double[memory], new double[memory]);
        (_gradient, _trial, _trialGradient, _direction) =
            (new double[variables], new double[variables], new double[variables], new double[variables]);
    }

    /// <summary>The inverse Hessian is first taken as a multiple of this diagonal matrix; null: of the identity.</summary>
    internal double[]? Diagonal { get; set; }

    /// <summary>Minimises from x in place.</summary>
    /// <param name="function">Value and gradient.</param>
    /// <param name="x">Start in, result out.</param>
    /// <param name="tolerance">Stops when max |gradient_i| is at most this.</param>
    /// <param name="maxIterations">Iteration limit.</param>
    /// <param name="stop">Polled once an iteration.</param>
    internal MinimisationResult Minimise(
        DifferentiableFunction function, double[] x, double tolerance, int maxIterations, Func<bool>? stop = null)
    {
        (_stored, _next) = (0, 0);
        var value = function(x, _gradient);
        var iteration = 0;
        for (; iteration < maxIterations && _vectors.MaxAbs(_gradient) > tolerance; iteration++)
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

        var norm = _vectors.MaxAbs(_gradient);
        return new MinimisationResult(value, norm, iteration, norm <= tolerance);
    }

    private double ComputeDirection()
    {
        TwoLoop();
        var slope = _vectors.Dot(_gradient, _direction);
        if (slope < 0)
        {
            return slope;
        }

        _stored = 0;
        TwoLoop();
        return _vectors.Dot(_gradient, _direction);
    }

    private void TwoLoop()
    {
        if (_stored == 0)
        {
            _vectors.Product(-1, _gradient, Diagonal, _direction);
            _vectors.Product(Math.Min(1.0, 0.05 / Math.Max(_vectors.MaxAbs(_direction), 1e-12)), _direction, null, _direction);
            return;
        }

        _vectors.Product(-1, _gradient, null, _direction);
        var last = Index(1);
        var product = _vectors.Dot(_steps[last], _direction);
        for (var q = 1; q <= _stored; q++)
        {
            var k = Index(q);
            _coefficients[k] = _inverseCurvature[k] * product;
            if (q < _stored)
            {
                product = _vectors.AddScaledDot(-_coefficients[k], _changes[k], _direction, _steps[Index(q + 1)]);
            }
            else
            {
                _vectors.AddScaled(-_coefficients[k], _changes[k], _direction);
            }
        }

        _vectors.Product(1 / (_inverseCurvature[last] * _vectors.Square(_changes[last], Diagonal)), _direction, Diagonal, _direction);
        product = _vectors.Dot(_changes[Index(_stored)], _direction);
        for (var q = _stored; q >= 1; q--)
        {
            var k = Index(q);
            var factor = _coefficients[k] - (_inverseCurvature[k] * product);
            if (q > 1)
            {
                product = _vectors.AddScaledDot(factor, _steps[k], _direction, _changes[Index(q - 1)]);
            }
            else
            {
                _vectors.AddScaled(factor, _steps[k], _direction);
            }
        }
    }

    /// <summary>Where the pair of q iterations ago is stored.</summary>
    private int Index(int q) => (_next - q + _memory) % _memory;

    /// <summary>Weak Wolfe by bisection; false when no decrease was possible.</summary>
    private bool LineSearch(DifferentiableFunction function, double[] x, ref double value, double slope)
    {
        var (low, high, step) = (0.0, double.PositiveInfinity, 1.0);
        var (trialValue, accepted) = (value, false);
        for (var trial = 0; trial < MaxLineSearch && !accepted; trial++)
        {
            _vectors.Move(x, step, _direction, _trial);
            trialValue = function(_trial, _trialGradient);
            var trialSlope = _vectors.Dot(_trialGradient, _direction);
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
        _vectors.Copy(_trial, x);
        _vectors.Copy(_trialGradient, _gradient);
        value = trialValue;
        return true;
    }

    private void Store(double[] x)
    {
        var (s, y) = (_steps[_next], _changes[_next]);
        _vectors.Subtract(_trial, x, s);
        _vectors.Subtract(_trialGradient, _gradient, y);
        var curvature = _vectors.Dot(s, y);
        if (curvature > 1e-14 * Math.Sqrt(_vectors.Dot(s, s) * _vectors.Dot(y, y)))
        {
            _inverseCurvature[_next] = 1 / curvature;
            _next = (_next + 1) % _memory;
            _stored = Math.Min(_stored + 1, _memory);
        }
    }
}
