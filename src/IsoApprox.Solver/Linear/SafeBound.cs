using IsoApprox.Arithmetic;

namespace IsoApprox.Solver.Linear;

/// <summary>
/// Rigorous bounds of a linear program from any multipliers (Neumaier and Shcherbina, Safe bounds in linear and mixed-integer linear
/// programming, 2004): for every feasible x and every y, c.x = y.(A x) + (c - A^T y).x >= sum_i (y_i > 0 ? y_i lower_i : y_i upper_i) +
/// sum_j min over [l_j, u_j] of (c - A^T y)_j x_j. Multipliers that point to an infinite side are clipped to 0. Evaluated in interval
/// arithmetic, so neither the engine's accuracy nor rounding matters.
/// </summary>
public static class SafeBound
{
    /// <summary>A lower bound of the optimal value; negative infinity when a reduced cost points to an infinite bound. Cost O(number of
    /// coefficients).</summary>
    /// <param name="program">The program.</param>
    /// <param name="dual">One multiplier per row; anything, also NaN, which counts as 0.</param>
    public static double Compute(LinearProgram program, ReadOnlySpan<double> dual)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Evaluate(program, program.Cost, dual);
    }

    /// <summary>
    /// True when the multipliers prove that the program has no feasible point: their combination of the rows is above its maximum over the
    /// box.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="ray">One multiplier per row.</param>
    public static bool ProvesInfeasible(LinearProgram program, ReadOnlySpan<double> ray)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Evaluate(program, new double[program.VariableCount], ray) > 0;
    }

    private static double Evaluate(LinearProgram program, ReadOnlySpan<double> cost, ReadOnlySpan<double> dual)
    {
        if (dual.Length != program.Rows.Count)
        {
            throw new ArgumentException($"safe bound: {dual.Length} multipliers for {program.Rows.Count} rows; give one per row");
        }

        var reduced = new Interval[program.VariableCount];
        for (var j = 0; j < reduced.Length; j++)
        {
            reduced[j] = cost[j];
        }

        Interval bound = 0;
        for (var i = 0; i < dual.Length; i++)
        {
            var row = program.Rows[i];
            var side = dual[i] > 0 ? row.Lower : row.Upper;
            if (!double.IsFinite(dual[i]) || dual[i] == 0 || !double.IsFinite(side))
            {
                continue;
            }

            bound += (Interval)dual[i] * side;
            for (var k = 0; k < row.Indices.Count; k++)
            {
                var j = row.Indices[k];
                reduced[j] = Subtract(reduced[j], dual[i], row.Values[k]);
            }
        }

        for (var j = 0; j < reduced.Length && bound.Lower > double.NegativeInfinity; j++)
        {
            bound += Least(reduced[j], program.Lower[j], program.Upper[j]);
        }

        return bound.Lower;
    }

    /// <summary>
    /// r - y a, without widening where the floating-point operations are exact: small integer data keep exact reduced costs.
    /// </summary>
    private static Interval Subtract(Interval r, double y, double a)
    {
        var product = y * a;
        if (a == 0)
        {
            return r;
        }

        if (r.IsPoint && Math.Abs(product) is > 1e-250 and < 1e250 && Math.FusedMultiplyAdd(y, a, -product) == 0)
        {
            var difference = r.Lower - product;
            var part = difference - r.Lower;
            if (r.Lower - (difference - part) + (-product - part) == 0)
            {
                return difference;
            }
        }

        return r - ((Interval)y * a);
    }

    /// <summary>Lower bound of r x over l &lt;= x &lt;= u.</summary>
    private static Interval Least(Interval reduced, double lower, double upper)
    {
        if (reduced.IsPoint && reduced.Lower == 0)
        {
            return 0;
        }

        if ((reduced.Upper > 0 && double.IsInfinity(lower)) || (reduced.Lower < 0 && double.IsInfinity(upper)))
        {
            return Interval.Whole;
        }

        // r x is bilinear: its least value over the box of r and x is at a corner; corners with an infinite x are excluded above.
        var atLower = double.IsInfinity(lower) ? double.PositiveInfinity : (reduced * lower).Lower;
        var atUpper = double.IsInfinity(upper) ? double.PositiveInfinity : (reduced * upper).Lower;
        var least = Math.Min(atLower, atUpper);
        return double.IsPositiveInfinity(least) ? 0 : new Interval(least, least);
    }
}
