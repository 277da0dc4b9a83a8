using IsoApprox.Sets;

namespace IsoApprox.Lines;

/// <summary>
/// Decides exactly whether some Triplet-Separated g on the line, with margin alpha, moves no point by more than r (docs/theory.md). With
/// [a, b] the range of a class, classes with b - a > 2 r become intervals [a + r, b - r] of width w, the others one point in [b - r, a +
/// r]. Such a g exists if and only if (i) any two intervals are at least the larger width plus alpha apart, and (ii) the point classes find
/// places at least alpha apart in the slots that the open zones (a + r - w - alpha, b - r + w + alpha) around the intervals leave. Every
/// comparison is exact.
/// </summary>
public sealed class LineDecision
{
    private readonly ClassRanges _ranges;
    private readonly List<int> _wide = [];
    private readonly List<LineSlot> _slots = [];

    /// <summary>Decides. Cost O(c), with a margin O(c log c).</summary>
    /// <param name="ranges">Ranges of the classes.</param>
    /// <param name="level">r >= 0.</param>
    /// <param name="margin">alpha >= 0.</param>
    /// <param name="below">True to decide for all levels just below r instead.</param>
    public LineDecision(ClassRanges ranges, double level, double margin, bool below)
    {
        (_ranges, Order) = (ranges, new LineOrder(level, margin, below));
        IsWide = new bool[ranges.Count];
        foreach (var k in ranges.ByLow)
        {
            if (IsWide[k] = Order.IsWide(ranges.Low[k], ranges.High[k]))
            {
                _wide.Add(k);
            }
        }

        IsFeasible = IntervalsAreApart();
        if (IsFeasible)
        {
            CollectSlots();
            Packing = margin > 0 ? new LinePacking(Order, _slots) : null;
            IsFeasible = Packing is null ? PointsFindPlaces() : PointsFindPlaces(Packing);
        }
    }

    /// <summary>The order of places at this level.</summary>
    public LineOrder Order { get; }

    /// <summary>True when such a g exists.</summary>
    public bool IsFeasible { get; }

    /// <summary>Per class: true for an interval.</summary>
    public bool[] IsWide { get; }

    /// <summary>The intervals from left to right.</summary>
    public IReadOnlyList<int> Wide => _wide;

    /// <summary>Where points may lie, from left to right; none of them is empty. Known where (i) holds.</summary>
    public IReadOnlyList<LineSlot> Slots => _slots;

    /// <summary>With a margin: the places that are left to the point classes; null without, or where (i) fails.</summary>
    public LinePacking? Packing { get; }

    /// <summary>
    /// (i) for neighbours by a, which is enough: then they are disjoint and in this order, and what lies between two intervals only adds to
    /// their distance. Where it fails for two neighbours the other order is impossible as well, because the right one ends above the start
    /// of the left one.
    /// </summary>
    private bool IntervalsAreApart()
    {
        for (var k = 1; k < _wide.Count; k++)
        {
            var (p, q) = (_wide[k - 1], _wide[k]);
            var (a, b, c, d) = (_ranges.Low[p], _ranges.High[p], _ranges.Low[q], _ranges.High[q]);
            if (Order.Compare(LineForm.LowEnd(c), LineForm.ZoneHigh(a, b)) < 0
                || Order.Compare(LineForm.ZoneLow(c, d), LineForm.HighEnd(b)) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private void CollectSlots()
    {
        LineForm? start = null;
        foreach (var k in _wide)
        {
            var end = LineForm.ZoneLow(_ranges.Low[k], _ranges.High[k]);
            if (start is not { } low || Order.Compare(low, end) <= 0)
            {
                _slots.Add(new LineSlot(start, end));
            }

            start = LineForm.ZoneHigh(_ranges.Low[k], _ranges.High[k]);
        }

        _slots.Add(new LineSlot(start, null));
    }

    /// <summary>Without a margin points may share a place: each needs a slot that meets its window.</summary>
    private bool PointsFindPlaces()
    {
        var slot = 0;
        foreach (var k in _ranges.ByHigh)
        {
            if (IsWide[k])
            {
                continue;
            }

            var (start, end) = (LineForm.HighEnd(_ranges.High[k]), LineForm.LowEnd(_ranges.Low[k]));
            while (_slots[slot].High is { } high && Order.Compare(high, start) < 0)
            {
                slot++;
            }

            if (_slots[slot].Low is { } low && Order.Compare(low, end) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool PointsFindPlaces(LinePacking packing)
    {
        for (var p = _ranges.Count - 1; p >= 0; p--)
        {
            var k = _ranges.ByHigh[p];
            if (!IsWide[k] && !packing.Take(LineForm.HighEnd(_ranges.High[k]), LineForm.LowEnd(_ranges.Low[k])))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A closed range of places; null ends are infinite.</summary>
/// <param name="Low">Low end.</param>
/// <param name="High">High end, not below the low one.</param>
public readonly record struct LineSlot(LineForm? Low, LineForm? High);
