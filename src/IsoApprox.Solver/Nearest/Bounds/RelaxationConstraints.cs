using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The constraints the interior-point method works with, each an unordered difference of two rows of the stacked points [g; f] compared
/// with a level: near position j of a cut, sign +1: |g_i - g_j|^2 + constant &lt;= sigma; far position k, sign -1: |g_i - g_k|^2 >= sigma;
/// (i, N + i), sign +1: |g_i - f_i|^2 &lt;= rho; thresholds: the same as near and far with levels a^2 and b^2, which are given. Level 0 is
/// rho, level 1 + cut is sigma of the cut, the last two are the thresholds.
/// </summary>
internal sealed class RelaxationConstraints
{
    /// <summary>a = 0 has no interior: a little more serves, since any multipliers are a legal certificate.</summary>
    private const double SmallestWithin = 1e-4;

    private readonly SearchProblem _problem;
    private readonly HashSet<(int Level, int Position, int Other)> _known = [];

    internal RelaxationConstraints(SearchProblem problem)
    {
        _problem = problem;
        for (var i = 0; i < problem.Count; i++)
        {
            Append(i, problem.Count + i, 1, 0, 0);
        }
    }

    internal List<int> First { get; } = [];

    internal List<int> Second { get; } = [];

    internal List<double> Sign { get; } = [];

    internal List<double> Constant { get; } = [];

    internal List<int> Level { get; } = [];

    internal int Count => First.Count;

    /// <summary>Number of levels.</summary>
    internal int Levels => _problem.Order.Cuts + 3;

    /// <summary>The cut of a constraint; null for displacements and thresholds.</summary>
    internal int? Cut(int constraint) => Level[constraint] is > 0 and var level && level <= _problem.Order.Cuts ? level - 1 : null;

    /// <summary>The given level; null where the level is an unknown.</summary>
    internal double? Given(int level) => level == Levels - 2 ? Math.Pow(Math.Max(_problem.Within, SmallestWithin), 2)
        : level == Levels - 1 ? _problem.Beyond * _problem.Beyond : null;

    /// <summary>
    /// Adds the comparison of a position in a cut unless it is there. The anchor itself counts with a margin or a floor only.
    /// </summary>
    internal bool Add(int cut, int position)
    {
        var anchor = _problem.Order.Anchor(cut);
        if ((position == anchor && OwnDemand(cut) == 0) || !_known.Add((1 + cut, anchor, position)))
        {
            return false;
        }

        var near = _problem.Order.IsNear(cut, position);
        var constant = position == anchor ? OwnDemand(cut) : near ? _problem.Margin * _problem.Margin : 0;
        Append(anchor, position, near ? 1 : -1, constant, 1 + cut);
        return true;
    }

    /// <summary>Adds the threshold of a pair unless it is there or there is none.</summary>
    internal bool AddThreshold(int p, int q)
    {
        var near = _problem.Order.Classes[p] == _problem.Order.Classes[q];
        var exists = _problem.HasThresholds && p != q && (near ? double.IsFinite(_problem.Within) : _problem.Beyond > 0);
        if (!exists || !_known.Add((Levels - (near ? 2 : 1), Math.Max(p, q), Math.Min(p, q))))
        {
            return false;
        }

        Append(Math.Max(p, q), Math.Min(p, q), near ? 1 : -1, 0, Levels - (near ? 2 : 1));
        return true;
    }

    /// <summary>All comparisons of cuts with two sides, and all thresholds.</summary>
    internal void AddAll()
    {
        for (var cut = 0; cut < _problem.Order.Cuts; cut++)
        {
            var cutHere = cut;
            var near = Enumerable.Range(0, _problem.Count).Count(p => _problem.Order.IsNear(cutHere, p));
            if (near == _problem.Count || (near == 1 && OwnDemand(cut) == 0))
            {
                continue;
            }

            for (var position = 0; position < _problem.Count; position++)
            {
                Add(cut, position);
            }
        }

        for (var p = 0; _problem.HasThresholds && p < _problem.Count; p++)
        {
            for (var q = 0; q < p; q++)
            {
                AddThreshold(p, q);
            }
        }
    }

    /// <summary>For each level, whether it is an unknown that is bounded on both sides.</summary>
    internal bool[] LevelsInUse()
    {
        var (near, far) = (new bool[Levels], new bool[Levels]);
        for (var b = 0; b < Count; b++)
        {
            (Sign[b] > 0 ? near : far)[Level[b]] = true;
        }

        return [.. Enumerable.Range(0, Levels).Select(l => l == 0 || (near[l] && far[l] && Given(l) is null))];
    }

    /// <summary>What the anchor demands of itself: its margin, or the least distance between classes.</summary>
    private double OwnDemand(int cut)
    {
        var floor = _problem.Order.Boundary(cut) == 1 ? _problem.Beyond : 0;
        return Math.Pow(Math.Max(_problem.Margin, floor), 2);
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
