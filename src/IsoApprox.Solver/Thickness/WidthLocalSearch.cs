using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Local minima of the width over unit directions by sequential linear programs: given e_k, minimise the width over e with e_k.e = 1,
/// normalise, repeat. The width never rises, and the search ends at a facet of the difference body. An upper bound of the thickness only.
/// The rows of the linear programs are lazy: a working set of points grows by the points that violate a solution.
/// </summary>
internal sealed class WidthLocalSearch
{
    private const double Box = 1e3;
    private const int MaxRounds = 100;
    private readonly CentredPoints _points;
    private readonly ReflectedFrame _frame;
    private readonly WidthProgram _program;
    private readonly DualSimplex _simplex;
    private readonly int[] _basis;
    private readonly double[] _values;

    /// <summary>Creates the work space, O(N n).</summary>
    /// <param name="points">The points, n >= 2.</param>
    internal WidthLocalSearch(CentredPoints points)
    {
        _points = points;
        var n = points.Dimension;
        _frame = new ReflectedFrame(points);
        _program = new WidthProgram(points.Count, n - 1) { Offsets = _frame.Offsets, Slopes = _frame.Slopes };
        _program.Lower.AsSpan().Fill(-Box);
        _program.Upper.AsSpan().Fill(Box);
        _simplex = new DualSimplex(n + 1);
        _basis = new int[n + 1];
        _values = new double[points.Columns[0].Length];
    }

    /// <summary>Multiply-adds done so far, an estimate that depends on the input only.</summary>
    internal double Work { get; private set; }

    /// <summary>Descends from <paramref name="direction"/>, which is replaced by the unit direction found.</summary>
    /// <param name="direction">Length n, not zero.</param>
    /// <param name="workLimit">Stop after about this many multiply-adds.</param>
    /// <param name="cancellation">Stops between linear programs.</param>
    /// <returns>The width along it, in the unit of the centred points.</returns>
    internal double Descend(double[] direction, double workLimit, CancellationToken cancellation)
    {
        Normalise(direction);
        var width = _points.Width(direction);
        var next = new double[direction.Length];
        var stop = Work + workLimit;
        Evaluate(direction);
        _frame.Clear();
        _frame.AddExtremes(_values, 4 * direction.Length);
        for (var round = 0; round < MaxRounds && width > 0 && Work < stop && !cancellation.IsCancellationRequested; round++)
        {
            Improve(direction, width, next);
            var value = _points.Width(next);
            if (!(value < width))
            {
                break;
            }

            var done = value > width * (1 - 1e-12);
            width = value;
            next.CopyTo(direction, 0);
            if (done)
            {
                break;
            }
        }

        return width;
    }

    /// <summary>Scales a vector to unit length.</summary>
    /// <param name="direction">Not zero.</param>
    internal static void Normalise(Span<double> direction)
    {
        var largest = 0.0;
        foreach (var x in direction)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        var sum = 0.0;
        foreach (var x in direction)
        {
            sum += x / largest * (x / largest);
        }

        var length = Math.Sqrt(sum);
        foreach (ref var x in direction)
        {
            x = x / largest / length;
        }
    }

    /// <summary>Solves the linear program of the hyperplane through the unit direction and writes the normalised solution.</summary>
    private void Improve(double[] direction, double width, double[] next)
    {
        var n = direction.Length;
        _frame.Reflect(direction);
        _program.Count = _frame.Count;
        _program.StartingBasis(stackalloc double[n - 1], _basis);
        var usable = _simplex.Start(_program, _basis);
        while (usable)
        {
            var before = _simplex.Pivots;
            usable = _simplex.Solve(1e-13 * width, maxPivots: 2000 + (20 * n)) == SimplexEnd.Optimal;
            Work += (_simplex.Pivots - before + 1.0) * n * (_frame.Count + (3 * n));
            Restore(next);
            Evaluate(next);
            var added = _frame.AddViolated(_values, _simplex.Point[n - 1] + (1e-12 * width), _simplex.Point[n] - (1e-12 * width), n);
            if (added == 0)
            {
                break;
            }

            _program.Count = _frame.Count;
        }

        Restore(next);
        Normalise(next);
    }

    private void Restore(double[] next)
    {
        var n = next.Length;
        Span<double> x = stackalloc double[n - 1];
        for (var k = 0; k < x.Length; k++)
        {
            x[k] = Math.Clamp(_simplex.Point[k], -Box, Box);
        }

        _frame.Restore(x, next);
    }

    /// <summary>Writes e.x_i of all points.</summary>
    private void Evaluate(double[] direction)
    {
        Array.Clear(_values);
        for (var k = 0; k < direction.Length; k++)
        {
            DenseKernels.AddScaled(_values, _points.Columns[k], direction[k]);
        }

        Work += (double)_values.Length * direction.Length;
    }
}
