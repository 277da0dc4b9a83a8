namespace IsoApprox.Arithmetic;

/// <summary>
/// ||x - y||^2 as the sum of two doubles with a bound of what is missing, which is 0 where nothing is: twice the digits of a double, for
/// ties that rounding leaves open, at a small part of the cost of integers.
/// </summary>
/// <param name="High">The value rounded, about.</param>
/// <param name="Low">The rest.</param>
/// <param name="Error">Bound of | ||x - y||^2 - High - Low |; infinite where differences are too large or too small for this.</param>
internal readonly record struct CompensatedSquare(double High, double Low, double Error)
{
    /// <summary>More than all roundings of the bound itself.</summary>
    private const double Safety = 1 + 1e-9;

    /// <summary>Evaluates the square. Cost O(n).</summary>
    /// <param name="x">n finite coordinates.</param>
    /// <param name="y">n finite coordinates.</param>
    internal static CompensatedSquare Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (high, low, error) = (0.0, 0.0, 0.0);
        for (var k = 0; k < x.Length; k++)
        {
            var d = x[k] - y[k];
            if (d == 0)
            {
                continue;
            }

            if (!(Math.Abs(d) is > 1e-100 and < 1e140))
            {
                return new CompensatedSquare(0, 0, double.PositiveInfinity);
            }

            // (d + e)^2 = square + rest + 2 d e + e^2, the first two exact.
            var part = d - x[k];
            var e = (x[k] - (d - part)) - (y[k] + part);
            var square = d * d;
            var rest = Math.FusedMultiplyAdd(d, d, -square);
            if (e != 0)
            {
                var mixed = 2 * d * e;
                (low, var lost) = Add(low, mixed);
                error += lost + (Math.Abs(mixed) * PairwiseDistances.UnitRoundoff) + (e * e * Safety) + double.Epsilon;
            }

            (high, var carry) = TwoSum(high, square);
            (low, var first) = Add(low, carry);
            (low, var second) = Add(low, rest);
            error += first + second;
        }

        return new CompensatedSquare(high, low, error * Safety);
    }

    /// <summary>Sign of the difference of the exact squares; null when the bounds leave it open.</summary>
    internal int? CompareTo(CompensatedSquare other)
    {
        var error = Error + other.Error;
        if (!double.IsFinite(error))
        {
            return null;
        }

        if (error == 0 && High == other.High)
        {
            return Low.CompareTo(other.Low);
        }

        // The difference is exact in three parts; adding them rounds twice.
        var (difference, carry) = TwoSum(High, -other.High);
        var rest = carry + (Low - other.Low);
        var value = difference + rest;
        var rounding = 4 * PairwiseDistances.UnitRoundoff * (Math.Abs(carry) + Math.Abs(Low) + Math.Abs(other.Low) + Math.Abs(value));
        return Math.Abs(value) > (error + rounding) * Safety ? Math.Sign(value) : null;
    }

    /// <summary>A sum with the magnitude of its rounding error.</summary>
    private static (double Sum, double Lost) Add(double a, double b)
    {
        var (sum, error) = TwoSum(a, b);
        return (sum, Math.Abs(error));
    }

    private static (double Sum, double Error) TwoSum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }
}
