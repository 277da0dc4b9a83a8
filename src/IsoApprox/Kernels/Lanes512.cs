using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace IsoApprox.Kernels;

/// <summary>Eight doubles.</summary>
internal readonly unsafe struct Lanes512 : ILanes<V, double>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Create(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(double* from) => Vector512.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V value, double* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V x, V y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Subtract(V x, V y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Multiply(V x, V y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MultiplyAdd(V x, V y, V z) => Vector512.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SubtractTwice(V x, V z) => Vector512.FusedMultiplyAdd(Vector512.Create(-2.0), x, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Max(V x, V y) => Vector512.MaxNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Min(V x, V y) => Vector512.MinNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs(V x) => Vector512.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt(V x) => Vector512.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(V x, V y) => (uint)Vector512.GreaterThanOrEqual(x, y).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Above(V x, V y) => (uint)Vector512.GreaterThan(x, y).ExtractMostSignificantBits();
}
