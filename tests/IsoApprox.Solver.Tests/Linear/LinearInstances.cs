using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Tests.Linear;

/// <summary>Linear programs for the tests.</summary>
internal static class LinearInstances
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>Builds a program from dense rows.</summary>
    internal static LinearProgram Create(
        double[] cost, double[] lower, double[] upper, params (double[] Row, double Lower, double Upper)[] rows)
    {
        var program = new LinearProgram(cost, lower, upper);
        foreach (var (row, low, high) in rows)
        {
            program.AddRow(row, low, high);
        }

        return program;
    }

    /// <summary>
    /// Beale's example, on which the textbook primal simplex cycles; optimum -0.05 at (0.04, 0, 1, 0). Here with a finite box.
    /// </summary>
    internal static LinearProgram Beale() => Create(
        [-0.75, 150, -0.02, 6],
        [0, 0, 0, 0],
        [100, 100, 100, 100],
        ([0.25, -60, -0.04, 9], -Infinity, 0),
        ([0.5, -90, -0.02, 3], -Infinity, 0),
        ([0, 0, 1, 0], -Infinity, 1));

    /// <summary>The dual of Beale's example: cycling-prone for a dual simplex. Optimum 0.05 as a minimisation.</summary>
    internal static LinearProgram BealeDual() => Create(
        [0, 0, 1],
        [0, 0, 0],
        [1000, 1000, 1000],
        ([0.25, 0.5, 0], 0.75, Infinity),
        ([-60, -90, 0], -150, Infinity),
        ([-0.04, -0.02, 1], 0.02, Infinity),
        ([9, 3, 0], -6, Infinity));

    /// <summary>The Klee-Minty cube: max sum 2^(n-j) x_j, optimum 5^n as a maximisation.</summary>
    internal static LinearProgram KleeMinty(int n)
    {
        var cost = Enumerable.Range(1, n).Select(j => -Math.Pow(2, n - j)).ToArray();
        var program = new LinearProgram(cost, new double[n], [.. Enumerable.Repeat(Infinity, n)]);
        for (var i = 1; i <= n; i++)
        {
            var row = new double[n];
            for (var j = 1; j < i; j++)
            {
                row[j - 1] = Math.Pow(2, i - j + 1);
            }

            row[i - 1] = 1;
            program.AddRow(row, -Infinity, Math.Pow(5, i));
        }

        return program;
    }

    /// <summary>
    /// A random program with small integer data: degenerate vertices, duplicate and empty rows, equations and ranges are frequent, and so
    /// are infeasible programs.
    /// </summary>
    internal static LinearProgram Random(Random random, bool boxed)
    {
        var (n, m) = (1 + random.Next(7), random.Next(12));
        var (cost, lower, upper) = (new double[n], new double[n], new double[n]);
        for (var j = 0; j < n; j++)
        {
            cost[j] = random.Next(-3, 4);
            lower[j] = !boxed && random.Next(3) == 0 ? -Infinity : random.Next(-4, 1);
            upper[j] = !boxed && random.Next(3) == 0
                ? Infinity
                : random.Next(10) == 0 && double.IsFinite(lower[j]) ? lower[j] : random.Next(0, 5);
        }

        var program = new LinearProgram(cost, lower, upper);
        for (var i = 0; i < m; i++)
        {
            var row = Enumerable.Range(0, n).Select(_ => (double)random.Next(-2, 3)).ToArray();
            var side = random.Next(-3, 4);
            switch (random.Next(4))
            {
                case 0:
                    program.AddRow(row, side, Infinity);
                    break;
                case 1:
                    program.AddRow(row, -Infinity, side);
                    break;
                case 2:
                    program.AddRow(row, side, side + random.Next(3));
                    break;
                default:
                    program.AddRow(row, side - 1, side + 6);
                    break;
            }
        }

        return program;
    }

    /// <summary>The program with rows and variables in other units, by powers of two up to 2^exponent; the optimal value stays.</summary>
    internal static LinearProgram InOtherUnits(LinearProgram program, Random random, int exponent)
    {
        var unit = Enumerable.Range(0, program.VariableCount).Select(_ => Math.ScaleB(1, random.Next(-exponent, exponent + 1))).ToArray();
        var (cost, lower, upper) = (program.Cost.ToArray(), program.Lower.ToArray(), program.Upper.ToArray());
        for (var j = 0; j < unit.Length; j++)
        {
            (cost[j], lower[j], upper[j]) = (cost[j] * unit[j], lower[j] / unit[j], upper[j] / unit[j]);
        }

        var result = new LinearProgram(cost, lower, upper);
        foreach (var row in program.Rows)
        {
            var size = Math.ScaleB(1, random.Next(-exponent, exponent + 1));
            result.AddRow(
                [.. row.Indices], [.. row.Indices.Zip(row.Values, (j, a) => a * unit[j] * size)], row.Lower * size, row.Upper * size);
        }

        return result;
    }

    /// <summary>Largest violation of a row or bound at x.</summary>
    internal static double Violation(LinearProgram program, double[] x)
    {
        var worst = 0.0;
        for (var j = 0; j < x.Length; j++)
        {
            worst = Math.Max(worst, Math.Max(program.Lower[j] - x[j], x[j] - program.Upper[j]));
        }

        foreach (var row in program.Rows)
        {
            var value = row.Indices.Zip(row.Values, (j, a) => a * x[j]).Sum();
            worst = Math.Max(worst, Math.Max(row.Lower - value, value - row.Upper));
        }

        return worst;
    }
}
