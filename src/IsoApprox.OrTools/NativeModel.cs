using Google.OrTools.LinearSolver;
using IsoApprox.Solver.Linear;
using NativeSolver = Google.OrTools.LinearSolver.Solver;

namespace IsoApprox.OrTools;

/// <summary>A program as an object of OR-Tools, and its answer as numbers.</summary>
internal sealed class NativeModel : IDisposable
{
    private const double Noise = 1e-12;
    private const double LongestMilliseconds = 1e9;

    private readonly Variable[] _variables;
    private readonly Constraint[] _rows;

    /// <summary>Copies the program.</summary>
    /// <param name="id">Engine as OR-Tools calls it.</param>
    /// <param name="program">Cost, bounds and rows.</param>
    /// <param name="integers">Numbers of the integer variables.</param>
    internal NativeModel(string id, LinearProgram program, IReadOnlyList<int> integers)
    {
        Solver = NativeSolver.CreateSolver(id) ?? throw new ArgumentException($"engine '{id}': this build of OR-Tools does not contain it");
        var integral = new bool[program.VariableCount];
        foreach (var j in integers)
        {
            integral[j] = true;
        }

        _variables = new Variable[program.VariableCount];
        Solver.Objective().SetMinimization();
        for (var j = 0; j < _variables.Length; j++)
        {
            _variables[j] = Solver.MakeVar(program.Lower[j], program.Upper[j], integral[j], "");
            Solver.Objective().SetCoefficient(_variables[j], program.Cost[j]);
        }

        var largest = new double[program.VariableCount];
        foreach (var row in program.Rows)
        {
            for (var k = 0; k < row.Indices.Count; k++)
            {
                largest[row.Indices[k]] = Math.Max(largest[row.Indices[k]], Math.Abs(row.Values[k]));
            }
        }

        _rows = [.. program.Rows.Select(row => Copy(row, largest))];
    }

    /// <summary>The object of OR-Tools.</summary>
    internal NativeSolver Solver { get; }

    /// <summary>Solves, interrupted by the cancellation where the engine can be.</summary>
    /// <param name="limit">Wall-clock limit; null for none.</param>
    /// <param name="cancellation">Stops the engine.</param>
    internal NativeSolver.ResultStatus Solve(TimeSpan? limit, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return NativeSolver.ResultStatus.NOT_SOLVED;
        }

        if (limit is { } time)
        {
            Solver.SetTimeLimit((long)Math.Clamp(time.TotalMilliseconds, 1, LongestMilliseconds));
        }

        using var interrupt = cancellation.Register(() => Solver.InterruptSolve());
        return Solver.Solve();
    }

    /// <summary>The point that was found.</summary>
    internal double[] Point() => Array.ConvertAll(_variables, x => x.SolutionValue());

    /// <summary>The multipliers of the rows.</summary>
    internal double[] Multipliers() => Array.ConvertAll(_rows, row => row.DualValue());

    /// <summary>Gives the engine a point to start from.</summary>
    internal void Hint(double[] point)
    {
        using var variables = new MPVariableVector(_variables);
        Solver.SetHint(variables, point);
    }

    /// <inheritdoc/>
    public void Dispose() => Solver.Dispose();

    /// <summary>
    /// Rounding noise, below 1e-12 of the largest coefficient of its row and of its variable, is left out: GLOP may cycle on it.
    /// </summary>
    private Constraint Copy(LinearRow row, double[] largest)
    {
        var copy = Solver.MakeConstraint(row.Lower, row.Upper);
        var most = row.Values.Count == 0 ? 0 : row.Values.Max(Math.Abs);
        for (var k = 0; k < row.Indices.Count; k++)
        {
            if (Math.Abs(row.Values[k]) > Noise * Math.Max(most, largest[row.Indices[k]]))
            {
                copy.SetCoefficient(_variables[row.Indices[k]], row.Values[k]);
            }
        }

        return copy;
    }
}
