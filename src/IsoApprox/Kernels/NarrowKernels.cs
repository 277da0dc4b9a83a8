using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Kernels;

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

/// <summary>
/// Squared distances in one to four dimensions: the coordinates of a row stay in registers and each column vector is used once.
/// </summary>
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
        where TLanes : struct, ILanes<T, double>
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
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        var (x, y, z, w) = Coordinates<TDimension, TLanes, T, double>(row);
        for (var j = from; j < to; j += TLanes.Count)
        {
            TLanes.Store(Squared<TDimension, TLanes, T>(x, y, z, w, panels, j), output + (j - from));
        }
    }

    /// <summary>
    /// The least of start and the squared distances of a row of <see cref="PackedPoints.Side"/> to columns from..to-1, multiples of 16.
    /// </summary>
    internal static double Minimum(PackedPoints columns, double* row, int from, int to, double start) => columns.IsWide
        ? Minimum<Lanes512, Vector512<double>>(columns, row, from, to, start)
        : Minimum<Lanes256, Vector256<double>>(columns, row, from, to, start);

    private static double Minimum<TLanes, T>(PackedPoints columns, double* row, int from, int to, double start)
        where TLanes : struct, ILanes<T, double>
        where T : struct => columns.Dimension switch
        {
            1 => Minimum<One, TLanes, T>(row, columns.Panels, from, to, start),
            2 => Minimum<Two, TLanes, T>(row, columns.Panels, from, to, start),
            3 => Minimum<Three, TLanes, T>(row, columns.Panels, from, to, start),
            _ => Minimum<Four, TLanes, T>(row, columns.Panels, from, to, start),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Minimum<TDimension, TLanes, T>(double* row, double* panels, int from, int to, double start)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        var (x, y, z, w) = Coordinates<TDimension, TLanes, T, double>(row);
        var (left, right) = (TLanes.Create(start), TLanes.Create(start));
        for (var j = from; j < to; j += 2 * TLanes.Count)
        {
            // The second operand is taken when the first is NaN.
            left = TLanes.Min(Squared<TDimension, TLanes, T>(x, y, z, w, panels, j), left);
            right = TLanes.Min(Squared<TDimension, TLanes, T>(x, y, z, w, panels, j + TLanes.Count), right);
        }

        var lanes = stackalloc double[TLanes.Count];
        TLanes.Store(TLanes.Min(left, right), lanes);
        var least = lanes[0];
        for (var l = 1; l < TLanes.Count; l++)
        {
            least = Math.Min(least, lanes[l]);
        }

        return least;
    }

    /// <summary>Where row i of <see cref="PackedPoints.Side"/> starts.</summary>
    internal static TElement* Row<TElement>(TElement* side, int i, int n)
        where TElement : unmanaged => side + (i / Stride * Stride * (long)n) + (i % Stride);

    /// <summary>The coordinates of a row in all lanes; those behind n are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T X, T Y, T Z, T W) Coordinates<TDimension, TLanes, T, TElement>(TElement* row)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, TElement>
        where T : struct
        where TElement : unmanaged
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
        where TLanes : struct, ILanes<T, double>
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

    /// <summary>The same for <see cref="SinglePoints"/>, times -2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T X, T Y, T Z, T W) Factors<TDimension, TLanes, T>(SinglePoints points, int i)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        var (x, y, z, w) = Coordinates<TDimension, TLanes, T, float>(Row(points.Side, i, TDimension.Value));
        return (TLanes.SubtractTwice(x, default), TLanes.SubtractTwice(y, default), TLanes.SubtractTwice(z, default),
            TLanes.SubtractTwice(w, default));
    }

    /// <summary>
    /// <see cref="SinglePoints"/>' low of a row, given by its factors and norm, and the vector of columns that starts at column j, a
    /// multiple of the lanes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Low<TDimension, TLanes, T>(T x, T y, T z, T w, T norm, float* norms, float* panels, int j)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        const int PanelWidth = SinglePoints.PanelWidth;
        var whole = TLanes.Count == PanelWidth ? j : j / PanelWidth * PanelWidth;
        var panel = panels + (whole * (nint)TDimension.Value) + (j - whole);
        var sum = TLanes.MultiplyAdd(x, TLanes.Load(panel), TLanes.Add(norm, TLanes.Load(norms + j)));
        if (TDimension.Value > 1)
        {
            sum = TLanes.MultiplyAdd(y, TLanes.Load(panel + PanelWidth), sum);
        }

        if (TDimension.Value > 2)
        {
            sum = TLanes.MultiplyAdd(z, TLanes.Load(panel + (2 * PanelWidth)), sum);
        }

        if (TDimension.Value > 3)
        {
            sum = TLanes.MultiplyAdd(w, TLanes.Load(panel + (3 * PanelWidth)), sum);
        }

        return sum;
    }
}
