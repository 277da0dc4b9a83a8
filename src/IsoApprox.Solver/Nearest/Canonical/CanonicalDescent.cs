using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// HAUS: least sum of squared displacements among Triplet-Separated g within a radius of f, from a given start. An augmented Lagrangian
/// over a <see cref="WorkingSet"/>. From an admissible start the constraints are first replaced by their tangents at the last admissible
/// point (convex-concave procedure): the sum falls, and every limit is Triplet-Separated, whereas the constraints themselves draw the
/// search to points where no way leads back to separation. Near the end the constraints themselves take over, which converge faster; what
/// is reached is a stationary point of the problem itself.
/// </summary>
internal sealed class CanonicalDescent
{
    private const int MaxOuter = 400;
    private const int MaxInner = 200;
    private const int Patience = 8;
    private const int Memory = 20;

    /// <summary>With more variables than this, long memories cost more than evaluations.</summary>
    private const int ManyVariables = 8192;
    private const int MemoryOfMany = 8;
    private const double InitialGradient = 0.1;
    private const double InitialPenalty = 30;
    private const double PenaltyFactor = 2;

    /// <summary>
    /// The penalty grows where the residual is larger than this share of the last one, and above <see cref="SmallResidual"/> tolerances.
    /// </summary>
    private const double SlowDrop = 0.5;
    private const double SmallResidual = 5;
    private const double LargestPenalty = 1e5;

    /// <summary>
    /// Largest gradient of the Lagrangian, relative to that of the objective, in units of the tolerance of the constraints.
    /// </summary>
    private const double GradientShare = 100;

    /// <summary>A point whose constraints hold to this may be the next point of tangency.</summary>
    private const double ReferenceResidual = 1e-3;

    /// <summary>The tangents are dropped when an outer iteration moves points by less than this and the residual is below
    /// <see cref="ExactResidual"/>.</summary>
    private const double ExactMove = 5e-3;
    private const double ExactResidual = 3e-4;

    /// <summary>Classes nearer than this share of the radius, or of the spread of the points, are one point.</summary>
    private const double TieDistance = 0.03;

    /// <summary>Slack of the constraints when the search has to come to an end.</summary>
    private const double LateSlack = 3e-4;

    /// <summary>
    /// Share of the radius that the working set allows for at first: pairs that are missing come in after an outer iteration.
    /// </summary>
    private const double LargeRange = 1;
    private const double SmallRange = 0.2;
    private const int ManyPoints = 256;

    /// <summary>Share of the radius that the working set allows for at least.</summary>
    private const double SmallestRange = 0.03;

    /// <summary>Last smoothing of the margin constraints in units of their tolerance.</summary>
    private const double SmoothingShare = 0.1;

    private readonly SearchProblem _problem;
    private readonly WorkingSet _set;
    private readonly TiedClasses _tied;
    private readonly LeastDisplacement _objective;
    private readonly OuterLoop _loop;
    private readonly ParallelOptions? _parallel;
    private readonly Func<bool> _stop;
    private readonly double _tolerance;
    private readonly double[] _reference;
    private bool _late;
    private double _checked;

    /// <param name="problem">The problem.</param>
    /// <param name="tolerance">Of the constraints, relative to the radius.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="stop">Polled once an iteration.</param>
    internal CanonicalDescent(SearchProblem problem, double tolerance, int threads, Func<bool> stop)
    {
        var size = problem.Count * problem.Dimension;
        (_problem, _tolerance, _stop) = (problem, tolerance, stop);
        _parallel = threads > 1 && (long)problem.Count * size > 1_000_000 ? new ParallelOptions { MaxDegreeOfParallelism = threads } : null;
        _tied = new TiedClasses(problem);
        (_set, _objective) = (new WorkingSet(problem, _tied), new LeastDisplacement(problem.Count, problem.Dimension));
        var settings = new OuterSettings
        {
            InitialPenalty = InitialPenalty / problem.Count,
            MaxInner = MaxInner,
            Memory = size > ManyVariables ? MemoryOfMany : Memory,
        };
        var lagrangian = new AugmentedLagrangian(problem, _objective, 1, _set) { Tied = _tied.Points };
        _loop = new OuterLoop(lagrangian, settings, 1, stop, SmoothingShare * tolerance);
        _reference = new double[size];
    }

    /// <summary>g, in search coordinates.</summary>
    internal double[] Points => _loop.Lagrangian.Embedding;

    /// <summary>Largest allowed |u_i|^2.</summary>
    internal double Ceiling
    {
        get => _objective.Ceiling;
        set => _objective.Ceiling = value;
    }

    /// <summary>Share of the squared distance to a positive by which the constraints are tightened.</summary>
    internal double Slack
    {
        get => _loop.Lagrangian.Slack;
        set => _loop.Lagrangian.Slack = value;
    }

    /// <summary>
    /// A slack of this takes about as much room as a move by the radius; less than 1 where the radius is small against the points.
    /// </summary>
    internal double SlackUnit => Math.Min(1, 2 * _problem.Radius);

    /// <summary>Mean of |u_i|^2.</summary>
    internal double MeanSquare => _objective.Value;

    /// <summary>Largest violation over all triplets, in squared distance.</summary>
    internal double Violation => _set.Violation;

    /// <summary>Largest change of a multiplier over the penalty: the violation of the constraints relative to the radius.</summary>
    internal double Residual => _loop.Residual;

    /// <summary>Norm of the gradient of the Lagrangian over that of the objective.</summary>
    internal double GradientNorm { get; private set; } = double.PositiveInfinity;

    internal long Evaluations => _loop.Lagrangian.Evaluations;

    /// <summary>Multipliers of the caps.</summary>
    internal double[] Caps => _objective.Multipliers;

    /// <summary>lambda and nu, by cut.</summary>
    internal SparseRows Cuts => _set.Multipliers;

    /// <summary>Factor of the tolerances, for points on the way.</summary>
    internal double Looseness { get; set; } = 1;

    /// <summary>
    /// True when the point is stationary for the constraints themselves, to the tolerance, and nothing had to be given up for it.
    /// </summary>
    internal bool IsStationary => !_late && _set.Tangency == 0 && _loop.IsSharp && GradientNorm <= GradientShare * _tolerance * Looseness
        && Residual <= _tolerance * Looseness;

    /// <summary>Descends until the point is stationary and accepted, or until it is stopped.</summary>
    /// <param name="start">N x d in search coordinates.</param>
    /// <param name="admissible">True when the start is Triplet-Separated.</param>
    /// <param name="late">True from when on an admissible point matters more than a lower sum: tangents stay where they are.</param>
    /// <param name="accepted">Asked at every stationary point; false: goes on, with what the caller has tightened.</param>
    internal void Run(double[] start, bool admissible, Func<bool> late, Func<bool> accepted)
    {
        var (radius, count) = (_problem.Radius, _problem.Count);
        start.CopyTo(Points, 0);
        _loop.Start(Points);
        SetReference(admissible ? 1 : 0);
        Tie(admissible ? 0 : -1);
        var (tolerance, previous, before) = (InitialGradient, double.PositiveInfinity, new double[Points.Length]);
        var range = count > ManyPoints ? SmallRange : LargeRange;
        _set.SetUnit(radius * Math.Min(1, 2 * Spread()));
        _set.Rebuild(Points, range * radius, _parallel);
        for (var outer = 0; outer < MaxOuter && !_stop(); outer++)
        {
            Points.CopyTo(before, 0);
            var u = _loop.Displacement;
            var scale = 2 * Math.Sqrt(VectorKernels.Dot(u, u) + 1e-20) / count;
            _loop.Step(tolerance * scale / Math.Sqrt(u.Length));
            GradientNorm = Math.Sqrt(VectorKernels.Dot(_loop.Gradient, _loop.Gradient)) / scale;
            var moved = Math.Sqrt(VectorKernels.SquaredDistance(Points, before) / count) / radius;
            range = Math.Max(SmallestRange, Math.Min(range, (4 * moved) + (2 * Residual)));
            _set.Rebuild(Points, range * radius, _parallel);
            if ((IsStationary || (_late && Residual <= _tolerance)) && accepted())
            {
                return;
            }

            if (!admissible && IsStuck(outer))
            {
                return;
            }

            if (!_late && late())
            {
                (_late, Slack, Ceiling) = (true, Math.Max(Slack, LateSlack * SlackUnit), Ceiling * (1 - LateSlack));
                SetReference(admissible ? 1 : 0);
            }

            if (Residual <= ReferenceResidual)
            {
                Tie(TieDistance * Math.Min(radius, Spread()));
            }

            ChooseTangents(admissible, moved);
            _loop.Sharpen();
            var minimised = GradientNorm <= 2 * tolerance;
            if (minimised && Residual > SlowDrop * previous && Residual > SmallResidual * _tolerance)
            {
                _loop.Lagrangian.Penalty = Math.Min(LargestPenalty / count, _loop.Lagrangian.Penalty * PenaltyFactor);
            }

            tolerance = minimised || Residual <= ReferenceResidual
                ? Math.Max(GradientShare * _tolerance * Looseness, 0.5 * tolerance)
                : tolerance;
            previous = Residual;
        }
    }

    /// <summary>
    /// True when the constraints are far from met and have not come nearer for a while: most likely no way leads to separation from here.
    /// </summary>
    private bool IsStuck(int outer)
    {
        if (outer % Patience != 0)
        {
            return false;
        }

        var stuck = outer > 0 && Residual > 10 * _tolerance && Residual > 0.5 * _checked;
        _checked = Residual;
        return stuck;
    }

    private void ChooseTangents(bool admissible, double moved)
    {
        if (_set.Tangency > 0)
        {
            if (Residual <= ReferenceResidual && !_late)
            {
                SetReference(moved <= ExactMove && Residual <= ExactResidual ? 0 : 1);
            }
        }
        else if (admissible && Residual > 10 * ReferenceResidual)
        {
            // The constraints themselves led away from separation: back to the last point of tangency.
            _loop.Start(_reference);
            _set.Tangency = 1;
        }
    }

    /// <summary>Moves classes as one point whose points are at most so far apart.</summary>
    private void Tie(double distance)
    {
        if (distance < 0 || !_tied.Tie(Points, distance * distance))
        {
            return;
        }

        _loop.Start(Points);
        _set.Rebuild(Points, _problem.Radius, _parallel);
    }

    /// <summary>Root mean square distance of the points to their mean.</summary>
    private double Spread()
    {
        var (n, d) = (_problem.Count, _problem.Dimension);
        var (mean, sum) = (new double[d], 0.0);
        for (var k = 0; k < Points.Length; k++)
        {
            mean[k % d] += Points[k] / n;
        }

        for (var k = 0; k < Points.Length; k++)
        {
            sum += (Points[k] - mean[k % d]) * (Points[k] - mean[k % d]);
        }

        return Math.Sqrt(sum / n);
    }

    private void SetReference(double tangency)
    {
        Points.CopyTo(_reference, 0);
        _set.SetReference(_reference);
        _set.Tangency = tangency;
    }
}
