using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Tests.Linear;

/// <summary>The built-in engine.</summary>
public class DualSimplexSolverTests : LinearEngineTests
{
    protected override ILinearProgramSolver CreateEngine() => new DualSimplexSolver();

    [Fact]
    public void BadPrograms_AreRefusedWithTheirPlace()
    {
        Assert.Contains(
            "2 costs", Assert.Throws<ArgumentException>(() => new LinearProgram([1, 2], [0], [1])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "variable 0", Assert.Throws<ArgumentException>(() => new LinearProgram([1], [2], [1])).Message, StringComparison.Ordinal);
        var program = new LinearProgram([1], [0], [1]);
        Assert.Contains(
            "row 0", Assert.Throws<ArgumentException>(() => program.AddRow([0, 0], [1, 1], 0, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => program.AddRow([double.NaN], 0, 1));
        Assert.Throws<ArgumentException>(() => LinearProgramSolvers.Create("glpk"));
        Assert.Equal("builtin", LinearProgramSolvers.Create("builtin").Name);
    }
}
