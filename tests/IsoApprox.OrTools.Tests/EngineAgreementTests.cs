using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Tests.Linear;
using static IsoApprox.Solver.Tests.Linear.LinearInstances;

namespace IsoApprox.OrTools.Tests;

/// <summary>
/// Random, degenerate and wide-range programs: the engines agree on status and value, and every bound is below every value.
/// </summary>
public class EngineAgreementTests
{
    private const double Accuracy = 1e-6;

    [Theory]
    [InlineData(0, 300)]
    [InlineData(12, 300)]
    public void Glop_and_the_built_in_engine_agree(int exponent, int count)
    {
        var statuses = new Dictionary<LinearStatus, int>();
        foreach (var (program, trial) in Programs(exponent, count))
        {
            var (own, glop) = (new DualSimplexSolver().Solve(program), new OrToolsLinearSolver("glop").Solve(program));
            statuses[own.Status] = statuses.GetValueOrDefault(own.Status) + 1;
            AssertAgree(own, glop, $"program {trial}\n{Clp.Text(program)}");
        }

        Assert.True(statuses.Count == 3 && statuses.Values.Min() >= 15, string.Join(", ", statuses));
    }

    [Fact]
    public void Pdlp_and_the_built_in_engine_agree()
    {
        foreach (var (program, trial) in Programs(0, 60))
        {
            AssertAgree(
                new DualSimplexSolver().Solve(program), new OrToolsLinearSolver("pdlp").Solve(program),
                $"program {trial}\n{Clp.Text(program)}");
        }
    }

    [ClpFact]
    public void Clp_and_glop_agree()
    {
        // clp refuses programs without coefficients and prints an optimum for some unbounded ones.
        foreach (var (program, trial) in Programs(6, 40).Where(p => p.Program.Rows.Any(row => row.Indices.Count > 0)))
        {
            var glop = new OrToolsLinearSolver("glop").Solve(program);
            if (glop.Status != LinearStatus.Unbounded)
            {
                var (status, value) = Clp.Run(program);
                Assert.True(status == glop.Status, $"program {trial}: clp {status}, glop {glop.Status}");
                Assert.True(
                    status != LinearStatus.Optimal || Math.Abs(value - glop.Objective) <= Accuracy * (1 + Math.Abs(value)),
                    $"program {trial}");
            }
        }
    }

    [Fact]
    public void Unbounded_programs_are_not_called_infeasible()
    {
        var random = new Random(6);
        for (var found = 0; found < 40;)
        {
            var program = LinearInstances.Random(random, boxed: false);
            if (new DualSimplexSolver().Solve(program).Status == LinearStatus.Unbounded)
            {
                found++;
                Assert.Equal(LinearStatus.Unbounded, new OrToolsLinearSolver("glop").Solve(program).Status);
                Assert.Equal(LinearStatus.Unbounded, new OrToolsLinearSolver("pdlp").Solve(program).Status);
            }
        }
    }

    private static IEnumerable<(LinearProgram Program, int Trial)> Programs(int exponent, int count)
    {
        var random = new Random(43 + exponent);
        for (var trial = 0; trial < count; trial++)
        {
            yield return (InOtherUnits(LinearInstances.Random(random, boxed: trial % 3 == 0), random, exponent), trial);
        }
    }

    private static void AssertAgree(LinearSolution one, LinearSolution other, string what)
    {
        Assert.True(one.Status == other.Status, $"{one.Status}, {other.Status}: {what}");
        if (one.Status == LinearStatus.Optimal)
        {
            var slack = Accuracy * (1 + Math.Abs(one.Objective));
            Assert.True(Math.Abs(one.Objective - other.Objective) <= slack, $"{one.Objective}, {other.Objective}: {what}");
            Assert.True(one.SafeBound <= other.Objective + slack && other.SafeBound <= one.Objective + slack, what);
        }
    }
}
