using IsoApprox.Solver.Linear;
using static IsoApprox.Solver.Tests.Linear.LinearInstances;

namespace IsoApprox.Solver.Tests.Linear;

public class SafeBoundTests
{
    [Fact]
    public void AnyMultipliers_GiveABoundBelowEveryFeasiblePoint()
    {
        // Integer data and feasible integer points: both sides of the comparison are exact.
        var random = new Random(31);
        var compared = 0;
        for (var trial = 0; trial < 2000; trial++)
        {
            var program = LinearInstances.Random(random, boxed: true);
            var noise = Math.Pow(10, random.Next(-12, 2));
            var dual = new DualSimplexSolver().Solve(program).Dual;
            var bound = SafeBound.Compute(program, [.. dual.Select(y => y + (noise * (random.NextDouble() - 0.5)))]);
            for (var sample = 0; sample < 30; sample++)
            {
                var x = new double[program.VariableCount];
                for (var j = 0; j < x.Length; j++)
                {
                    x[j] = random.Next((int)program.Lower[j], (int)program.Upper[j] + 1);
                }

                if (Violation(program, x) == 0)
                {
                    compared++;
                    Assert.True(bound <= x.Select((value, j) => value * program.Cost[j]).Sum());
                    Assert.False(SafeBound.ProvesInfeasible(program, dual));
                }
            }
        }

        Assert.True(compared > 1000, $"{compared} feasible points");
    }

    [Fact]
    public void ExactMultipliersOfIntegerData_GiveTheOptimumToRounding()
    {
        var program = Create([1, 1], [0, 0], [10, 10], ([1, 2], 4, double.PositiveInfinity), ([2, 1], 5, double.PositiveInfinity));
        Assert.Equal(3, SafeBound.Compute(program, [1.0 / 3, 1.0 / 3]), 1e-14);
        Assert.True(SafeBound.Compute(program, [1.0 / 3, 1.0 / 3]) <= 3);
        Assert.True(SafeBound.Compute(program, [100, -100]) <= 3);
    }

    [Fact]
    public void InfiniteBounds_NeedExactReducedCosts()
    {
        var free = Create([1, 1], [double.NegativeInfinity, 0], [double.PositiveInfinity, 1], ([1, 0.5], 2, double.PositiveInfinity));
        Assert.Equal(2, SafeBound.Compute(free, [1]), 1e-14);
        Assert.Equal(double.NegativeInfinity, SafeBound.Compute(free, [0.9]));
    }

    [Fact]
    public void UselessMultipliers_ProveNothingButTheBox()
    {
        var program = Create([1, -1], [0, 0], [1, 1], ([1, 1], -double.MaxValue, 2));
        Assert.InRange(SafeBound.Compute(program, [double.NaN]), -1 - 1e-15, -1);
        Assert.Equal(double.NegativeInfinity, SafeBound.Compute(program, [1e300]));
        Assert.Throws<ArgumentException>(() => SafeBound.Compute(program, [1, 2]));
    }
}
