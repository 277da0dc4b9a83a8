using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// Outer loop of the augmented Lagrangian of a constraint set: minimise, update the multipliers, raise the penalty when the residual fails to drop.
/// </summary>
internal sealed class SetSolver
{
    private readonly OuterSettings _settings;
    private readonly LimitedMemoryBfgs _inner;
    private readonly double[] _unknowns;
    private readonly double[] _gradient;
    private readonly Func<bool> _stop;

    internal SetSolver(SetSearchSpace space, Func<bool> stop)
    {
        (Space, _stop) = (space, stop);
        var isHausdorff = space.Problem.Metric == NearestMetric.HausdorffLike;
        _settings = new OuterSettings
        {
            InitialPenalty = isHausdorff ? Math.Min(10, 50.0 / space.Count) : 10,
            InitialTolerance = isHausdorff ? Math.Min(1e-3, 0.05 / space.Count) : 1e-3,
            MaxInner = space.Count > 100 ? 300 : 1000,
            Tolerance = 1e-9,
        };
        Lagrangian = new SetLagrangian(space) { Penalty = _settings.InitialPenalty };
        (_unknowns, _gradient) = (new double[space.Points.Length], new double[space.Points.Length]);
        _inner = new LimitedMemoryBfgs(_unknowns.Length, _settings.Memory);
    }

    internal SetSearchSpace Space { get; }

    internal SetLagrangian Lagrangian { get; }

    /// <summary>max |change of a multiplier| / c at the last outer iteration.</summary>
    internal double Residual { get; private set; } = double.PositiveInfinity;

    /// <summary>Runs from g (search coordinates) until the residual is small.</summary>
    /// <param name="start">N x d.</param>
    /// <param name="afterOuter">Called after each multiplier update; true ends the run.</param>
    internal void Run(ReadOnlySpan<double> start, Func<SetSolver, bool>? afterOuter = null)
    {
        for (var e = 0; e < _unknowns.Length; e++)
        {
            _unknowns[e] = (start[e] - Space.Points[e]) / Space.Radius;
        }

        var (tolerance, previous) = (_settings.InitialTolerance, double.PositiveInfinity);
        for (var outer = 0; outer < _settings.MaxOuter && !_stop(); outer++)
        {
            var inner = _inner.Minimise(Lagrangian.Evaluate, _unknowns, tolerance, _settings.MaxInner, _stop);
            Lagrangian.Evaluate(_unknowns, _gradient);
            Residual = Lagrangian.UpdateMultipliers();
            if (afterOuter?.Invoke(this) == true || (Residual <= _settings.Tolerance && tolerance <= 10 * _settings.Tolerance))
            {
                return;
            }

            if (Residual > 0.3 * previous && (inner.Converged || outer == 0))
            {
                Lagrangian.Penalty = Math.Min(_settings.MaxPenalty, Lagrangian.Penalty * _settings.PenaltyFactor);
            }

            previous = Residual;
            tolerance = Math.Max(_settings.Tolerance, Math.Min(0.5 * tolerance, 0.1 * Residual));
        }
    }
}
