using System.Runtime.CompilerServices;

namespace IsoApprox.Kernels;

/// <summary>What a coordinate adds to a sum.</summary>
internal interface ITerm
{
    /// <summary>Whether the sums are turned into squared distances with the points' norms.</summary>
    static abstract bool NeedsNorms { get; }

    static abstract T Add<TLanes, T, TElement>(T x, T y, T sum)
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged;
}

/// <summary>x y; the sums become |x|^2 + |y|^2 - 2 x.y.</summary>
internal readonly struct Expansion : ITerm
{
    public static bool NeedsNorms => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add<TLanes, T, TElement>(T x, T y, T sum)
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged => TLanes.MultiplyAdd(x, y, sum);
}

/// <summary>x y.</summary>
internal readonly struct Product : ITerm
{
    public static bool NeedsNorms => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add<TLanes, T, TElement>(T x, T y, T sum)
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged => TLanes.MultiplyAdd(x, y, sum);
}

/// <summary>(x - y)^2.</summary>
internal readonly struct Difference : ITerm
{
    public static bool NeedsNorms => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add<TLanes, T, TElement>(T x, T y, T sum)
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged
    {
        var d = TLanes.Subtract(x, y);
        return TLanes.MultiplyAdd(d, d, sum);
    }
}
