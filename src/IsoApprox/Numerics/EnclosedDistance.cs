namespace IsoApprox.Numerics;

/// <summary>Rigorous enclosures of Euclidean distances between points with double coordinates.</summary>
public static class EnclosedDistance
{
    /// <summary>An interval that contains ||x - y||^2, a few units in the last place wide for any n (differences, squares and the sum are evaluated with their
    /// rounding errors). Cost O(n).</summary>
    /// <param name="x">n finite coordinates.</param>
    /// <param name="y">n finite coordinates.</param>
    public static Interval Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"points of dimension {x.Length} and {y.Length}");
        }

        var sum = new IntervalAccumulator();
        var tail = Interval.Zero;
        for (var k = 0; k < x.Length; k++)
        {
            var d = x[k] - y[k];
            if (d == 0)
            {
                continue; // gradual underflow: x - y rounds to 0 only when x = y
            }

            if (!(Math.Abs(d) is < 1e150 and > 1e-140))
            {
                sum.Add(((Interval)x[k] - y[k]).Square());
                continue;
            }

            var part = d - x[k];
            var error = (x[k] - (d - part)) - (y[k] + part);
            var square = d * d;
            sum.Add(square);
            tail += Math.FusedMultiplyAdd(d, d, -square);
            if (error != 0)
            {
                tail += ((Interval)(2 * d) + error) * error;
            }
        }

        var value = sum.Value + tail;
        return value.Lower >= 0 ? value : new Interval(0, Math.Max(0, value.Upper));
    }

    /// <summary>An interval that contains ||x - y||.</summary>
    /// <inheritdoc cref="Squared"/>
    public static Interval Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Squared(x, y).Sqrt();
}
