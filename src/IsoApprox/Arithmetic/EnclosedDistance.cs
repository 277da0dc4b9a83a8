namespace IsoApprox.Arithmetic;

/// <summary>Rigorous enclosures of Euclidean distances between points with double coordinates.</summary>
public static class EnclosedDistance
{
    /// <summary>Differences up to 2^450 have squares in range, and so have the errors of differences of at least 2^-450.</summary>
    private const int OrdinaryExponent = 450;

    /// <summary>
    /// An interval that contains ||x - y||^2, a few units in the last place wide for any n (differences, squares and the sum are evaluated
    /// with their rounding errors) as long as squares of the differences are in the range of doubles. Cost O(n).
    /// </summary>
    /// <param name="x">n finite coordinates.</param>
    /// <param name="y">n finite coordinates.</param>
    public static Interval Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ThrowIfUnequal(x, y);
        return Scaled(x, y, 0);
    }

    /// <summary>An interval that contains ||x - y||, a few units in the last place wide at every scale: differences are multiplied by a
    /// power of two before they are squared. The upper end is infinite beyond the largest double. Cost O(n).</summary>
    /// <inheritdoc cref="Squared"/>
    public static Interval Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ThrowIfUnequal(x, y);
        if (PairwiseDistances.LargestExponent(x, y) is not { } exponent)
        {
            return Interval.Zero;
        }

        return Math.Abs(exponent) < OrdinaryExponent ? Scaled(x, y, 0).Sqrt() : Scaled(x, y, exponent).Sqrt().ScaleB(exponent);
    }

    /// <summary>An interval that contains (a - b) 2^-exponent; a point when that is a double.</summary>
    internal static Interval Difference(double a, double b, int exponent)
    {
        var d = a - b;
        if (!double.IsFinite(d))
        {
            return ((Interval)a).ScaleB(-exponent) - ((Interval)b).ScaleB(-exponent);
        }

        var part = d - a;
        var error = (a - (d - part)) - (b + part);
        return (error == 0 ? d : (Interval)a - b).ScaleB(-exponent);
    }

    private static void ThrowIfUnequal(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"points of dimension {x.Length} and {y.Length}");
        }
    }

    /// <summary>4^-exponent ||x - y||^2. Coordinates that differ by at most about 2^exponent do not overflow when they are scaled, because
    /// different doubles differ by at least 2^-53 of the larger one; those that become subnormal are enclosed.</summary>
    private static Interval Scaled(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int exponent)
    {
        var sum = new IntervalAccumulator();
        var tail = Interval.Zero;
        for (var k = 0; k < x.Length; k++)
        {
            if (x[k] == y[k])
            {
                continue;
            }

            var (a, b) = exponent == 0 ? (x[k], y[k]) : (Math.ScaleB(x[k], -exponent), Math.ScaleB(y[k], -exponent));
            var d = a - b;
            if (!(Math.Abs(d) is < 1e150 and > 1e-140) || (exponent > 0 && !(IsExact(a, x[k], exponent) && IsExact(b, y[k], exponent))))
            {
                sum.Add((((Interval)x[k]).ScaleB(-exponent) - ((Interval)y[k]).ScaleB(-exponent)).Square());
                continue;
            }

            var part = d - a;
            var error = (a - (d - part)) - (b + part);
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

    private static bool IsExact(double scaled, double value, int exponent) => Math.ScaleB(scaled, exponent) == value;
}
