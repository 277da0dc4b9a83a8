using IsoApprox.Solver.Linear;
using static IsoApprox.Solver.Tests.Linear.LinearInstances;

namespace IsoApprox.Solver.Tests.Linear;

public class ClpCrossCheckTests
{
    [ClpFact]
    public void RandomPrograms_StatusAndValueAgree()
    {
        var random = new Random(41);
        var programs = Enumerable.Range(0, 60).Select(k => LinearInstances.Random(random, boxed: k % 2 == 0))
            .Where(program => program.Rows.Any(row => row.Indices.Count > 0)).ToList(); // clp refuses programs without coefficients
        programs.AddRange([Beale(), BealeDual(), KleeMinty(8)]);
        var statuses = new List<LinearStatus>();
        foreach (var program in programs)
        {
            var solution = new DualSimplexSolver().Solve(program);
            statuses.Add(solution.Status);
            if (solution.Status == LinearStatus.Unbounded)
            {
                // clp 1.17 prints an optimum for some unbounded programs, so its values in two growing boxes are compared instead.
                var (small, large) = (Clp.Run(Boxed(program, 1e4)), Clp.Run(Boxed(program, 1e6)));
                Assert.Equal((LinearStatus.Optimal, LinearStatus.Optimal), (small.Status, large.Status));
                Assert.True(large.Value < small.Value - 1e3, Clp.Text(program));
                continue;
            }

            var (status, value) = Clp.Run(program);
            Assert.True(status == solution.Status, $"clp {status}, builtin {solution.Status}\n{Clp.Text(program)}");
            if (status == LinearStatus.Optimal)
            {
                Assert.Equal(value, solution.Objective, 1e-6 * (1 + Math.Abs(value)));
                Assert.True(solution.SafeBound <= value + (1e-6 * (1 + Math.Abs(value))));
            }
        }

        Assert.Equal(3, statuses.Distinct().Count());
    }

    private static LinearProgram Boxed(LinearProgram program, double size)
    {
        var lower = Array.ConvertAll(program.Lower.ToArray(), l => Math.Max(l, -size));
        var upper = Array.ConvertAll(program.Upper.ToArray(), u => Math.Min(u, size));
        var boxed = new LinearProgram(program.Cost, lower, upper);
        foreach (var row in program.Rows)
        {
            boxed.AddRow([.. row.Indices], [.. row.Values], row.Lower, row.Upper);
        }

        return boxed;
    }
}
