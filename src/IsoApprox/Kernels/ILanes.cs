namespace IsoApprox.Kernels;

/// <summary>
/// The vector operations that the pairwise kernels need, so that one source serves vectors of four and of eight doubles and of eight and
/// sixteen floats. Implementations are structs with static members, which the compiler of the runtime specialises and inlines.
/// </summary>
/// <typeparam name="T">The vector.</typeparam>
/// <typeparam name="TElement">double or float.</typeparam>
internal unsafe interface ILanes<T, TElement>
    where T : struct
    where TElement : unmanaged
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    static abstract T Create(TElement value);

    static abstract T Load(TElement* from);

    static abstract void Store(T value, TElement* to);

    static abstract T Add(T x, T y);

    static abstract T Subtract(T x, T y);

    static abstract T Multiply(T x, T y);

    /// <summary>x y + z with one rounding.</summary>
    static abstract T MultiplyAdd(T x, T y, T z);

    /// <summary>z - 2 x with one rounding.</summary>
    static abstract T SubtractTwice(T x, T z);

    /// <summary>The larger; the second when one is NaN.</summary>
    static abstract T Max(T x, T y);

    /// <summary>The smaller; the second when one is NaN.</summary>
    static abstract T Min(T x, T y);

    static abstract T Abs(T x);

    static abstract T Sqrt(T x);

    /// <summary>One bit for each lane with x >= y; none for NaN.</summary>
    static abstract uint AtLeast(T x, T y);

    /// <summary>One bit for each lane with x > y; none for NaN.</summary>
    static abstract uint Above(T x, T y);
}
