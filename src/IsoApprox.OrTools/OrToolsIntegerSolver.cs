using System.Globalization;
using IsoApprox.Solver.Linear;
using ResultStatus = Google.OrTools.LinearSolver.Solver.ResultStatus;

namespace IsoApprox.OrTools;

/// <summary>
/// Google OR-Tools as an engine for mixed-integer programs: SCIP (branch and cut), or CP-SAT, which first scales the continuous variables
/// to integers. One thread, so that equal programs give equal results; wall-clock limits excepted.
/// </summary>
public sealed class OrToolsIntegerSolver : IMixedIntegerSolver
{
    private const string Scip = "scip";

    /// <summary>Creates the engine.</summary>
    /// <param name="name">"scip" or "cpsat".</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    public OrToolsIntegerSolver(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name is Scip or "cpsat"
            ? name
            : throw new ArgumentException($"'{name}' is not an engine of OR-Tools for mixed-integer programs; use scip or cpsat");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public MixedIntegerSolution Solve(
        MixedIntegerProgram program, MixedIntegerLimits limits, double[]? start = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(limits);
        using var model = new NativeModel(Name == Scip ? "SCIP" : "SAT", program.Relaxation, program.Integers);
        if (!model.Solver.SetSolverSpecificParametersAsString(Parameters(limits)))
        {
            throw new InvalidOperationException($"{Name} does not take its parameters: another version of OR-Tools?");
        }

        if (start is not null)
        {
            model.Hint(start);
        }

        var status = model.Solve(limits.Time, cancellation);
        var solved = status is ResultStatus.OPTIMAL or ResultStatus.FEASIBLE;
        return new MixedIntegerSolution
        {
            Status = status switch
            {
                ResultStatus.OPTIMAL => LinearStatus.Optimal,
                ResultStatus.INFEASIBLE => LinearStatus.Infeasible,
                ResultStatus.UNBOUNDED => LinearStatus.Unbounded,
                _ => LinearStatus.Stopped,
            },
            Primal = solved ? model.Point() : null,
            Bound = solved ? model.Solver.Objective().BestBound() : double.NegativeInfinity,
            Nodes = solved && Name == Scip ? model.Solver.Nodes() : 0,
        };
    }

    private string Parameters(MixedIntegerLimits limits) => Name == Scip
        ? string.Create(
            CultureInfo.InvariantCulture, $"misc/catchctrlc = FALSE\nlimits/gap = {limits.Gap:R}\nlimits/nodes = {limits.Nodes ?? -1}\n")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"num_workers: 1 catch_sigint_signal: false mip_var_scaling: 1e6 mip_max_bound: 1e12 "
                + $"mip_wanted_precision: 1e-7 relative_gap_limit: {limits.Gap:R}");
}
