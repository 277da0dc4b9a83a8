using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Lists that are made anew at each evaluation by a <see cref="PairSieve"/>: all far positions a little beyond what the last evaluation
/// needed, and those that carry a multiplier. Faster than <see cref="NeighbourLists"/> in many coordinates, where distances are much alike
/// and lists that last are long. How much beyond follows from how many rows were not covered.
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="rows">The terms, which know what was needed and what carries a multiplier.</param>
internal sealed class SievedLists(SearchProblem problem, RowTerms rows) : IFarLists
{
    private const double FirstExcess = 0.05;
    private const double LeastExcess = 2e-3;
    private const double LargestExcess = 0.5;

    /// <summary>More rows than this share without a sufficient list: the excess is doubled.</summary>
    private const double FewRows = 0.05;

    /// <summary>Otherwise it shrinks by this factor.</summary>
    private const double Shrinking = 0.93;

    /// <summary>What is needed, and rounding.</summary>
    private const double Slack = 1 + 1e-9;

    /// <summary>A list of more than this share of the points, beside those kept, costs as much as the whole row.</summary>
    private const double LongestShare = 0.2;

    /// <summary>With more than this share of such rows no lists are made for a while.</summary>
    private const double LongRows = 0.3;
    private const int Pause = 16;

    private readonly PairSieve _sieve = new(
        problem.Count, problem.Dimension, LargestKept(problem.Order) + (int)(LongestShare * problem.Count));
    private readonly double[] _reach = new double[problem.Count];
    private readonly int[][] _lists = [.. Enumerable.Repeat(Array.Empty<int>(), problem.Count)];
    private readonly int[] _lengths = new int[problem.Count];
    private double _excess = FirstExcess;
    private bool _hasMoved;
    private int _pause;
    private int _extended;

    /// <inheritdoc/>
    public bool AreOfUse { get; private set; }

    /// <inheritdoc/>
    public void Move(double[] points, ParallelOptions? parallel)
    {
        AdaptExcess();
        AreOfUse = _hasMoved && _pause-- <= 0;
        _hasMoved = true;
        if (!AreOfUse)
        {
            return;
        }

        for (var i = 0; i < _reach.Length; i++)
        {
            _reach[i] = (1 + _excess) * rows.Needed(i);
        }

        _sieve.Load(points, parallel);
        List(i => _reach[i] * _reach[i], parallel);
        AreOfUse = _reach.Count(r => r < 0) <= LongRows * _reach.Length;
        _pause = AreOfUse ? 0 : Pause;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// With far positions missing the level of an anchor is too high, so what it then needs is never less than what it needs with all.
    /// </remarks>
    public bool Extend(IReadOnlyCollection<int> anchors, ParallelOptions? parallel)
    {
        _extended = anchors.Count;
        var limits = new double[_reach.Length];
        Array.Fill(limits, double.NaN);
        foreach (var i in anchors)
        {
            _reach[i] = Slack * rows.Needed(i);
            limits[i] = _reach[i] * _reach[i];
        }

        List(i => limits[i], parallel);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is kept.</remarks>
    public bool Renew(double farthest) => false;

    /// <inheritdoc/>
    public void List(int anchor, ReadOnlySpan<double> squared, (int Start, int End)[] kept, double needed, double scale)
    {
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Of(int anchor) => _lists[anchor].AsSpan(0, _lengths[anchor]);

    /// <inheritdoc/>
    public double Reach(int anchor) => _reach[anchor];

    private static int LargestKept(LevelOrder order) => order.Classes.Distinct().Max(k => order.Kept(k).Sum(r => r.End - r.Start));

    /// <summary>More when many rows were not covered, otherwise less.</summary>
    private void AdaptExcess()
    {
        if (AreOfUse)
        {
            _excess = _extended > FewRows * _reach.Length
                ? Math.Min(LargestExcess, 2 * _excess)
                : Math.Max(LeastExcess, Shrinking * _excess);
        }

        _extended = 0;
    }

    /// <summary>Lists all anchors whose limits are numbers.</summary>
    private void List(Func<int, double> limit, ParallelOptions? parallel)
    {
        var step = PairSieve.TaskRows;
        ForEach.Run((_reach.Length + step - 1) / step, parallel, s =>
        {
            var (first, last) = (s * step, Math.Min(_reach.Length, (s + 1) * step));
            _sieve.List(first, last, limit);
            for (var i = first; i < last; i++)
            {
                if (!double.IsNaN(limit(i)))
                {
                    Take(i);
                }
            }
        });
    }

    /// <summary>What the sieve left, without the kept ranges, and then what carries a multiplier beside it.</summary>
    private void Take(int at)
    {
        if (!_sieve.IsComplete(at))
        {
            (_reach[at], _lengths[at]) = (double.NegativeInfinity, 0);
            return;
        }

        var found = _sieve.Of(at);
        var kept = problem.Order.Kept(problem.Order.Classes[at]);
        ref var list = ref _lists[at];
        if (list.Length < found.Length)
        {
            list = new int[2 * found.Length];
        }

        var (length, range) = (0, 0);
        foreach (var q in found)
        {
            while (range < kept.Length && q >= kept[range].End)
            {
                range++;
            }

            list[length] = q;
            length += range == kept.Length || q < kept[range].Start ? 1 : 0;
        }

        var sorted = length;
        for (var b = 0; b < problem.Order.Boundaries; b++)
        {
            Add(rows.Cuts.Multipliers.Columns((b * problem.Count) + at), at, sorted, ref list, ref length);
        }

        Add(rows.Thresholds is null ? [] : rows.Thresholds.Multipliers.Columns(at), at, sorted, ref list, ref length);
        _lengths[at] = length;
    }

    private void Add(ReadOnlySpan<int> positions, int at, int sorted, ref int[] list, ref int length)
    {
        var own = problem.Order.Classes[at];
        foreach (var q in positions)
        {
            if (problem.Order.IsKept(own, q) || list.AsSpan(0, sorted).BinarySearch(q) >= 0
                || list.AsSpan(sorted, length - sorted).Contains(q))
            {
                continue;
            }

            if (length == list.Length)
            {
                Array.Resize(ref list, Math.Max(16, 2 * length));
            }

            list[length++] = q;
        }
    }
}
