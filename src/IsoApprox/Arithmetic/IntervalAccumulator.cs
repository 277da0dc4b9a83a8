namespace IsoApprox.Arithmetic;

/// <summary>
/// Encloses a long sum: the running sum of the doubles is kept exactly as hi + (sum of rounding errors), and only the errors are summed
/// with outward rounding. The enclosure is about one unit in the last place wide whatever the number of terms (barring massive
/// cancellation), against one unit per term for repeated interval addition. Source of the exact error: Knuth's TwoSum.
/// </summary>
public struct IntervalAccumulator
{
    private double _high;
    private Interval _low;

    /// <summary>Adds a real that is known exactly.</summary>
    /// <param name="value">Not NaN.</param>
    public void Add(double value)
    {
        var sum = _high + value;
        var part = sum - _high;
        var error = (_high - (sum - part)) + (value - part);
        _high = sum;
        if (!double.IsFinite(sum))
        {
            _high = 0;
            _low = Interval.Whole;
        }
        else if (error != 0)
        {
            _low += error;
        }
    }

    /// <summary>Adds a real that lies in an interval.</summary>
    /// <param name="value">The enclosure.</param>
    public void Add(Interval value)
    {
        if (!double.IsFinite(value.Lower) || !double.IsFinite(value.Upper))
        {
            _low = Interval.Whole;
            return;
        }

        Add(value.Lower);
        if (!value.IsPoint)
        {
            _low += new Interval(0, value.Width);
        }
    }

    /// <summary>The enclosure of the sum.</summary>
    public readonly Interval Value => _low == Interval.Zero ? new Interval(_high, _high) : _low + _high;
}
