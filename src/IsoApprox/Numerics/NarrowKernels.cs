using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>A dimension n = 1..4 as a constant of a specialised kernel.</summary>
internal interface INarrow
{
    /// <summary>n.</summary>
    static abstract int Value { get; }
}

/// <summary>Any other n: strips of squared distances are read.</summary>
internal readonly struct Wider : INarrow
{
    public static int Value => 0;
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

    /// <summary>Squared distances of row i to columns from..to-1, multiples of 8.</summary>
    internal static void Fill(PackedPoints points, double* side, int i, int from, int to, double* output)
    {
        if (points.IsWide)
        {
            Fill<Lanes512, Vector512<double>>(points, side, i, from, to, output);
        }
        else
        {
            Fill<Lanes256, Vector256<double>>(points, side, i, from, to, output);
        }
    }

    private static void Fill<TLanes, T>(PackedPoints points, double* side, int i, int from, int to, double* output)
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var row = Row(side, i, points.Dimension);
        switch (points.Dimension)
        {
            case 1:
                Fill<One, TLanes, T>(row, points.Panels, from, to, output);
                break;
            case 2:
                Fill<Two, TLanes, T>(row, points.Panels, from, to, output);
                break;
            case 3:
                Fill<Three, TLanes, T>(row, points.Panels, from, to, output);
                break;
            default:
                Fill<Four, TLanes, T>(row, points.Panels, from, to, output);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<TDimension, TLanes, T>(double* row, double* panels, int from, int to, double* output)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var (x, y, z, w) = Coordinates<TDimension, TLanes, T>(row);
        for (var j = from; j < to; j += TLanes.Count)
        {
            TLanes.Store(Squared<TDimension, TLanes, T>(x, y, z, w, panels, j), output + (j - from));
        }
    }

    /// <summary>Where row i of <see cref="PackedPoints.Side"/> starts.</summary>
    internal static double* Row(double* side, int i, int n) => side + (i / Stride * Stride * (long)n) + (i % Stride);

    /// <summary>The coordinates of a row in all lanes; those behind n are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T X, T Y, T Z, T W) Coordinates<TDimension, TLanes, T>(double* row)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var n = TDimension.Value;
        return (
            n > 0 ? TLanes.Create(row[0]) : default,
            n > 1 ? TLanes.Create(row[Stride]) : default,
            n > 2 ? TLanes.Create(row[2 * Stride]) : default,
            n > 3 ? TLanes.Create(row[3 * Stride]) : default);
    }

    /// <summary>Squared distances to the vector of columns that starts at column j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Squared<TDimension, TLanes, T>(T x, T y, T z, T w, double* panels, int j)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var whole = TLanes.Count == Width ? j : j / Width * Width;
        var panel = panels + (whole * (nint)TDimension.Value) + (j - whole);
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
