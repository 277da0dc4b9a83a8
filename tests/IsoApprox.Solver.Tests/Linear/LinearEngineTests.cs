using IsoApprox.Solver.Linear;
using static IsoApprox.Solver.Tests.Linear.LinearInstances;

namespace IsoApprox.Solver.Tests.Linear;

/// <summary>What every engine for linear programs must do. Subclasses name the engine.</summary>
public abstract class LinearEngineTests
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>Accuracy of values and points, data of size 1 to 10.</summary>
    protected virtual double Tolerance => LinearTolerances.Value;

    /// <summary>Random programs of a test.</summary>
    protected virtual int Trials => 1500;

    /// <summary>Share of the random programs on which the engine may reach its limit of iterations.</summary>
    protected virtual double MayStop => 0;

    /// <summary>A new engine.</summary>
    protected abstract ILinearProgramSolver CreateEngine();

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
        var solution = CreateEngine().Solve(KleeMinty(n));
        Assert.Equal(LinearStatus.Optimal, solution.Status);
        Assert.Equal(-Math.Pow(5, n), solution.Objective, Tolerance * Math.Pow(5, n));
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
        Assert.Equal(1.0 / 3, solution.Dual[0], Tolerance);

        // x - y = 4 alone determines the objective x - y; the position along the line is arbitrary.
        AssertOptimal(Create([1, -1], free, [Infinity, Infinity], ([1, -1], 4, 4)), 4);
    }

    [Fact]
    public void Infeasible_IsRecognisedAndProved()
    {
        var program = Create([1, 1], [0, 0], [10, 10], ([1, 1], 5, Infinity), ([1, 1], -Infinity, 4));
        var solution = CreateEngine().Solve(program);
        Assert.Equal(LinearStatus.Infeasible, solution.Status);
        Assert.True(solution.InfeasibilityProved);
        Assert.Equal(double.NegativeInfinity, solution.SafeBound);

        var box = Create([1], [0], [1], ([1], 2, Infinity));
        Assert.True(CreateEngine().Solve(box).InfeasibilityProved);
        var empty = Create([1], [0], [1], ([0], 2, Infinity));
        Assert.Equal(LinearStatus.Infeasible, CreateEngine().Solve(empty).Status);
    }

    [Fact]
    public void Unbounded_IsRecognised()
    {
        var program = Create([-1, 0], [0, 0], [Infinity, Infinity], ([1, -1], -Infinity, 2));
        Assert.Equal(LinearStatus.Unbounded, CreateEngine().Solve(program).Status);

        // Receding directions exist, but no point does.
        var infeasible =
            Create([-1, 0], [0, 0], [Infinity, Infinity], ([1, -1], -Infinity, 2), ([0, 1], 3, Infinity), ([0, 1], -Infinity, 2));
        Assert.Equal(LinearStatus.Infeasible, CreateEngine().Solve(infeasible).Status);
    }

    [Fact]
    public void RandomDegeneratePrograms_PrimalAndSafeBoundAgree()
    {
        var random = new Random(21);
        var (optimal, infeasible, stopped) = (0, 0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var program = LinearInstances.Random(random, boxed: true);
            var solution = CreateEngine().Solve(program);
            if (solution.Status == LinearStatus.Infeasible)
            {
                infeasible++;
                Assert.True(solution.InfeasibilityProved, $"trial {trial}");
                continue;
            }

            if (solution.Status == LinearStatus.Stopped)
            {
                Assert.True(++stopped <= MayStop * Trials, $"trial {trial} was stopped");
                continue;
            }

            optimal++;
            Assert.Equal(LinearStatus.Optimal, solution.Status);
            Assert.InRange(Violation(program, solution.Primal), 0, Tolerance);
            Assert.Equal(solution.Objective, solution.SafeBound, Tolerance);
        }

        Assert.True(optimal > Trials / 5 && infeasible > Trials / 5, $"{optimal} optimal, {infeasible} infeasible");
    }

    [Fact]
    public void RoundingNoiseAmongTheCoefficients_HidesNoViolation()
    {
        var noisy = Create([1, 1], [0, 0], [1, 1], ([1, 1], 0.05, Infinity), ([1, 1e-16], -1, Infinity));
        AssertOptimal(noisy, 0.05);
        AssertOptimal(Create([1, 1], [0, 0], [1, 1], ([1, 1], 0.05, Infinity), ([1, 0], -1, Infinity)), 0.05);

        // Only noise: the unit of y becomes 1e16 and its upper bound 1e-16, which the tolerance does not see.
        AssertOptimal(Create([1, -1], [0, 0], [1, 1], ([1, 1e-16], 0.5, Infinity)), -0.5);
    }

    [Fact]
    public void RoundingNoise_ChangesNoAnswer()
    {
        var random = new Random(22);
        for (var trial = 0; trial < Trials; trial++)
        {
            var program = LinearInstances.Random(random, boxed: true);
            var noisy = new LinearProgram(program.Cost, program.Lower, program.Upper);
            foreach (var row in program.Rows)
            {
                // A row of noise alone would be a row in its own right.
                var coefficients = new double[program.VariableCount];
                for (var j = 0; j < coefficients.Length && row.Indices.Count > 0; j++)
                {
                    coefficients[j] = random.Next(3) > 0 ? 0 : Math.Pow(10, -20 + (6 * random.NextDouble()));
                }

                foreach (var (j, a) in row.Indices.Zip(row.Values))
                {
                    coefficients[j] = a;
                }

                noisy.AddRow(coefficients, row.Lower, row.Upper);
            }

            var (clean, solution) = (CreateEngine().Solve(program), CreateEngine().Solve(noisy));
            Assert.True(clean.Status == solution.Status, $"trial {trial}: {clean.Status} became {solution.Status}");
            if (clean.Status == LinearStatus.Optimal)
            {
                Assert.Equal(clean.Objective, solution.Objective, Tolerance);
                Assert.InRange(Violation(noisy, solution.Primal), 0, Tolerance);
            }
        }
    }

    [Fact]
    public void AppendedRowsAndTighterBounds_AreSolvedAgain()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 100; trial++)
        {
            var n = 2 + random.Next(5);
            var cost = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
            var program = new LinearProgram(cost, [.. Enumerable.Repeat(-1.0, n)], [.. Enumerable.Repeat(1.0, n)]);
            var warm = CreateEngine();
            for (var step = 0; step < 8; step++)
            {
                // Rows that contain the origin, then bounds that do.
                program.AddRow(
                    Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray(), -0.2 * random.NextDouble(),
                    0.2 * random.NextDouble());
                program.SetBounds(random.Next(n), -random.NextDouble(), random.NextDouble());
                var (first, second) = (warm.Solve(program), new DualSimplexSolver().Solve(program));
                Assert.Equal((LinearStatus.Optimal, LinearStatus.Optimal), (first.Status, second.Status));
                Assert.Equal(second.Objective, first.Objective, Tolerance);
                Assert.InRange(Violation(program, first.Primal), 0, Tolerance);
            }
        }
    }

    [Fact]
    public void Cancelled_Stops()
    {
        var solution = CreateEngine().Solve(KleeMinty(6), new CancellationToken(true));
        Assert.Equal(LinearStatus.Stopped, solution.Status);
    }

    private LinearSolution AssertOptimal(LinearProgram program, double value)
    {
        var solution = CreateEngine().Solve(program);
        Assert.Equal(LinearStatus.Optimal, solution.Status);
        Assert.Equal(value, solution.Objective, Tolerance);
        Assert.InRange(Violation(program, solution.Primal), 0, Tolerance);
        Assert.True(solution.SafeBound <= solution.Objective + Tolerance);
        return solution;
    }
}
