using IsoApprox.Solver.Linear;

namespace IsoApprox.OrTools;

/// <summary>
/// Decides whether a program has a feasible point: its elastic program min sum (p + q) subject to lower &lt;= A x + p - q &lt;= upper, l
/// &lt;= x &lt;= u, p, q >= 0 always has one, and its value is 0 exactly when the program has one. Its multipliers are then a Farkas ray.
/// </summary>
internal sealed class PhaseOne
{
    private const double Tolerance = 1e-7;

    private readonly LinearProgram _program;

    internal PhaseOne(LinearProgram program)
    {
        _program = program;
        var (n, m) = (program.VariableCount, program.Rows.Count);
        double[] cost = [.. new double[n], .. Enumerable.Repeat(1.0, 2 * m)];
        double[] lower = [.. program.Lower, .. new double[2 * m]];
        double[] upper = [.. program.Upper, .. Enumerable.Repeat(double.PositiveInfinity, 2 * m)];
        Elastic = new LinearProgram(cost, lower, upper);
        for (var i = 0; i < m; i++)
        {
            var row = program.Rows[i];

            // In units of the row, so that the sum of the violations is not ruled by a row with large coefficients.
            var size = row.Values.Count == 0 ? 1 : Math.Max(row.Values.Max(Math.Abs), double.Epsilon);
            Elastic.AddRow([.. row.Indices, n + (2 * i), n + (2 * i) + 1], [.. row.Values, size, -size], row.Lower, row.Upper);
        }
    }

    /// <summary>The elastic program.</summary>
    internal LinearProgram Elastic { get; }

    /// <summary>
    /// Directions d in [-1, 1] in which the feasible set recedes: the program is unbounded exactly when it is feasible and the least c.d is
    /// negative.
    /// </summary>
    internal LinearProgram Recession()
    {
        var n = _program.VariableCount;
        var (lower, upper, size) = (new double[n], new double[n], 0.0);
        for (var j = 0; j < n; j++)
        {
            (lower[j], upper[j]) = (double.IsInfinity(_program.Lower[j]) ? -1 : 0, double.IsInfinity(_program.Upper[j]) ? 1 : 0);
            size = Math.Max(size, Math.Abs(_program.Cost[j]));
        }

        var recession = new LinearProgram([.. _program.Cost.ToArray().Select(c => size > 0 ? c / size : 0)], lower, upper);
        foreach (var row in _program.Rows)
        {
            recession.AddRow(
                [.. row.Indices], [.. row.Values], double.IsInfinity(row.Lower) ? row.Lower : 0,
                double.IsInfinity(row.Upper) ? row.Upper : 0);
        }

        return recession;
    }

    /// <summary>True when the elastic program proves or shows that there is no feasible point.</summary>
    internal bool IsInfeasible(LinearSolution elastic) =>
        SafeBound.ProvesInfeasible(_program, elastic.Dual)
            || (elastic.Status == LinearStatus.Optimal && _program.Violation(Point(elastic)) > Tolerance);

    /// <summary>The answer for a program without an optimum.</summary>
    /// <param name="elastic">Solution of the elastic program.</param>
    /// <param name="status">What was decided.</param>
    internal LinearSolution Answer(LinearSolution elastic, LinearStatus status)
    {
        var point = Point(elastic);
        var infeasible = status == LinearStatus.Infeasible;
        return new LinearSolution
        {
            Status = status,
            Primal = point,
            Dual = elastic.Dual,
            Objective = _program.Cost.ToArray().Zip(point, (c, x) => c * x).Sum(),
            SafeBound = infeasible ? double.NegativeInfinity : SafeBound.Compute(_program, elastic.Dual),
            InfeasibilityProved = infeasible && SafeBound.ProvesInfeasible(_program, elastic.Dual),
        };
    }

    private double[] Point(LinearSolution elastic) => [.. elastic.Primal.Take(_program.VariableCount)];
}
