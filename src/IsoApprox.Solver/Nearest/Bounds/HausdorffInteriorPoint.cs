namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// Interior-point method for the Gram relaxation of d_haus(f, F_TS) over a set of constraints: minimise rho over Gram matrices Y >= g g^T.
/// The unknowns are the multipliers y > 0, the slacks t > 0, g and W = Y - g g^T; on the central path S g = M F, W S = tau I and y t = tau,
/// with S = diag(mu) + Lambda. W S = tau I is linearised in the HKM form. The result is a search's; what its multipliers prove is decided
/// by the certificate check.
/// </summary>
internal sealed class HausdorffInteriorPoint
{
    private const int MaxIterations = 80;
    private const int Patience = 10;
    private const double BoundaryFraction = 0.95;
    private const double TargetFraction = 0.2;

    /// <summary>From here on the constraints need not hold: the run only looks for the ones that matter.</summary>
    internal const double LooseTolerance = 1e-3;

    private readonly RelaxationState _state;

    /// <param name="points">f, row-major N x n, of unit size.</param>
    /// <param name="count">N.</param>
    /// <param name="constraints">The constraints.</param>
    internal HausdorffInteriorPoint(double[] points, int count, RelaxationConstraints constraints) =>
        _state = new RelaxationState(points, count, constraints);

    /// <summary>mu_i, lambda_ij, nu_ik in the order of the constraints.</summary>
    internal double[] Multipliers => _state.Multipliers;

    /// <summary>g of the last iteration, N x n.</summary>
    internal ReadOnlySpan<double> Points => _state.Stacked.AsSpan(0, _state.Source.Length);

    /// <summary>Largest constraint violation of Y at the last iteration, squared distances.</summary>
    internal double Infeasibility => _state.Infeasibility;

    /// <summary>y.t + tr(W S) at the last iteration.</summary>
    internal double Complementarity { get; private set; }

    internal int Iterations { get; private set; }

    /// <summary>False when no interior starting point was found.</summary>
    internal bool HasRun { get; private set; }

    /// <summary>W of the last iteration: Gram matrix of the additional coordinates, N x N.</summary>
    internal double[] LiftedGram() => (double[])_state.Lifted.Clone();

    /// <summary>Squared distance of points i and j of the relaxed solution, Y_ii + Y_jj - 2 Y_ij.</summary>
    internal double SquaredDistance(int i, int j) => _state.SquaredDistance(i, j);

    /// <summary>Runs to a complementarity of at most <paramref name="tolerance"/> times rho. False when it had to stop earlier.</summary>
    /// <param name="tolerance">Relative complementarity.</param>
    /// <param name="previous">A run over the first of the constraints, to start from; null for a cold start.</param>
    /// <param name="stop">Polled between iterations.</param>
    internal bool Solve(double tolerance, HausdorffInteriorPoint? previous, Func<bool> stop)
    {
        if ((previous is null || !RelaxationStart.Continue(_state, previous._state, previous.Complementarity))
            && !RelaxationStart.Initialise(_state))
        {
            return false;
        }

        HasRun = true;
        var newton = new NewtonSystem(_state);
        var (least, since) = (double.PositiveInfinity, 0);
        for (Iterations = 0; Iterations < MaxIterations && since < Patience && !stop(); Iterations++, since++)
        {
            Complementarity = _state.Complementarity();
            (least, since) = Complementarity < 0.7 * least ? (Complementarity, 0) : (least, since);
            if (!_state.Evaluate())
            {
                return false;
            }

            if (Complementarity <= tolerance * _state.Levels[0]
                && (Infeasibility <= tolerance * _state.Levels[0] || (tolerance >= LooseTolerance && Iterations >= 3)))
            {
                return true;
            }

            if (!newton.Factor() || !Step(newton, TargetFraction * tolerance * _state.Levels[0]))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>
    /// Predictor, corrector, step. Complementarity is not driven below what is asked for, so that infeasibility keeps up. False when the
    /// step is too short to go on.
    /// </summary>
    private bool Step(NewtonSystem newton, double target)
    {
        var predictor = InteriorStep.Compute(_state, newton, 0, null);
        var reduction = InteriorStep.Reduction(_state, predictor, InteriorStep.Length(_state, predictor, 1));
        var centring = Math.Clamp(reduction * reduction * reduction, 1e-6, 1);
        var direction =
            InteriorStep.Compute(_state, newton, Math.Max(target, centring * Complementarity) / (_state.Size + _state.Count), predictor);
        var length = InteriorStep.Length(_state, direction, BoundaryFraction);
        InteriorStep.Take(_state, direction, length);
        return length >= 1e-8;
    }
}
