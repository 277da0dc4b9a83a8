using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Arithmetic;

/// <summary>
/// Distances between points given as spans. Always by direct differences d_k = x_k - y_k, so that nearly coincident points keep full
/// relative accuracy. The squared distance is defined down to the last bit, by fused multiply-adds sum += d_k d_k. Up to n = 32: one sum, k
/// ascending. Above: sixteen sums, sum l over k = l mod 16, added as (l + (l+4)) + ((l+8) + (l+12)) for l = 0..3, then (0 + 2) + (1 + 3).
/// Every kernel of the toolkit returns these values, so fast kernels and loops over this function agree bit for bit, on every machine.
/// </summary>
public static class PairwiseDistances
{
    /// <summary>Largest n whose squared distance is one sequential sum.</summary>
    internal const int SequentialDimension = 32;

    /// <summary>2^-53.</summary>
    internal const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>||x - y||^2, relative error at most (n + 2) 2^-53 barring underflow. Cost O(n).</summary>
    /// <param name="x">n coordinates.</param>
    /// <param name="y">n coordinates.</param>
    /// <exception cref="ArgumentException">Different dimensions.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"points of dimension {x.Length} and {y.Length}");
        }

        if (x.Length > SequentialDimension)
        {
            return Interleaved(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), x.Length);
        }

        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            var d = x[k] - y[k];
            sum = Math.FusedMultiplyAdd(d, d, sum);
        }

        return sum;
    }

    /// <summary>||x - y||, relative error at most (n + 4) 2^-54 at every scale: where the square would overflow or lose digits the
    /// differences are scaled first. Infinite beyond the largest double. Cost O(n).</summary>
    /// <inheritdoc cref="Squared"/>
    public static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var squared = Squared(x, y);
        return IsAccurate(squared) ? Math.Sqrt(squared) : (double)WideDistance(x, y);
    }

    /// <summary>||x - y|| without overflow and underflow. Cost O(n).</summary>
    internal static WideDouble WideDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var squared = Squared(x, y);
        if (IsAccurate(squared))
        {
            return Math.Sqrt(squared);
        }

        if (LargestExponent(x, y) is not { } exponent)
        {
            return default;
        }

        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            var d = ScaledDifference(x[k], y[k], exponent);
            sum = Math.FusedMultiplyAdd(d, d, sum);
        }

        return new WideDouble(Math.Sqrt(sum), exponent);
    }

    /// <summary>floor(log2 max_k |x_k - y_k|), up to one; null for equal rows.</summary>
    internal static int? LargestExponent(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (largest, half) = (0.0, 0.0);
        for (var k = 0; k < x.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(x[k] - y[k]));
        }

        for (var k = 0; k < x.Length && double.IsInfinity(largest); k++)
        {
            half = Math.Max(half, Math.Abs((0.5 * x[k]) - (0.5 * y[k])));
        }

        return largest == 0 ? null : half > 0 ? Math.ILogB(half) + 1 : Math.ILogB(largest);
    }

    /// <summary>True when nothing that matters was lost in a squared distance: it did not overflow, and what underflowed is less than
    /// 2^-140 of it.</summary>
    private static bool IsAccurate(double squared) => squared is >= 1e-280 and <= double.MaxValue;

    /// <summary>(x - y) 2^-exponent, rounded.</summary>
    internal static double ScaledDifference(double x, double y, int exponent)
    {
        var d = x - y;
        return double.IsFinite(d) ? Math.ScaleB(d, -exponent) : Math.ScaleB((0.5 * x) - (0.5 * y), 1 - exponent);
    }

    /// <summary>An interval that certainly contains the exact ||x - y||^2, given what <see cref="Squared"/> returned for it.</summary>
    /// <param name="squared">Value returned by <see cref="Squared"/>; may be infinite after overflow.</param>
    /// <param name="dimension">n.</param>
    public static Interval SquaredEnclosure(double squared, int dimension)
    {
        // d = fl(x - y) has relative error 2^-53, d^2 twice that, n fused additions one each; below the normal range each addition errs by
        // at most 2^-1074.
        var relative = (dimension + 4) * UnitRoundoff;
        var absolute = dimension * double.Epsilon;
        var lower = double.IsPositiveInfinity(squared) ? double.MaxValue : squared;
        return new Interval(
            Math.Max(0, Math.BitDecrement(Math.BitDecrement(lower - (lower * relative)) - absolute)),
            Math.BitIncrement(Math.BitIncrement(squared + (squared * relative)) + absolute));
    }

    /// <summary>An interval that contains ||x - y||, about n units in the last place wide at every scale. Cost O(n).</summary>
    /// <param name="x">n finite coordinates.</param>
    /// <param name="y">n finite coordinates.</param>
    internal static Interval Enclosure(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var squared = Squared(x, y);
        return IsAccurate(squared) ? SquaredEnclosure(squared, x.Length).Sqrt() : EnclosedDistance.Distance(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Interleaved(ref double x, ref double y, int n)
    {
        var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        nuint k = 0;
        for (; k + 16 <= (nuint)n; k += 16)
        {
            a = Accumulate(ref x, ref y, k, a);
            b = Accumulate(ref x, ref y, k + 4, b);
            c = Accumulate(ref x, ref y, k + 8, c);
            d = Accumulate(ref x, ref y, k + 12, d);
        }

        // Up to 15 coordinates are left: whole vectors first, then a vector padded with differences 0, which leave a sum as it is.
        for (; k + 4 <= (nuint)n; k += 4)
        {
            var next = Accumulate(ref x, ref y, k, a);
            (a, b, c, d) = (b, c, d, next);
        }

        if (k < (nuint)n)
        {
            var rest = Vector256<double>.Zero;
            for (var l = 0; l < n - (int)k; l++)
            {
                rest = rest.WithElement(l, Unsafe.Add(ref x, (int)k + l) - Unsafe.Add(ref y, (int)k + l));
            }

            (a, b, c, d) = (b, c, d, Vector256.FusedMultiplyAdd(rest, rest, a));
            k += 4;
        }

        // The vectors were rotated once for every four coordinates of the rest: turn them back so that the additions pair the same sums for
        // every n.
        for (var turn = (int)(k / 4) & 3; turn is > 0 and < 4; turn++)
        {
            (a, b, c, d) = (b, c, d, a);
        }

        var four = (a + b) + (c + d);
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Accumulate(ref double x, ref double y, nuint k, Vector256<double> sum)
    {
        var d = Vector256.LoadUnsafe(ref x, k) - Vector256.LoadUnsafe(ref y, k);
        return Vector256.FusedMultiplyAdd(d, d, sum);
    }
}
