using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Thresholds of distances in the augmented Lagrangian: (s_pq - a^2)/r0 &lt;= 0 within classes, (b^2 - s_pq)/r0 &lt;= 0 between them, s
/// squared distances of positions q &lt; p.
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="derivatives">Receives derivatives by squared distances, by position p.</param>
internal sealed class ThresholdTerms(SearchProblem problem, SparseRows derivatives)
{
    /// <summary>
    /// a = 0 asks for s &lt;= 0, whose derivative vanishes at the solution: the search uses a small a instead and the repair puts classes
    /// at points.
    /// </summary>
    private const double SmallestWithin = 1e-4;

    /// <summary>Multipliers of both thresholds, by position p.</summary>
    internal SparseRows Multipliers { get; } = new(problem.Count);

    /// <summary>Updated multipliers of the last evaluation.</summary>
    internal SparseRows Next { get; } = new(problem.Count);

    /// <summary>Pairs of different classes within this squared distance count, others do not.</summary>
    /// <param name="slack">Relative tightening of both thresholds.</param>
    internal double Needed(double slack) => Math.Pow(problem.Beyond * (1 + slack), 2);

    /// <summary>The terms of a row.</summary>
    /// <param name="at">Position p.</param>
    /// <param name="row">Squared distances to all positions, or to those of the class and listed ones.</param>
    /// <param name="listed">Which positions of other classes are known.</param>
    /// <param name="scratch">Buffers.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">Relative tightening of both thresholds.</param>
    internal CutResult Evaluate(int at, ReadOnlySpan<double> row, ListedFar listed, RowScratch scratch, double penalty, double slack)
    {
        var (start, _) = problem.Order.OfClass(problem.Order.Classes[at]);
        var (within, beyond) = (Math.Pow(Math.Max(problem.Within, SmallestWithin) * (1 - slack), 2), Needed(slack));
        var (value, violation) = (0.0, double.NegativeInfinity);
        Next.ClearRow(at);
        Multipliers.Scatter(at, scratch.Zeros);
        for (var q = start; q < at && double.IsFinite(within); q++)
        {
            (value, violation) = (value + Add(at, q, row[q] - within, 1, scratch, penalty), Math.Max(violation, row[q] - within));
        }

        if (beyond > 0 && listed.IsComplete)
        {
            for (var q = 0; q < start; q++)
            {
                (value, violation) = (value + Add(at, q, beyond - row[q], -1, scratch, penalty), Math.Max(violation, beyond - row[q]));
            }
        }
        else if (beyond > 0)
        {
            foreach (var q in listed.Positions)
            {
                if (q < start)
                {
                    (value, violation) = (value + Add(at, q, beyond - row[q], -1, scratch, penalty), Math.Max(violation, beyond - row[q]));
                }
            }
        }

        value -= Multipliers.SumOfSquares(at);
        Multipliers.Erase(at, scratch.Zeros);
        return new CutResult(value / (2 * penalty), violation, beyond);
    }

    private double Add(int at, int q, double excess, int sign, RowScratch scratch, double penalty)
    {
        var multiplier = (penalty * excess / problem.Radius) + scratch.Zeros[q];
        if (!(multiplier > 0))
        {
            return 0;
        }

        Next.Add(at, q, multiplier);
        derivatives.Add(at, q, sign * multiplier / problem.Radius);
        return multiplier * multiplier;
    }
}
