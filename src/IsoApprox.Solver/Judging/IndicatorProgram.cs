using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Judging;

/// <summary>
/// Collects a mixed-integer program whose rows may depend on a binary variable. Such a row gets the smallest big-M that the bounds of its
/// variables allow; a binary whose row cannot hold is fixed to the other value.
/// </summary>
internal sealed class IndicatorProgram
{
    /// <summary>How much a row may miss its side before its binary is fixed; far above the engines' feasibility tolerances.</summary>
    private const double Slack = 1e-4;

    private readonly List<double> _cost = [];
    private readonly List<double> _lower = [];
    private readonly List<double> _upper = [];
    private readonly List<int> _binaries = [];
    private readonly List<LinearRow> _rows = [];
    private readonly List<(LinearRow Row, int Binary, bool Active)> _indicators = [];

    /// <summary>Adds a continuous variable and returns its number.</summary>
    internal int Variable(double lower, double upper, double cost = 0)
    {
        _cost.Add(cost);
        _lower.Add(lower);
        _upper.Add(upper);
        return _cost.Count - 1;
    }

    /// <summary>Adds a binary variable and returns its number.</summary>
    internal int Binary()
    {
        _binaries.Add(Variable(0, 1));
        return _binaries[^1];
    }

    /// <summary>Adds sum of coefficient times variable >= side.</summary>
    internal void AtLeast(double side, params (int Variable, double Coefficient)[] terms) => _rows.Add(Row(side, terms));

    /// <summary>Adds a row that must hold when the binary has the value.</summary>
    internal void AtLeastIf(int binary, bool value, double side, params (int Variable, double Coefficient)[] terms) =>
        _indicators.Add((Row(side, terms), binary, value));

    /// <summary>The program. Fixed binaries make their rows plain or drop them.</summary>
    internal MixedIntegerProgram Build()
    {
        foreach (var (row, binary, active) in _indicators)
        {
            if (Range(row).Most < row.Lower - Slack)
            {
                (_lower[binary], _upper[binary]) = active ? (0.0, 0.0) : (1.0, 1.0);
            }
        }

        var program = new LinearProgram([.. _cost], [.. _lower], [.. _upper]);
        foreach (var row in _rows.Concat(_indicators.Select(Switched).OfType<LinearRow>()))
        {
            program.AddRow([.. row.Indices], [.. row.Values], row.Lower, row.Upper);
        }

        return new MixedIntegerProgram(program, _binaries);
    }

    /// <summary>The row with the terms of equal variables added up.</summary>
    private static LinearRow Row(double side, (int Variable, double Coefficient)[] terms)
    {
        var sums = terms.GroupBy(term => term.Variable, term => term.Coefficient).Select(group => (group.Key, Sum: group.Sum()))
            .Where(term => term.Sum != 0).ToArray();
        return new LinearRow([.. sums.Select(term => term.Key)], [.. sums.Select(term => term.Sum)], side, double.PositiveInfinity);
    }

    /// <summary>The row with its big-M; null when the bounds imply it or when it is switched off for good.</summary>
    private LinearRow? Switched((LinearRow Row, int Binary, bool Active) indicator)
    {
        var (row, binary, active) = indicator;
        var bigM = row.Lower - Range(row).Least;
        var fixedTo = _lower[binary] == 1 ? true : _upper[binary] == 0 ? false : (bool?)null;
        return bigM <= 0 || fixedTo == !active ? null
            : fixedTo is not null ? row
            : active ? new LinearRow([.. row.Indices, binary], [.. row.Values, -bigM], row.Lower - bigM, row.Upper)
            : new LinearRow([.. row.Indices, binary], [.. row.Values, bigM], row.Lower, row.Upper);
    }

    private (double Least, double Most) Range(LinearRow row)
    {
        var (least, most) = (0.0, 0.0);
        for (var k = 0; k < row.Indices.Count; k++)
        {
            var (a, low, high) = (row.Values[k], _lower[row.Indices[k]], _upper[row.Indices[k]]);
            (least, most) = (least + Math.Min(a * low, a * high), most + Math.Max(a * low, a * high));
        }

        return (least, most);
    }
}
