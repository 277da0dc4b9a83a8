using System.Runtime.CompilerServices;

namespace IsoApprox.Arithmetic;

/// <summary>
/// The exact value of a short sum m_1 x_1 + ... + m_k x_k of integer multiples of doubles: its sign, and the doubles next to it. A floating
/// filter decides most signs; error-free transformations (Shewchuk, Adaptive precision floating-point arithmetic, 1997) the rest, and
/// dyadic rationals where a product overflows. Products of a double and an integer below 2^53 do not underflow, so any mixture of scales is
/// exact.
/// </summary>
public static class ExactSum
{
    /// <summary>Largest number of terms.</summary>
    public const int LargestLength = 8;

    /// <summary>Sums of absolute values below this do not overflow on the way.</summary>
    private const double Safe = 1e307;

    /// <summary>k + 2 roundings of 2^-53 each for k up to 8, more than doubled.</summary>
    private const double FilterError = 32.0 / (1L << 53);

    /// <summary>Sign of the sum: -1, 0 or 1. Cost O(k), O(k^2) where the filter does not decide.</summary>
    /// <param name="values">Finite x, at most <see cref="LargestLength"/>.</param>
    /// <param name="factors">m, as many, below 2^53 in modulus.</param>
    public static int Sign(ReadOnlySpan<double> values, ReadOnlySpan<long> factors)
    {
        var (sum, size) = (0.0, 0.0);
        for (var k = 0; k < values.Length; k++)
        {
            var product = values[k] * factors[k];
            sum += product;
            size += Math.Abs(product);
        }

        return Math.Abs(sum) > FilterError * size && size < Safe ? Math.Sign(sum) : Exact(values, factors, size);
    }

    /// <summary>The smallest double that is at least the sum; positive infinity when there is none.</summary>
    /// <param name="values">Finite x, at most <see cref="LargestLength"/>.</param>
    /// <param name="factors">m, as many, below 2^53 in modulus.</param>
    public static double RoundUp(ReadOnlySpan<double> values, ReadOnlySpan<long> factors)
    {
        var guess = 0.0;
        for (var k = 0; k < values.Length; k++)
        {
            guess += values[k] * factors[k];
        }

        guess = double.IsNaN(guess) ? 0 : Math.Clamp(guess, double.MinValue, double.MaxValue);
        Span<double> extended = [.. values, guess];
        Span<long> with = [.. factors, -1];
        if (Sign(extended, with) > 0)
        {
            return Gallop(extended, with, 1);
        }

        // The guess is an upper bound: the largest double that is not one precedes the result.
        var below = Gallop(extended, with, -1);
        return Math.BitIncrement(below);
    }

    /// <summary>The largest double that is at most the sum; negative infinity when there is none.</summary>
    /// <param name="values">Finite x, at most <see cref="LargestLength"/>.</param>
    /// <param name="factors">m, as many, below 2^53 in modulus.</param>
    public static double RoundDown(ReadOnlySpan<double> values, ReadOnlySpan<long> factors)
    {
        Span<long> negated = stackalloc long[factors.Length];
        for (var k = 0; k < negated.Length; k++)
        {
            negated[k] = -factors[k];
        }

        return -RoundUp(values, negated);
    }

    /// <summary>
    /// The last number of the span is stepped up to the first double that is at least the sum, or down to the first that is less; the step
    /// doubles, then is halved.
    /// </summary>
    private static double Gallop(Span<double> extended, ReadOnlySpan<long> factors, int direction)
    {
        var (start, reached, step) = ((Int128)ToOrdered(extended[^1]), (Int128)0, (Int128)1);
        bool Passed(Int128 steps, Span<double> terms, ReadOnlySpan<long> with)
        {
            terms[^1] = FromOrdered(start + (direction * steps));
            return double.IsInfinity(terms[^1]) || (direction > 0 ? Sign(terms, with) <= 0 : Sign(terms, with) > 0);
        }

        while (!Passed(step, extended, factors))
        {
            (reached, step) = (step, 2 * step);
        }

        while (step - reached > 1)
        {
            var middle = reached + ((step - reached) / 2);
            (reached, step) = Passed(middle, extended, factors) ? (reached, middle) : (middle, step);
        }

        return FromOrdered(start + (direction * step));
    }

    /// <summary>Doubles in their order as integers; the infinities end the range.</summary>
    private static long ToOrdered(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return bits >= 0 ? bits : -(bits & long.MaxValue);
    }

    private static double FromOrdered(Int128 ordered)
    {
        var largest = BitConverter.DoubleToInt64Bits(double.PositiveInfinity);
        var magnitude = BitConverter.Int64BitsToDouble((long)Int128.Min(Int128.Abs(ordered), largest));
        return ordered < 0 ? -magnitude : magnitude;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Exact(ReadOnlySpan<double> values, ReadOnlySpan<long> factors, double size)
    {
        if (!(size < Safe))
        {
            var total = ExactDyadic.Zero;
            for (var k = 0; k < values.Length; k++)
            {
                total += (ExactDyadic)values[k] * new ExactDyadic(factors[k], 0);
            }

            return total.Sign;
        }

        // Non-overlapping components, smallest first: the last one that is not 0 has the sign of the sum.
        Span<double> expansion = stackalloc double[2 * (LargestLength + 1)];
        var length = 0;
        for (var k = 0; k < values.Length; k++)
        {
            var product = values[k] * factors[k];
            length = Grow(expansion, length, Math.FusedMultiplyAdd(values[k], factors[k], -product));
            length = Grow(expansion, length, product);
        }

        return length == 0 ? 0 : Math.Sign(expansion[length - 1]);
    }

    /// <summary>Adds a number to an expansion (Shewchuk's Grow-Expansion with zeros left out); returns the new length.</summary>
    private static int Grow(Span<double> expansion, int length, double term)
    {
        var kept = 0;
        for (var k = 0; k < length; k++)
        {
            var sum = term + expansion[k];
            var part = sum - term;
            var error = (term - (sum - part)) + (expansion[k] - part);
            if (error != 0)
            {
                expansion[kept++] = error;
            }

            term = sum;
        }

        if (term != 0)
        {
            expansion[kept++] = term;
        }

        return kept;
    }
}
