using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Tests.Lines;

/// <summary>
/// d_haus on a line from the definition: a Triplet-Separated g has hulls in some order with gaps of at least both widths plus the margin,
/// so the optimum is the least value of one linear program for each order. Variables: low and high end of each class, and the level.
/// </summary>
internal static class LineOrders
{
    internal static double Optimum(Embedding f, double margin)
    {
        var (low, high) = (new double[f.ClassCount], new double[f.ClassCount]);
        for (var k = 0; k < f.ClassCount; k++)
        {
            var x = f.Members(k).ToArray().Select(i => f[i][0]).ToArray();
            (low[k], high[k]) = (x.Min(), x.Max());
        }

        return Orders([.. Enumerable.Range(0, f.ClassCount)]).Min(order => Value(order, low, high, margin));
    }

    private static double Value(int[] order, double[] low, double[] high, double margin)
    {
        var c = order.Length;
        var reach = 10 * ((c + 1) * margin + low.Concat(high).Max(Math.Abs) + 1);
        var program = new LinearProgram(
            [.. new double[2 * c], 1], [.. Enumerable.Repeat(-reach, 2 * c), 0], [.. Enumerable.Repeat(reach, 2 * c), reach]);
        for (var k = 0; k < c; k++)
        {
            program.AddRow([2 * k, 2 * c], [-1, 1], -low[k], double.PositiveInfinity);           // low end - r <= a
            program.AddRow([(2 * k) + 1, 2 * c], [1, 1], high[k], double.PositiveInfinity);      // high end + r >= b
            program.AddRow([2 * k, (2 * k) + 1], [-1, 1], 0, double.PositiveInfinity);
        }

        for (var p = 1; p < c; p++)
        {
            var (left, right) = (order[p - 1], order[p]);
            program.AddRow([2 * right, (2 * left) + 1, 2 * left], [1, -2, 1], margin, double.PositiveInfinity);
            program.AddRow([2 * right, (2 * left) + 1, (2 * right) + 1], [2, -1, -1], margin, double.PositiveInfinity);
        }

        var solution = LinearProgramSolvers.Create("builtin").Solve(program);
        Assert.Equal(LinearStatus.Optimal, solution.Status);
        return solution.Objective;
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((x, at) => Orders([.. items.Where((_, k) => k != at)]).Select(rest => (int[])[x, .. rest]));
}
