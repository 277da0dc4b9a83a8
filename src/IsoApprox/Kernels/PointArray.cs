using System.Runtime.CompilerServices;
using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>Rows of coordinates in an array of their own.</summary>
/// <param name="count">N.</param>
/// <param name="dimension">n.</param>
/// <param name="allocate">False for rows that will not be filled.</param>
internal sealed class PointArray(int count, int dimension, bool allocate = true) : IPointRows
{
    public int Count => count;

    public int Dimension => dimension;

    public ReadOnlySpan<double> Coordinates => Values;

    /// <summary>N n coordinates, row-major.</summary>
    internal double[] Values { get; } = allocate ? new double[count * dimension] : [];

    public ReadOnlySpan<double> this[int row] => new(Values, row * dimension, dimension);

    /// <summary>Rows order[0], order[1], ... times 2^-exponent, one after the other. Cost O(N n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe AlignedBuffer<double> Ordered(IPointRows f, int[] order, int exponent)
    {
        var n = f.Dimension;
        var all = f.Coordinates;
        var rows = new AlignedBuffer<double>(order.Length * (long)n);
        for (var i = 0; i < order.Length; i++)
        {
            var row = new Span<double>(rows.Start + (i * (long)n), n);
            all.Slice(order[i] * n, n).CopyTo(row);
            for (var k = 0; exponent != 0 && k < n; k++)
            {
                row[k] = Math.ScaleB(row[k], -exponent);
            }
        }

        return rows;
    }
}
