namespace IsoApprox.Solver.Linear;

/// <summary>One row lower &lt;= sum_k value_k x_(index_k) &lt;= upper of a linear program.</summary>
/// <param name="Indices">Variables with a coefficient, each at most once.</param>
/// <param name="Values">Their coefficients, finite.</param>
/// <param name="Lower">Lower side; negative infinity for none.</param>
/// <param name="Upper">Upper side; positive infinity for none; equal to the lower side for an equation.</param>
public sealed record LinearRow(IReadOnlyList<int> Indices, IReadOnlyList<double> Values, double Lower, double Upper);

/// <summary>
/// A linear program: minimise c.x subject to rows lower &lt;= a.x &lt;= upper and bounds l &lt;= x &lt;= u. Rows and tighter bounds may be
/// added later; an engine that was used before then starts from its last basis. Bounds and sides may be infinite, but only a program whose
/// variables have finite bounds has a finite safe bound in general.
/// </summary>
public sealed class LinearProgram
{
    private readonly double[] _cost;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly List<LinearRow> _rows = [];

    /// <summary>Creates a program without rows.</summary>
    /// <param name="cost">c, one finite number per variable; copied.</param>
    /// <param name="lower">l, negative infinity for none; copied.</param>
    /// <param name="upper">u, positive infinity for none; copied.</param>
    /// <exception cref="ArgumentException">Different lengths, no variables, NaN, an infinite cost, or l > u.</exception>
    public LinearProgram(ReadOnlySpan<double> cost, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (cost.Length == 0 || lower.Length != cost.Length || upper.Length != cost.Length)
        {
            throw new ArgumentException(
                $"linear program: {cost.Length} costs, {lower.Length} lower and {upper.Length} upper bounds; give one of each per "
                    + $"variable");
        }

        for (var j = 0; j < cost.Length; j++)
        {
            if (!double.IsFinite(cost[j]))
            {
                throw new ArgumentException($"linear program: cost {cost[j]} of variable {j} is not finite");
            }

            CheckSides(lower[j], upper[j], "variable", j);
        }

        (_cost, _lower, _upper) = (cost.ToArray(), lower.ToArray(), upper.ToArray());
    }

    /// <summary>Number of variables.</summary>
    public int VariableCount => _cost.Length;

    /// <summary>c.</summary>
    public ReadOnlySpan<double> Cost => _cost;

    /// <summary>l.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>u.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>The rows in the order of their creation.</summary>
    public IReadOnlyList<LinearRow> Rows => _rows;

    /// <summary>Adds a row.</summary>
    /// <param name="indices">Variables with a coefficient, each at most once; copied.</param>
    /// <param name="values">Their coefficients, finite; copied.</param>
    /// <param name="lower">Lower side; negative infinity for none.</param>
    /// <param name="upper">Upper side; positive infinity for none.</param>
    /// <exception cref="ArgumentException">Different lengths, an unknown or repeated variable, a coefficient that is not finite, or lower >
    /// upper.</exception>
    public void AddRow(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, double lower, double upper)
    {
        if (indices.Length != values.Length)
        {
            throw new ArgumentException($"row {_rows.Count}: {indices.Length} variables but {values.Length} coefficients");
        }

        var seen = new HashSet<int>();
        for (var k = 0; k < indices.Length; k++)
        {
            if (indices[k] < 0 || indices[k] >= VariableCount || !seen.Add(indices[k]))
            {
                throw new ArgumentException(
                    $"row {_rows.Count}: variable {indices[k]} is unknown or repeated; use each of 0..{VariableCount - 1} at most once");
            }

            if (!double.IsFinite(values[k]))
            {
                throw new ArgumentException($"row {_rows.Count}: coefficient {values[k]} of variable {indices[k]} is not finite");
            }
        }

        CheckSides(lower, upper, "row", _rows.Count);
        _rows.Add(new LinearRow(indices.ToArray(), values.ToArray(), lower, upper));
    }

    /// <summary>Adds a row given by all its coefficients.</summary>
    /// <param name="coefficients">One per variable; zeros are dropped.</param>
    /// <param name="lower">Lower side; negative infinity for none.</param>
    /// <param name="upper">Upper side; positive infinity for none.</param>
    /// <exception cref="ArgumentException">See the other overload.</exception>
    public void AddRow(ReadOnlySpan<double> coefficients, double lower, double upper)
    {
        if (coefficients.Length != VariableCount)
        {
            throw new ArgumentException($"row {_rows.Count}: {coefficients.Length} coefficients for {VariableCount} variables");
        }

        var (indices, values) = (new List<int>(), new List<double>());
        for (var j = 0; j < coefficients.Length; j++)
        {
            if (coefficients[j] != 0)
            {
                indices.Add(j);
                values.Add(coefficients[j]);
            }
        }

        AddRow([.. indices], [.. values], lower, upper);
    }

    /// <summary>Replaces the bounds of a variable.</summary>
    /// <param name="variable">0-based.</param>
    /// <param name="lower">New l.</param>
    /// <param name="upper">New u.</param>
    /// <exception cref="ArgumentException">NaN or l > u.</exception>
    public void SetBounds(int variable, double lower, double upper)
    {
        CheckSides(lower, upper, "variable", variable);
        (_lower[variable], _upper[variable]) = (lower, upper);
    }

    /// <summary>
    /// The largest relative violation at x, in the units of the program: by how much x misses a side h of a row a, divided by max |a_j| +
    /// |h| + sum |a_j x_j|, or a bound l, divided by 1 + |l|. 0 for a feasible point, NaN when x is not finite. Cost O(number of
    /// coefficients).
    /// </summary>
    /// <param name="x">One value per variable.</param>
    public double Violation(ReadOnlySpan<double> x)
    {
        var worst = 0.0;
        for (var j = 0; j < _cost.Length; j++)
        {
            worst = Math.Max(worst, Math.Max(Miss(_lower[j], x[j], 1), Miss(-_upper[j], -x[j], 1)));
        }

        foreach (var row in _rows)
        {
            var (value, largest, size) = (0.0, 0.0, 0.0);
            for (var k = 0; k < row.Indices.Count; k++)
            {
                var (a, term) = (row.Values[k], row.Values[k] * x[row.Indices[k]]);
                (value, largest, size) = (value + term, Math.Max(largest, Math.Abs(a)), size + Math.Abs(term));
            }

            worst = Math.Max(worst, Math.Max(Miss(row.Lower, value, largest + size), Miss(-row.Upper, -value, largest + size)));
        }

        return worst;
    }

    /// <summary>How far a value is below a side, relative; 0 where there is no side.</summary>
    private static double Miss(double side, double value, double size) =>
        double.IsInfinity(side) || side <= value ? 0 : (side - value) / (size + Math.Abs(side));

    private static void CheckSides(double lower, double upper, string what, int number)
    {
        if (!(lower <= upper) || lower == double.PositiveInfinity || upper == double.NegativeInfinity)
        {
            throw new ArgumentException($"{what} {number}: the sides [{lower}, {upper}] are empty; give lower <= upper");
        }
    }
}
