using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// The comparisons of a constraint set in the augmented Lagrangian: for each anchor and boundary a level sigma with (s_ij + slack - sigma)/r0 &lt;= 0 for the
/// nearer rows and
/// (sigma - s_ik)/r0 &lt;= 0 for the farther ones, s squared distances; sigma is eliminated exactly, which balances the multipliers.
/// </summary>
internal sealed class ComparisonTerms
{
    private readonly SetSearchSpace _space;
    private readonly SparseRows[] _current;
    private readonly SparseRows[] _next;
    private readonly double[] _shifted;
    private readonly double[] _near;
    private readonly double[] _far;
    private readonly double[] _dense;
    private readonly int[] _levels;

    internal ComparisonTerms(SetSearchSpace space)
    {
        _space = space;
        var boundaries = space.Problem.Set.HasComparisons ? space.Problem.Levels.Count - 1 : 0;
        _current = [.. Enumerable.Range(0, boundaries).Select(_ => new SparseRows(space.Count))];
        _next = [.. Enumerable.Range(0, boundaries).Select(_ => new SparseRows(space.Count))];
        (_shifted, _near, _far, _dense) = (new double[space.Count], new double[space.Count], new double[space.Count], new double[space.Count]);
        _levels = [.. Enumerable.Range(0, boundaries > 0 ? space.Count * space.Count : 0).Select(e => space.Problem.Level(e / space.Count, e % space.Count))];
    }

    /// <summary>Terms of the value; adds the derivatives by the squared distances to the weights.</summary>
    internal double Evaluate(double[] squared, double penalty, double slack, PairWeights weights)
    {
        var value = 0.0;
        for (var b = 0; b < _current.Length; b++)
        {
            for (var i = 0; i < _space.Count; i++)
            {
                value += Cut(i, b, squared, penalty, slack, weights);
            }
        }

        return value;
    }

    /// <summary>Takes the updated multipliers; returns their largest change.</summary>
    internal double Update()
    {
        var change = 0.0;
        for (var b = 0; b < _current.Length; b++)
        {
            change = Math.Max(change, _next[b].MaxDifference(_current[b], _dense));
            _current[b].CopyFrom(_next[b]);
        }

        return change;
    }

    /// <summary>Anchor, boundary, row, multiplier; lambda when the row's level is below the boundary, else nu.</summary>
    internal IEnumerable<(int Anchor, int Boundary, int Row, double Value)> Multipliers()
    {
        for (var b = 0; b < _current.Length; b++)
        {
            for (var i = 0; i < _space.Count; i++)
            {
                var (columns, values) = (_current[b].Columns(i).ToArray(), _current[b].Values(i).ToArray());
                for (var p = 0; p < columns.Length; p++)
                {
                    yield return (i, b + 1, columns[p], values[p]);
                }
            }
        }
    }

    private double Cut(int i, int b, double[] squared, double penalty, double slack, PairWeights weights)
    {
        var (n, scale) = (_space.Count, 1 / _space.Radius);
        var levels = _levels.AsSpan(i * n, n);
        var (current, next) = (_current[b], _next[b]);
        next.ClearRow(i);
        current.Scatter(i, _dense);
        var (near, far) = (0, 0);
        for (var j = 0; j < n; j++)
        {
            var level = squared[(i * n) + j] * scale;
            if (levels[j] > b)
            {
                _far[far++] = _shifted[j] = level - (_dense[j] / penalty);
            }
            else
            {
                _near[near++] = _shifted[j] = j == i ? double.NegativeInfinity : level + (slack * scale) + (_dense[j] / penalty);
            }
        }

        var value = 0.0;
        if (far > 0 && _near.AsSpan(0, near).Max() > _far.AsSpan(0, far).Min())
        {
            var sigma = LevelRoots.Anchor(_near.AsSpan(0, near), _far.AsSpan(0, far));
            for (var j = 0; j < n; j++)
            {
                var isFar = levels[j] > b;
                var excess = penalty * (isFar ? sigma - _shifted[j] : _shifted[j] - sigma);
                if (excess > 0)
                {
                    next.Add(i, j, excess);
                    weights.Add(i, j, (isFar ? -excess : excess) * scale);
                    value += excess * excess;
                }
            }
        }

        value = (value - current.SumOfSquares(i)) / (2 * penalty);
        current.Erase(i, _dense);
        return value;
    }
}

/// <summary>Largest and smallest entries.</summary>
internal static class SpanExtremes
{
    internal static double Max(this Span<double> values)
    {
        var max = double.NegativeInfinity;
        foreach (var v in values)
        {
            max = Math.Max(max, v);
        }

        return max;
    }

    internal static double Min(this Span<double> values)
    {
        var min = double.PositiveInfinity;
        foreach (var v in values)
        {
            min = Math.Min(min, v);
        }

        return min;
    }
}
