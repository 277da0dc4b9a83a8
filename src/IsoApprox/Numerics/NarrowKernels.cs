using System.Runtime.CompilerServices;

namespace IsoApprox.Numerics;

/// <summary>A dimension n = 1..4 as a constant of a specialised kernel.</summary>
internal interface INarrow
{
    /// <summary>n.</summary>
    static abstract int Value { get; }
}

/// <summary>n = 1.</summary>
internal readonly struct One : INarrow
{
    public static int Value => 1;
}

/// <summary>n = 2.</summary>
internal readonly struct Two : INarrow
{
    public static int Value => 2;
}

/// <summary>n = 3.</summary>
internal readonly struct Three : INarrow
{
    public static int Value => 3;
}

/// <summary>n = 4.</summary>
internal readonly struct Four : INarrow
{
    public static int Value => 4;
}

/// <summary>Squared distances in one to four dimensions: the coordinates of a row stay in registers and each column vector is used once.</summary>
internal static unsafe class NarrowKernels
{
    private const int Stride = PackedPoints.RowBlock;
    private const int Width = PackedPoints.PanelWidth;

    /// <summary>Squared distances of a row of <see cref="PackedPoints.Side"/> to columns, a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fill<TDimension, TLanes, T>(double* row, double* panel, int columns, double* output)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var (x, y, z, w) = Coordinates<TDimension, TLanes, T>(row);
        for (var j = 0; j < columns; j += Width, panel += Width * TDimension.Value)
        {
            TLanes.Store(Squared<TDimension, TLanes, T>(x, y, z, w, panel), output + j);
            if (TLanes.Count < Width)
            {
                TLanes.Store(Squared<TDimension, TLanes, T>(x, y, z, w, panel + TLanes.Count), output + j + TLanes.Count);
            }
        }
    }

    /// <summary>The coordinates of a row in all lanes; those behind n are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T X, T Y, T Z, T W) Coordinates<TDimension, TLanes, T>(double* row)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var n = TDimension.Value;
        return (
            TLanes.Create(row[0]),
            n > 1 ? TLanes.Create(row[Stride]) : default,
            n > 2 ? TLanes.Create(row[2 * Stride]) : default,
            n > 3 ? TLanes.Create(row[3 * Stride]) : default);
    }

    /// <summary>Squared distances to a vector of columns of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Squared<TDimension, TLanes, T>(T x, T y, T z, T w, double* panel)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var d = TLanes.Subtract(x, TLanes.Load(panel));
        var sum = TLanes.Multiply(d, d);
        if (TDimension.Value > 1)
        {
            d = TLanes.Subtract(y, TLanes.Load(panel + Width));
            sum = TLanes.MultiplyAdd(d, d, sum);
        }

        if (TDimension.Value > 2)
        {
            d = TLanes.Subtract(z, TLanes.Load(panel + (2 * Width)));
            sum = TLanes.MultiplyAdd(d, d, sum);
        }

        if (TDimension.Value > 3)
        {
            d = TLanes.Subtract(w, TLanes.Load(panel + (3 * Width)));
            sum = TLanes.MultiplyAdd(d, d, sum);
        }

        return sum;
    }
}
