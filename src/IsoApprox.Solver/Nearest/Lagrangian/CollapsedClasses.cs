using IsoApprox.Certificates;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// HAUS with a margin, every class one point y_a: the least largest |y_a - f_i| with |y_a - y_b| at least alpha. Few unknowns, whatever the
/// number of points, and no kinks: augmented Lagrangian with Newton's method. <see cref="HoldsTogether"/> says whether what is found is a
/// local minimum with all points free as well.
/// </summary>
internal sealed class CollapsedClasses
{
    /// <summary>Unknowns, and multiply-adds of their Hessian over those of an evaluation with all points: above, too little is
    /// saved.</summary>
    private const int LargestSize = 300;
    private const double LargestCost = 100;

    /// <summary>Larger first penalties lead to more different minima, and to worse ones more often.</summary>
    private const double FirstPenalty = 3;
    private const double PenaltyFactor = 5;

    /// <summary>Beyond it Newton's method creeps along curved constraints.</summary>
    private const double LargestPenalty = 1e3;

    /// <summary>The penalty grows when the residual does not fall by this.</summary>
    private const double Fall = 0.1;

    private const double Tolerance = 1e-10;
    private const double FirstTolerance = 1e-3;
    private const int MaxOuter = 30;
    private const int MaxInner = 100;
    private const int MaxEvaluations = 1000;

    private readonly SearchProblem _problem;
    private readonly int _classes;
    private readonly int _dimension;
    private readonly LargestDisplacement _level;
    private readonly PairWeights _noPairs = new(0, 0);
    private readonly DampedNewton _newton;
    private readonly double[] _points;
    private readonly double[] _displacement;
    private readonly double[] _byPoint;
    private readonly double[] _sum;
    private readonly double[] _gradient;
    private readonly double[] _hessian;
    private readonly double[] _apart;
    private readonly double[] _nextApart;
    private readonly double _squaredMargin;
    private double _penalty;

    internal CollapsedClasses(SearchProblem problem)
    {
        (_problem, _classes, _dimension) = (problem, problem.Source.ClassCount, problem.Dimension);
        _level = new LargestDisplacement(problem.Count, _dimension);
        _newton = new DampedNewton(_classes * _dimension);
        (_points, _sum) = (new double[_classes * _dimension], new double[_classes * _dimension]);
        (_gradient, _hessian) = (new double[_points.Length], new double[_points.Length * _points.Length]);
        (_displacement, _byPoint) = (new double[problem.Points.Length], new double[problem.Points.Length]);
        (_apart, _nextApart) = (new double[_classes * _classes], new double[_classes * _classes]);
        _squaredMargin = problem.Margin * problem.Margin;
    }

    /// <summary>True for comparisons of classes with a margin and few unknowns.</summary>
    internal static bool Applies(SearchProblem problem) => IsSmall(problem) && problem.Metric == NearestMetric.HausdorffLike
        && !problem.HasUnitNorms && problem.Problem.Set.IsTripletSeparated && problem.Margin > 0 && problem.Order.Boundaries == 1
        && problem.Source.ClassCount > 1;

    /// <summary>Evaluations, each with a Hessian.</summary>
    internal long Evaluations { get; private set; }

    /// <summary>The largest displacement, in units of the input.</summary>
    internal double Distance => Math.Sqrt(Math.Max(0, _level.Value)) * _problem.Scale;

    /// <summary>max |change of a multiplier| / c at the end.</summary>
    internal double Residual { get; private set; } = double.PositiveInfinity;

    /// <summary>N x d.</summary>
    internal double[] Embedding()
    {
        var g = new double[_displacement.Length];
        for (var i = 0; i < _problem.Count; i++)
        {
            _points.AsSpan(_problem.Order.Classes[i] * _dimension, _dimension).CopyTo(g.AsSpan(i * _dimension));
        }

        return g;
    }

    /// <summary>Descends from the class means of an embedding; true when it converged.</summary>
    /// <param name="g">N x d.</param>
    /// <param name="stop">Polled once an outer iteration.</param>
    internal bool Minimise(ReadOnlySpan<double> g, Func<CollapsedClasses, bool> stop)
    {
        _points.AsSpan().Clear();
        for (var i = 0; i < _problem.Count; i++)
        {
            var k = _problem.Order.Classes[i];
            var (start, end) = _problem.Order.OfClass(k);
            VectorKernels.AddScaled(1.0 / (end - start), g.Slice(i * _dimension, _dimension), _points.AsSpan(k * _dimension, _dimension));
        }

        (_penalty, Residual) = (FirstPenalty, double.PositiveInfinity);
        var (tolerance, previous) = (FirstTolerance, double.PositiveInfinity);
        for (var outer = 0; outer < MaxOuter && Evaluations < MaxEvaluations; outer++)
        {
            var inner = _newton.Minimise(Evaluate, _points, tolerance, MaxInner);
            Evaluate(_points, _gradient, _hessian);
            Residual = Math.Max(UpdatePairs(), _level.Update([])) / _penalty;
            if (Residual <= Tolerance && inner.GradientNorm <= Math.Sqrt(Tolerance))
            {
                return true;
            }

            if (stop(this))
            {
                return false;
            }

            _penalty = Residual > Fall * previous ? Math.Min(LargestPenalty, PenaltyFactor * _penalty) : _penalty;
            previous = Residual;
            tolerance = Math.Max(Tolerance, Math.Min(0.1 * tolerance, 0.1 * Residual));
        }

        return false;
    }

    /// <summary>
    /// A sufficient condition for no class to come apart at first order. With n_ab the multipliers of |y_a - y_b| >= alpha shared among the
    /// pairs of points in proportion to mu_i mu_k, the points i and j of a class pull at each other by mu_i mu_j |f_i - f_j| / sum mu; the
    /// comparisons of an anchor can take alpha times its share of the n_ab of which its class is the anchor.
    /// </summary>
    internal bool HoldsTogether()
    {
        var (pull, mu, d) = (new double[_classes], _level.Multipliers, _dimension);
        for (var i = 0; i < _problem.Count; i++)
        {
            if (mu[i] > 0)
            {
                var (k, own) = (_problem.Order.Classes[i], 0.0);
                var (start, end) = _problem.Order.OfClass(k);
                for (var j = start; j < end; j++)
                {
                    own += mu[j] == 0 ? 0
                        : mu[j] * Math.Sqrt(VectorKernels.SquaredDistance(
                            _problem.Points.AsSpan(i * d, d), _problem.Points.AsSpan(j * d, d)));
                }

                pull[k] = Math.Max(pull[k], own / (2 * _problem.Margin));
            }
        }

        for (var a = 0; a < _classes; a++)
        {
            var room = 0.0;
            for (var b = 0; b < _classes; b++)
            {
                var share = pull[a] + pull[b] == 0 ? 0 : pull[a] / (pull[a] + pull[b]);
                room += share * _apart[(Math.Max(a, b) * _classes) + Math.Min(a, b)];
            }

            if (pull[a] > room)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSmall(SearchProblem problem)
    {
        var size = (double)problem.Source.ClassCount * problem.Dimension;
        return size <= LargestSize && Math.Pow(size, 3) <= LargestCost * problem.Count * problem.Count * problem.Dimension;
    }

    private double UpdatePairs()
    {
        var change = 0.0;
        for (var e = 0; e < _apart.Length; e++)
        {
            change = Math.Max(change, Math.Abs(_nextApart[e] - _apart[e]));
            _apart[e] = _nextApart[e];
        }

        return change;
    }

    /// <summary>Value, gradient and Hessian (lower triangle) of the augmented Lagrangian at c x d points.</summary>
    internal double Evaluate(ReadOnlySpan<double> points, Span<double> gradient, Span<double> hessian)
    {
        Evaluations++;
        gradient.Clear();
        hessian.Clear();
        return Levels(points, gradient, hessian) + Pairs(points, gradient, hessian);
    }

    /// <summary>
    /// The level rho of all displacements is eliminated, which takes the mean of the active gradients out of the Hessian.
    /// </summary>
    private double Levels(ReadOnlySpan<double> points, Span<double> gradient, Span<double> hessian)
    {
        var (d, size) = (_dimension, _points.Length);
        _problem.Points.CopyTo(_displacement, 0);
        VectorKernels.Scale(-1, _displacement);
        for (var i = 0; i < _problem.Count; i++)
        {
            VectorKernels.AddScaled(1, points.Slice(_problem.Order.Classes[i] * d, d), _displacement.AsSpan(i * d, d));
        }

        _byPoint.AsSpan().Clear();
        var value = _level.Evaluate(_displacement, _byPoint, [], _penalty, _noPairs);
        var active = 0;
        _sum.AsSpan().Clear();
        for (var i = 0; i < _problem.Count; i++)
        {
            var m = _level.Updated[i];
            if (m == 0)
            {
                continue;
            }

            active++;
            var first = _problem.Order.Classes[i] * d;
            var row = _displacement.AsSpan(i * d, d);
            VectorKernels.AddScaled(1, _byPoint.AsSpan(i * d, d), gradient.Slice(first, d));
            VectorKernels.AddScaled(2, row, _sum.AsSpan(first, d));
            for (var p = 0; p < d; p++)
            {
                hessian[((first + p) * size) + first + p] += 2 * m;
                VectorKernels.AddScaled(4 * _penalty * row[p], row[..(p + 1)], hessian.Slice(((first + p) * size) + first, p + 1));
            }
        }

        for (var e = 0; e < size; e++)
        {
            VectorKernels.AddScaled(-_penalty * _sum[e] / active, _sum.AsSpan(0, e + 1), hessian.Slice(e * size, e + 1));
        }

        return value;
    }

    private double Pairs(ReadOnlySpan<double> points, Span<double> gradient, Span<double> hessian)
    {
        var (d, value, difference) = (_dimension, 0.0, new double[_dimension]);
        for (var a = 0; a < _classes; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var at = (a * _classes) + b;
                difference.AsSpan().Clear();
                VectorKernels.AddScaledDifference(1, points.Slice(a * d, d), points.Slice(b * d, d), difference);
                var n = Math.Max(0, _apart[at] + (_penalty * (_squaredMargin - VectorKernels.Dot(difference, difference))));
                _nextApart[at] = n;
                value += ((n * n) - (_apart[at] * _apart[at])) / (2 * _penalty);
                if (n > 0)
                {
                    VectorKernels.AddScaled(-2 * n, difference, gradient.Slice(a * d, d));
                    VectorKernels.AddScaled(2 * n, difference, gradient.Slice(b * d, d));
                    AddCurvature(hessian, a * d, b * d, n, difference);
                }
            }
        }

        return value;
    }

    private void AddCurvature(Span<double> hessian, int a, int b, double n, double[] difference)
    {
        var size = _points.Length;
        for (var p = 0; p < _dimension; p++)
        {
            for (var q = 0; q < _dimension; q++)
            {
                var h = (4 * _penalty * difference[p] * difference[q]) - (p == q ? 2 * n : 0);
                hessian[((a + p) * size) + a + q] += h;
                hessian[((b + p) * size) + b + q] += h;
                hessian[((a + p) * size) + b + q] -= h;
            }
        }
    }
}
