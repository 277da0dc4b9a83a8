using IsoApprox.Solver.Linear;
using static IsoApprox.Solver.Tests.Linear.LinearInstances;

namespace IsoApprox.Solver.Tests.Linear;

public class DualSimplexSolverTests
{
    private const double Infinity = double.PositiveInfinity;

    [Fact]
    public void Beale_DoesNotCycle()
    {
        AssertOptimal(Beale(), -0.05);
        AssertOptimal(BealeDual(), 0.05);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void KleeMinty_ReachesTheOptimum(int n)
    {
        var solution = new DualSimplexSolver().Solve(KleeMinty(n));
        Assert.Equal(LinearStatus.Optimal, solution.Status);
        Assert.Equal(-Math.Pow(5, n), solution.Objective, LinearTolerances.Value * Math.Pow(5, n));
    }

    [Fact]
    public void NoRows_StopsAtTheBounds() => AssertOptimal(Create([1, -2, 0], [-1, -1, 3], [5, 4, 9]), -9);

    [Fact]
    public void FreeVariablesWithEquations_AreSolved()
    {
        // min x + y with x + 2 y >= 3, 2 x + y >= 3 and no bounds: (1, 1).
        var free = new double[] { -Infinity, -Infinity };
        var program = Create([1, 1], free, [Infinity, Infinity], ([1, 2], 3, Infinity), ([2, 1], 3, Infinity));
        var solution = AssertOptimal(program, 2);
        Assert.Equal(1.0 / 3, solution.Dual[0], LinearTolerances.Value);

        // x - y = 4 alone determines the objective x - y; the position along the line is arbitrary.
        AssertOptimal(Create([1, -1], free, [Infinity, Infinity], ([1, -1], 4, 4)), 4);
    }

    [Fact]
    public void Infeasible_IsRecognisedAndProved()
    {
        var program = Create([1, 1], [0, 0], [10, 10], ([1, 1], 5, Infinity), ([1, 1], -Infinity, 4));
        var solution = new DualSimplexSolver().Solve(program);
        Assert.Equal(LinearStatus.Infeasible, solution.Status);
        Assert.True(solution.InfeasibilityProved);
        Assert.Equal(double.NegativeInfinity, solution.SafeBound);

        var box = Create([1], [0], [1], ([1], 2, Infinity));
        Assert.True(new DualSimplexSolver().Solve(box).InfeasibilityProved);
        var empty = Create([1], [0], [1], ([0], 2, Infinity));
        Assert.Equal(LinearStatus.Infeasible, new DualSimplexSolver().Solve(empty).Status);
    }

    [Fact]
    public void Unbounded_IsRecognised()
    {
        var program = Create([-1, 0], [0, 0], [Infinity, Infinity], ([1, -1], -Infinity, 2));
        Assert.Equal(LinearStatus.Unbounded, new DualSimplexSolver().Solve(program).Status);

        // Receding directions exist, but no point does.
        var infeasible =
            Create([-1, 0], [0, 0], [Infinity, Infinity], ([1, -1], -Infinity, 2), ([0, 1], 3, Infinity), ([0, 1], -Infinity, 2));
        Assert.Equal(LinearStatus.Infeasible, new DualSimplexSolver().Solve(infeasible).Status);
    }

    [Fact]
    public void AppendedRowsAndTighterBounds_AreWarmStarted()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 100; trial++)
        {
            var n = 2 + random.Next(5);
            var cost = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
            var program = new LinearProgram(cost, [.. Enumerable.Repeat(-1.0, n)], [.. Enumerable.Repeat(1.0, n)]);
            var warm = new DualSimplexSolver();
            for (var step = 0; step < 8; step++)
            {
                // Rows that contain the origin, then bounds that do.
                program.AddRow(
                    Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray(), -0.2 * random.NextDouble(),
                    0.2 * random.NextDouble());
                program.SetBounds(random.Next(n), -random.NextDouble(), random.NextDouble());
                var (first, second) = (warm.Solve(program), new DualSimplexSolver().Solve(program));
                Assert.Equal((LinearStatus.Optimal, LinearStatus.Optimal), (first.Status, second.Status));
                Assert.Equal(second.Objective, first.Objective, LinearTolerances.Value);
                Assert.InRange(Violation(program, first.Primal), 0, LinearTolerances.Feasibility);
            }
        }
    }

    [Fact]
    public void RandomDegeneratePrograms_PrimalAndSafeBoundAgree()
    {
        var random = new Random(21);
        var (optimal, infeasible) = (0, 0);
        for (var trial = 0; trial < 1500; trial++)
        {
            var program = LinearInstances.Random(random, boxed: true);
            var solution = new DualSimplexSolver().Solve(program);
            if (solution.Status == LinearStatus.Infeasible)
            {
                infeasible++;
                Assert.True(solution.InfeasibilityProved, $"trial {trial}");
                continue;
            }

            optimal++;
            Assert.Equal(LinearStatus.Optimal, solution.Status);
            Assert.InRange(Violation(program, solution.Primal), 0, LinearTolerances.Feasibility);
            Assert.Equal(solution.Objective, solution.SafeBound, LinearTolerances.Value);
        }

        Assert.True(optimal > 300 && infeasible > 300, $"{optimal} optimal, {infeasible} infeasible");
    }

    [Fact]
    public void Cancelled_Stops()
    {
        var solution = new DualSimplexSolver().Solve(KleeMinty(6), new CancellationToken(true));
        Assert.Equal(LinearStatus.Stopped, solution.Status);
    }

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

    private static LinearSolution AssertOptimal(LinearProgram program, double value)
    {
        var solution = new DualSimplexSolver().Solve(program);
        Assert.Equal(LinearStatus.Optimal, solution.Status);
        Assert.Equal(value, solution.Objective, LinearTolerances.Value);
        Assert.InRange(Violation(program, solution.Primal), 0, LinearTolerances.Feasibility);
        Assert.True(solution.SafeBound <= solution.Objective + LinearTolerances.Value);
        return solution;
    }
}
