using IsoApprox.Arithmetic;
using IsoApprox.Lines;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Lines;

/// <summary>
/// Places of all classes in doubles from a feasible decision: the ends of intervals are rounded outwards, and inwards where neighbours
/// would come too near; points go to the double nearest to the middle of their class that the rounded intervals (and with a margin their
/// neighbours) leave. Whether the result is Triplet-Separated is for the caller to test.
/// </summary>
internal sealed class LinePlacement
{
    private readonly ClassRanges _ranges;
    private readonly double _level;
    private readonly double _margin;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly List<(double Low, double High)> _slots = [];

    /// <summary>Places the classes. Cost O(c log c).</summary>
    internal LinePlacement(ClassRanges ranges, LineDecision decision, double level, double margin)
    {
        (_ranges, _level, _margin) = (ranges, level, margin);
        (_low, _high) = (new double[ranges.Count], new double[ranges.Count]);
        PlaceIntervals(decision);
        CollectSlots(decision);
        if (margin > 0)
        {
            PlaceInOrder(LineSchedule.Order(ranges, decision));
        }
        else
        {
            for (var k = 0; k < ranges.Count; k++)
            {
                if (!decision.IsWide[k])
                {
                    _low[k] = _high[k] = Nearest(Middle(k), double.NegativeInfinity, double.PositiveInfinity);
                }
            }
        }
    }

    /// <summary>Low end of each class.</summary>
    internal ReadOnlySpan<double> Low => _low;

    /// <summary>High end of each class.</summary>
    internal ReadOnlySpan<double> High => _high;

    /// <summary>max |g_i - f_i| when every point moves to the nearest place between the ends of its class, rounded up.</summary>
    internal double Displacement()
    {
        var worst = 0.0;
        for (var k = 0; k < _low.Length; k++)
        {
            worst = Math.Max(worst, ExactSum.RoundUp([_low[k], _ranges.Low[k]], [1, -1]));
            worst = Math.Max(worst, ExactSum.RoundUp([_ranges.High[k], _high[k]], [1, -1]));
        }

        return worst;
    }

    private double Middle(int k) => (0.5 * _ranges.Low[k]) + (0.5 * _ranges.High[k]);

    private void PlaceIntervals(LineDecision decision)
    {
        foreach (var k in decision.Wide)
        {
            _low[k] = ExactSum.RoundDown([_ranges.Low[k], _level], [1, 1]);
            _high[k] = ExactSum.RoundUp([_ranges.High[k], _level], [1, -1]);
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var w = 1; w < decision.Wide.Count; w++)
            {
                var (p, q) = (decision.Wide[w - 1], decision.Wide[w]);
                if (ExactSum.Sign([_low[q], _high[p], _low[p], _margin], [1, -2, 1, -1]) < 0
                    || ExactSum.Sign([_low[q], _high[q], _high[p], _margin], [2, -1, -1, -1]) < 0)
                {
                    changed = Tighten(p) | Tighten(q) | changed;
                }
            }
        }
    }

    /// <summary>Rounds the ends inwards; an interval without a double inside becomes a point. False when that was done already.</summary>
    private bool Tighten(int k)
    {
        var (low, high) = (ExactSum.RoundUp([_ranges.Low[k], _level], [1, 1]), ExactSum.RoundDown([_ranges.High[k], _level], [1, -1]));
        (low, high) = low <= high ? (low, high) : (low, low);
        var changed = low != _low[k] || high != _high[k];
        (_low[k], _high[k]) = (low, high);
        return changed;
    }

    private void CollectSlots(LineDecision decision)
    {
        var start = double.NegativeInfinity;
        foreach (var k in decision.Wide)
        {
            var end = ExactSum.RoundDown([_low[k], _high[k], _margin], [2, -1, -1]);
            if (start <= end)
            {
                _slots.Add((start, end));
            }

            start = ExactSum.RoundUp([_high[k], _low[k], _margin], [2, -1, 1]);
        }

        _slots.Add((start, double.PositiveInfinity));
    }

    /// <summary>The double in a slot and in [least, largest] nearest to a place; the first one from the least on when there is
    /// none.</summary>
    private double Nearest(double place, double least, double largest)
    {
        var start = Math.Max(least, Math.Min(place, largest));
        var (below, above) = (Below(start), Above(start));
        return below >= least && (above > largest || start - below <= above - start) ? below : above;
    }

    private double Below(double place)
    {
        var slot = SlotFrom(place);
        return slot < _slots.Count && _slots[slot].Low <= place ? place : slot > 0 ? _slots[slot - 1].High : double.NegativeInfinity;
    }

    private double Above(double place)
    {
        var slot = SlotFrom(place);
        return Math.Max(place, _slots[Math.Min(slot, _slots.Count - 1)].Low);
    }

    /// <summary>The first slot that ends at the place or above.</summary>
    private int SlotFrom(double place)
    {
        var (low, high) = (-1, _slots.Count - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = _slots[middle].High < place ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Latest places from the right, then from the left each point as near to its middle as its left neighbour and its latest
    /// place let it.</summary>
    private void PlaceInOrder(int[] order)
    {
        var latest = new double[order.Length];
        var limit = double.PositiveInfinity;
        for (var k = order.Length - 1; k >= 0; k--)
        {
            latest[k] = Below(Math.Min(limit, ExactSum.RoundDown([_ranges.Low[order[k]], _level], [1, 1])));
            limit = double.IsFinite(latest[k]) ? ExactSum.RoundDown([latest[k], _margin], [1, -1]) : latest[k];
        }

        var least = double.NegativeInfinity;
        for (var k = 0; k < order.Length; k++)
        {
            var place = Nearest(Middle(order[k]), least, latest[k]);
            _low[order[k]] = _high[order[k]] = place;
            least = double.IsFinite(place) ? ExactSum.RoundUp([place, _margin], [1, 1]) : place;
        }
    }
}
