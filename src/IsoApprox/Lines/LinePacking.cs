namespace IsoApprox.Lines;

/// <summary>
/// Points that must keep a margin alpha
/// > 0 from each other, each with an earliest and a latest place: the forbidden regions of Garey, Johnson, Simons and
/// Tarjan (SIAM J. Comput. 10, 1981) for unit jobs, started from slots that are given. Proofs: docs/theory.md.
/// <para>Points come by falling earliest place R. All points so far start at R or above, so they lie, packed from the right as high as
/// their latest places allow,
/// at places of which the lowest is c. If c &lt; R there is no room. No other point lies in the open region (c - alpha, R): all of these
/// would have to be higher
/// than it by alpha, so above c. Regions are left out from then on, also by the packing itself.</para>
/// </summary>
public sealed class LinePacking
{
    private readonly LineOrder _order;
    private readonly IReadOnlyList<LineSlot> _slots;
    private readonly List<(LineForm Low, LineForm High)> _regions = [];
    private readonly SortedSet<Run> _runs;

    /// <summary>Starts an empty packing.</summary>
    /// <param name="order">Order of places, with a positive margin.</param>
    /// <param name="slots">Slots from left to right, none empty; the first one has no low end, the last one no high end.</param>
    internal LinePacking(LineOrder order, IReadOnlyList<LineSlot> slots)
    {
        (_order, _slots) = (order, slots);
        _runs = new SortedSet<Run>(Comparer<Run>.Create((x, y) => order.Compare(x.Anchor, y.Anchor)));
    }

    /// <summary>Points at Anchor, Anchor - alpha, ..., all in one slot and outside the regions.</summary>
    private sealed class Run(LineForm anchor, long count)
    {
        internal LineForm Anchor { get; } = anchor;

        internal long Count { get; set; } = count;

        internal LineForm Last => Anchor.Shifted(1 - Count);
    }

    /// <summary>Adds a point and the region that follows; false when it is certain that the points so far cannot be placed.</summary>
    /// <param name="earliest">Not above that of any point before.</param>
    /// <param name="latest">Not below the earliest place.</param>
    internal bool Take(in LineForm earliest, in LineForm latest)
    {
        Insert(latest, 1);
        var lowest = _runs.Min!.Last;
        if (_order.Compare(lowest, earliest) < 0)
        {
            return false;
        }

        var low = lowest.Shifted(-1);
        if (_order.Compare(low, earliest) < 0)
        {
            if (_regions.Count > 0 && _order.Compare(earliest, _regions[^1].Low) > 0)
            {
                _regions[^1] = (low, _regions[^1].High);
            }
            else
            {
                _regions.Add((low, earliest));
            }
        }

        return true;
    }

    /// <summary>The highest place at most x that slots and regions leave.</summary>
    /// <param name="x">A place.</param>
    public LineForm Latest(LineForm x)
    {
        while (true)
        {
            var place = x;
            if (_slots[SlotBelow(place)].High is { } high && _order.Compare(high, place) < 0)
            {
                place = high;
            }

            var region = FirstRegionStartingBelow(place);
            if (region == _regions.Count || _order.Compare(_regions[region].High, place) <= 0)
            {
                return place;
            }

            x = _regions[region].Low;
        }
    }

    /// <summary>The lowest place of at least x that slots and regions leave.</summary>
    /// <param name="x">A place.</param>
    public LineForm Earliest(LineForm x)
    {
        while (true)
        {
            var (place, slot) = (x, SlotBelow(x));
            if (_slots[slot].High is { } high && _order.Compare(high, place) < 0)
            {
                place = _slots[slot + 1].Low!.Value;
            }

            var region = FirstRegionStartingBelow(place);
            if (region == _regions.Count || _order.Compare(_regions[region].High, place) <= 0)
            {
                return place;
            }

            x = _regions[region].High;
        }
    }

    /// <summary>Puts points with a common latest place where the packing has room, and moves those below out of the way.</summary>
    private void Insert(LineForm latest, long count)
    {
        for (var run = RunFor(latest); (count = Extend(run, count)) > 0; run = RunAt(Latest(run.Last.Shifted(-1))))
        {
        }
    }

    /// <summary>The run that a point with the given latest place joins at its low end; a new one where the place is free.</summary>
    private Run RunFor(LineForm latest)
    {
        while (true)
        {
            if (Successor(latest) is { } above && _order.Compare(above.Last.Shifted(-1), latest) <= 0)
            {
                return above;
            }

            var place = Latest(latest);
            if (_order.Compare(place, latest) == 0)
            {
                return RunAt(place);
            }

            latest = place;
        }
    }

    private Run RunAt(LineForm place)
    {
        var run = new Run(place, 0);
        if (!_runs.TryGetValue(run, out var existing))
        {
            _runs.Add(run);
        }

        return existing ?? run;
    }

    /// <summary>Adds points below the last of a run, joined by runs that it reaches; returns how many its slot cannot hold.</summary>
    private long Extend(Run run, long count)
    {
        for (var wanted = run.Count + count; ;)
        {
            run.Count = Fitting(run, wanted);
            if (Predecessor(run) is not { } next || _order.Compare(next.Anchor, run.Last.Shifted(-1)) <= 0)
            {
                return wanted - run.Count;
            }

            _runs.Remove(next);
            wanted += next.Count;
        }
    }

    /// <summary>How many of the wanted points fit below the anchor before the slot or a region ends; at least 1.</summary>
    private long Fitting(Run run, long wanted)
    {
        var (low, region) = (_slots[SlotBelow(run.Anchor)].Low, FirstRegionStartingBelow(run.Anchor));
        if (region < _regions.Count && (low is not { } end || _order.Compare(_regions[region].High, end) > 0))
        {
            low = _regions[region].High;
        }

        if (low is not { } limit || _order.Compare(run.Anchor.Shifted(1 - wanted), limit) >= 0)
        {
            return wanted;
        }

        var (fits, fails) = (Math.Max(1, run.Count), wanted);
        while (fails - fits > 1)
        {
            var middle = fits + ((fails - fits) / 2);
            (fits, fails) = _order.Compare(run.Anchor.Shifted(1 - middle), limit) >= 0 ? (middle, fails) : (fits, middle);
        }

        return fits;
    }

    private Run? Successor(LineForm place)
    {
        var largest = _runs.Max;
        return largest is null || _order.Compare(largest.Anchor, place) < 0 ? null : _runs.GetViewBetween(new Run(place, 0), largest).Min;
    }

    private Run? Predecessor(Run run) => _runs.GetViewBetween(_runs.Min!, run).Reverse().Skip(1).FirstOrDefault();

    /// <summary>The slot with the highest low end that is at most x.</summary>
    private int SlotBelow(in LineForm x)
    {
        var (low, high) = (0, _slots.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = _order.Compare(_slots[middle].Low!.Value, x) <= 0 ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Regions lie from right to left: the first one with a low end below x; their number when there is none.</summary>
    private int FirstRegionStartingBelow(in LineForm x)
    {
        var (low, high) = (-1, _regions.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = _order.Compare(_regions[middle].Low, x) < 0 ? (low, middle) : (middle, high);
        }

        return high;
    }
}
