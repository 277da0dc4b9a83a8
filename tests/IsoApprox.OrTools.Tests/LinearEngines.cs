using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Tests.Linear;

namespace IsoApprox.OrTools.Tests;

/// <summary>GLOP: what every engine must do.</summary>
public class GlopTests : LinearEngineTests
{
    protected override ILinearProgramSolver CreateEngine() => new OrToolsLinearSolver("glop");
}

/// <summary>PDLP: what every engine must do, to the accuracy of a first-order method.</summary>
public class PdlpTests : LinearEngineTests
{
    protected override double Tolerance => 1e-5;

    protected override int Trials => 200;

    protected override double MayStop => 0.02;

    protected override ILinearProgramSolver CreateEngine() => new OrToolsLinearSolver("pdlp") { IterationLimit = 100_000 };

    [Fact]
    public void Iteration_and_time_limits_stop_it()
    {
        var random = new Random(5);
        var program = new LinearProgram([.. Enumerable.Repeat(1.0, 60)], new double[60], [.. Enumerable.Repeat(10.0, 60)]);
        for (var i = 0; i < 60; i++)
        {
            program.AddRow([.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())], 1 + random.NextDouble(), double.PositiveInfinity);
        }

        var optimum = new DualSimplexSolver().Solve(program);
        var few = new OrToolsLinearSolver("pdlp") { IterationLimit = 64 }.Solve(program);
        Assert.Equal(LinearStatus.Stopped, few.Status);
        Assert.True(few.SafeBound <= optimum.Objective);
        Assert.Equal(LinearStatus.Optimal, new OrToolsLinearSolver("pdlp").Solve(program).Status);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var endless = new OrToolsLinearSolver(
            "pdlp")
        { Tolerance = 1e-300, TimeLimit = TimeSpan.FromSeconds(0.3), IterationLimit = int.MaxValue }.Solve(program);
        Assert.Equal(LinearStatus.Stopped, endless.Status);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.2, 3);
    }
}
