using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace IsoApprox.Kernels;

/// <summary>Four doubles.</summary>
internal readonly unsafe struct Lanes256 : ILanes<V, double>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Create(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(double* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V value, double* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V x, V y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Subtract(V x, V y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Multiply(V x, V y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MultiplyAdd(V x, V y, V z) => Vector256.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SubtractTwice(V x, V z) => Vector256.FusedMultiplyAdd(Vector256.Create(-2.0), x, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Max(V x, V y) => Vector256.MaxNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Min(V x, V y) => Vector256.MinNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs(V x) => Vector256.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt(V x) => Vector256.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(V x, V y) => Vector256.GreaterThanOrEqual(x, y).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Above(V x, V y) => Vector256.GreaterThan(x, y).ExtractMostSignificantBits();
}
