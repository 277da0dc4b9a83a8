using IsoApprox.Separation;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// The thresholds of the contrastive set in the augmented Lagrangian: (s_ij - a^2)/r0 &lt;= 0 within classes, (b^2 - s_ij)/r0 &lt;= 0 between them.
/// </summary>
internal sealed class ThresholdTerms(SetSearchSpace space)
{
    /// <summary>
    /// a = 0 asks for s &lt;= 0, whose derivative vanishes at the solution: the search uses a small a instead and the repair puts classes at points.
    /// </summary>
    private const double SmallestWithin = 1e-4;

    private readonly bool _isUsed = !space.Problem.Set.HasComparisons;
    private readonly SparseRows _current = new(space.Count);
    private readonly SparseRows _next = new(space.Count);
    private readonly double[] _dense = new double[space.Count];

    /// <summary>Terms of the value; adds the derivatives by the squared distances to the weights.</summary>
    /// <param name="squared">Squared distances of g, N x N.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">Relative tightening of both thresholds.</param>
    /// <param name="weights">Receives the derivatives.</param>
    internal double Evaluate(double[] squared, double penalty, double slack, PairWeights weights)
    {
        if (!_isUsed)
        {
            return 0;
        }

        var (n, scale, value) = (space.Count, 1 / space.Radius, 0.0);
        var (within, beyond) = (Math.Max(space.Within, SmallestWithin) * (1 - slack), space.Beyond * (1 + slack));
        var classes = space.Problem.Points.Classes;
        for (var i = 1; i < n; i++)
        {
            _next.ClearRow(i);
            _current.Scatter(i, _dense);
            for (var j = 0; j < i; j++)
            {
                var s = squared[(i * n) + j];
                var sign = classes[i] == classes[j] ? 1 : -1;
                var excess = sign > 0 ? s - (within * within) : (beyond * beyond) - s;
                var multiplier = (penalty * excess * scale) + _dense[j];
                if (multiplier > 0)
                {
                    _next.Add(i, j, multiplier);
                    weights.Add(i, j, sign * multiplier * scale);
                    value += multiplier * multiplier;
                }
            }

            value -= _current.SumOfSquares(i);
            _current.Erase(i, _dense);
        }

        return value / (2 * penalty);
    }

    /// <summary>Takes the updated multipliers; returns their largest change.</summary>
    internal double Update()
    {
        var change = _next.MaxDifference(_current, _dense);
        _current.CopyFrom(_next);
        return change;
    }

    /// <summary>Pairs with their multipliers: near within a class, far between classes.</summary>
    internal IEnumerable<(int First, int Second, double Value)> Multipliers(bool near)
    {
        for (var i = 1; i < space.Count; i++)
        {
            var (columns, values) = (_current.Columns(i).ToArray(), _current.Values(i).ToArray());
            for (var p = 0; p < columns.Length; p++)
            {
                if ((space.Problem.Points.Classes[i] == space.Problem.Points.Classes[columns[p]]) == near)
                {
                    yield return (i, columns[p], values[p]);
                }
            }
        }
    }
}
