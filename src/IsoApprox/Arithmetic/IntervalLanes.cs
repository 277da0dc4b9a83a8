using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Arithmetic;

/// <summary>
/// Four intervals at once, with the outward rounding of <see cref="Interval"/>: every end is computed in round-to-nearest and moved one
/// step outwards. Only for ends whose sums and products do not overflow; the caller sees to that.
/// </summary>
/// <param name="lower">Lower ends.</param>
/// <param name="upper">Upper ends.</param>
internal readonly struct IntervalLanes(Vector256<double> lower, Vector256<double> upper)
{
    internal Vector256<double> Lower { get; } = lower;

    internal Vector256<double> Upper { get; } = upper;

    /// <summary>The interval of a lane.</summary>
    internal Interval this[int lane] => new(Lower.GetElement(lane), Upper.GetElement(lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntervalLanes operator +(IntervalLanes a, IntervalLanes b) => new(Down(a.Lower + b.Lower), Up(a.Upper + b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntervalLanes operator -(IntervalLanes a, IntervalLanes b) => new(Down(a.Lower - b.Upper), Up(a.Upper - b.Lower));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntervalLanes operator *(IntervalLanes a, IntervalLanes b)
    {
        var (p, q, r, s) = (a.Lower * b.Lower, a.Lower * b.Upper, a.Upper * b.Lower, a.Upper * b.Upper);
        return new(
            Down(Vector256.MinNative(Vector256.MinNative(p, q), Vector256.MinNative(r, s))),
            Up(Vector256.MaxNative(Vector256.MaxNative(p, q), Vector256.MaxNative(r, s))));
    }

    /// <summary>The same interval in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static IntervalLanes Create(Interval value) => new(Vector256.Create(value.Lower), Vector256.Create(value.Upper));

    /// <summary>a - b of numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static IntervalLanes Difference(Vector256<double> a, Vector256<double> b)
    {
        var difference = a - b;
        return new(Down(difference), Up(difference));
    }

    /// <summary>Squares, never below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal IntervalLanes Square()
    {
        // The distance of the interval from 0: it is not positive where the interval contains 0.
        var small = Vector256.MaxNative(Vector256.MaxNative(Lower, -Upper), Vector256<double>.Zero);
        var large = Vector256.MaxNative(Upper, -Lower);
        return new(Vector256.MaxNative(Down(small * small), Vector256<double>.Zero), Up(large * large));
    }

    /// <summary>The next number above; from -0 and 0 the least positive one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Up(Vector256<double> value)
    {
        // With 0 added, -0 is 0, and its bits are those of the numbers above it less one.
        var sum = value + Vector256<double>.Zero;
        var step = Vector256.LessThan(sum, Vector256<double>.Zero).AsInt64() | Vector256<long>.One;
        return (sum.AsInt64() + step).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Down(Vector256<double> value) => -Up(-value);
}
