using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>A linear model of the objective: value + gradient.(points - f).</summary>
/// <param name="At">f.</param>
/// <param name="Value">Value at f.</param>
/// <param name="Gradient">Row by row.</param>
internal sealed record AscentCut(Embedding At, double Value, double[] Gradient);

/// <summary>
/// One step of sequential linear programming for max of an objective over embeddings with hard-mined loss at most L: the smallest of the
/// linear models is maximised over moves of at most a radius in each coordinate, subject to D_ij - D_ik &lt;= L to first order for all
/// triplets, and to distances staying above a floor, where first-order ratios mean something.
/// </summary>
internal static class AscentStep
{
    /// <summary>The step; null when the linear program has no solution.</summary>
    /// <param name="cuts">Models; the first one is at the current points.</param>
    /// <param name="loss">L, length.</param>
    /// <param name="floor">Smallest distance, length.</param>
    /// <param name="radius">Largest move of a coordinate, length.</param>
    /// <param name="cancellation">Stops the engine.</param>
    internal static Embedding? Take(IReadOnlyList<AscentCut> cuts, double loss, double floor, double radius, CancellationToken cancellation)
    {
        var f = cuts[0].At;
        var size = f.Count * f.Dimension;
        var reach = cuts.Max(c => c.Gradient.Sum(Math.Abs)) * radius;
        if (!double.IsFinite(reach))
        {
            return null;
        }

        // Unknowns: the moves divided by the radius, and the gain, so that all numbers are near 1.
        double[] cost = [.. Enumerable.Repeat(0.0, size), -1];
        double[] lower = [.. Enumerable.Repeat(-1.0, size), -1 - reach];
        double[] upper = [.. Enumerable.Repeat(1.0, size), 1 + reach];
        var program = new LinearProgram(cost, lower, upper);
        foreach (var cut in cuts)
        {
            var offset = cut.Value - cuts[0].Value;
            for (var k = 0; k < size; k++)
            {
                offset += cut.Gradient[k] * (f.Coordinates[k] - cut.At.Coordinates[k]);
            }

            double[] row = [.. cut.Gradient.Select(g => g * radius), -1];
            program.AddRow(row, -offset, double.PositiveInfinity);
        }

        AddLimits(program, f, loss, floor, radius);
        var solution = LinearProgramSolvers.CreateStandAlone(program.VariableCount).Solve(program, cancellation);
        if (solution.Status != LinearStatus.Optimal || !(solution.Primal[size] > 0))
        {
            return null;
        }

        double[] points = [.. f.Coordinates.ToArray().Zip(solution.Primal, (x, move) => x + (radius * move))];
        return f.WithPoints(points, f.Dimension);
    }

    private static void AddLimits(LinearProgram program, Embedding f, double loss, double floor, double radius)
    {
        var distances = new PairDistances(f);
        var reach = 2 * radius * Math.Sqrt(f.Dimension);
        foreach (var (i, j, k) in distances.Triplets())
        {
            var violation = distances[i, j] - distances[i, k];
            if (violation + (2 * reach) > loss)
            {
                var (indices, values) = distances.Gradient([(i, j, radius), (i, k, -radius)]);
                program.AddRow(indices, values, double.NegativeInfinity, Math.Max(0, loss - violation));
            }
        }

        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (floor > 0 && distances[i, j] - reach < floor)
                {
                    var (indices, values) = distances.Gradient([(i, j, radius)]);
                    program.AddRow(indices, values, Math.Min(0, floor - distances[i, j]), double.PositiveInfinity);
                }
            }
        }
    }
}
