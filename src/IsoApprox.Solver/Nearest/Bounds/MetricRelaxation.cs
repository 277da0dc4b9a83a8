using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Metric;
using IsoApprox.Measures;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The metric relaxation of d_iso: the least t over symmetric d >= 0, s and t with |d_ij - D_ij| &lt;= t, d_ij &lt;= s_i in the class of i,
/// s_i + alpha &lt;= d_ik for the other classes and d_ij &lt;= d_ik + d_kj. The distances of any Triplet-Separated g satisfy all of them,
/// so the value bounds d_iso(f, F_TS) from below in every dimension (<see cref="MetricCertificate"/>). It is at least L/2, which the
/// hardest triplet alone gives. Triangle inequalities are added where the solution violates them.
/// </summary>
public static class MetricRelaxation
{
    private const int LargestBuiltIn = 24;
    private const int LargestEngine = 100;
    private const int Rounds = 40;
    private const int LeastRowsPerRound = 150;
    private const double Violation = 1e-9;
    private const long PivotsPerProgram = 3000;
    private const long Pivots = 10_000;

    /// <summary>True for d_iso of few points: up to 24 for the built-in engine, 100 for the others: about a second.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="engine">Name of the engine.</param>
    public static bool Applies(Problem problem, string engine)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Metric == NearestMetric.IsometricError && problem.Margin >= 0 && problem.Points.Count is var count and >= 2
            && count <= (engine == LinearProgramSolvers.BuiltIn ? LargestBuiltIn : LargestEngine);
    }

    /// <summary>
    /// The engine for a problem; null where the relaxation is not tried. The built-in one works within a fixed number of pivots: nearly
    /// separated points give very degenerate programs.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="name">Name of the engine; null for the one for programs that stand alone.</param>
    internal static ILinearProgramSolver? Engine(Problem problem, string? name)
    {
        if (problem.Metric != NearestMetric.IsometricError)
        {
            return null;
        }

        var (count, chosen) = (problem.Points.Count, name);
        chosen ??= LinearProgramSolvers.StandAlone((count * (count + 1) / 2) + 1);
        return !Applies(problem, chosen) ? null
            : chosen == LinearProgramSolvers.BuiltIn ? new DualSimplexSolver { MaxPivots = PivotsPerProgram }
            : LinearProgramSolvers.Create(chosen);
    }

    /// <summary>
    /// The certificate of the last linear program; null when the engine gave no multipliers. Its check says what it proves.
    /// </summary>
    /// <param name="problem">The problem; metric d_iso.</param>
    /// <param name="upper">A value that is attained; bounds above it are not sought.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="stop">Polled between linear programs.</param>
    /// <param name="cancellation">Stops the engine within a linear program.</param>
    public static MetricCertificate? Certify(
        Problem problem, double upper, ILinearProgramSolver engine, Func<bool> stop, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(stop);
        if (!(upper > 0) || !double.IsFinite(upper))
        {
            return null;
        }

        // Lengths in units of the upper value are no doubles where the points span more than doubles hold.
        var largest = (Interval)Diameter.Compute(problem.Points, null, CancellationToken.None).Value + problem.Margin;
        if (!double.IsFinite((largest / upper).Upper))
        {
            return null;
        }

        var model = new MetricModel(problem, upper);
        var rows = Math.Max(LeastRowsPerRound, problem.Points.Count * problem.Points.Count / 4);
        LinearSolution? best = null;
        var pivots = 0L;
        for (var round = 0; round < Rounds && pivots < Pivots && !stop(); round++)
        {
            var solution = engine.Solve(model.Program, cancellation);
            pivots += engine is DualSimplexSolver ? solution.Iterations : 0;
            if (solution.Status is not (LinearStatus.Optimal or LinearStatus.Stopped) || !Array.TrueForAll(solution.Dual, double.IsFinite))
            {
                break;
            }

            best = best?.SafeBound > solution.SafeBound ? best : solution;
            if (solution.Status == LinearStatus.Stopped || model.AddViolatedTriangles(solution.Primal, Violation, rows) == 0)
            {
                break;
            }
        }

        return best is null ? null : new MetricCertificate { Digest = problem.Digest, Level = upper, Rows = model.Multipliers(best.Dual) };
    }
}
