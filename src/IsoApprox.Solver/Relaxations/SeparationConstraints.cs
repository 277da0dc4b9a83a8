namespace IsoApprox.Solver.Relaxations;

/// <summary>
/// The constraints the interior-point method works with, each an unordered difference of two rows of the stacked points [g; f] compared with a common level:
/// (i, j), sign +1: |g_i - g_j|^2 + constant &lt;= sigma_i (positive); (i, k), sign -1: |g_i - g_k|^2 >= sigma_i (negative); (i, N + i), sign +1: |g_i - f_i|^2 &lt;= rho.
/// Level 0 is rho, level 1 + i is sigma_i.
/// </summary>
internal sealed class SeparationConstraints
{
    private readonly int _count;
    private readonly int[] _classes;
    private readonly double _margin;
    private readonly HashSet<(int, int)> _known = [];

    internal SeparationConstraints(int count, int[] classes, double margin)
    {
        (_count, _classes, _margin) = (count, classes, margin);
        for (var i = 0; i < count; i++)
        {
            Append(i, count + i, 1, 0, 0);
        }
    }

    internal List<int> First { get; } = [];

    internal List<int> Second { get; } = [];

    internal List<double> Sign { get; } = [];

    internal List<double> Constant { get; } = [];

    internal List<int> Level { get; } = [];

    internal int Count => First.Count;

    /// <summary>rho and N anchor levels.</summary>
    internal int Levels => _count + 1;

    /// <summary>Adds the comparison of point j with anchor i unless it is there. j = i stands for the anchor as its own positive (only with a margin).</summary>
    internal bool Add(int i, int j)
    {
        if (!_known.Add((i, j)))
        {
            return false;
        }

        var positive = _classes[i] == _classes[j];
        Append(i, j, positive ? 1 : -1, positive ? _margin * _margin : 0, 1 + i);
        return true;
    }

    /// <summary>All comparisons of anchors that have a positive and a negative.</summary>
    internal void AddAll()
    {
        var sizes = _classes.CountBy(k => k).ToDictionary();
        for (var i = 0; i < _count; i++)
        {
            var size = sizes[_classes[i]];
            if (size == _count || (size == 1 && _margin == 0))
            {
                continue;
            }

            for (var j = 0; j < _count; j++)
            {
                if (i != j || _margin > 0)
                {
                    Add(i, j);
                }
            }
        }
    }

    /// <summary>True when anchor i has both a positive and a negative, so that its level is bounded.</summary>
    internal bool[] AnchorsInUse()
    {
        var (positive, negative) = (new bool[_count], new bool[_count]);
        for (var b = 0; b < Count; b++)
        {
            if (Level[b] > 0)
            {
                (Sign[b] > 0 ? positive : negative)[Level[b] - 1] = true;
            }
        }

        return [.. positive.Zip(negative, (p, q) => p && q)];
    }

    private void Append(int first, int second, double sign, double constant, int level)
    {
        First.Add(first);
        Second.Add(second);
        Sign.Add(sign);
        Constant.Add(constant);
        Level.Add(level);
    }
}
