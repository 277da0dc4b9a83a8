using System.Numerics;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// The points moved to a reference point near their mean and scaled by a power of two so that the largest coordinate lies in [0.5, 1), one
/// array per coordinate, padded with copies of the first point to whole vectors. Each coordinate is within 2^-53 relative of the exact
/// difference, so the thickness of these points times <see cref="Scale"/> differs from the true one by at most 2 sqrt(n) 2^-53
/// <see cref="Scale"/>.
/// </summary>
internal sealed class CentredPoints
{
    private CentredPoints(double[][] columns, int count, double scale) => (Columns, Count, Scale) = (columns, count, scale);

    /// <summary>Coordinates, n arrays of padded length.</summary>
    internal double[][] Columns { get; }

    /// <summary>Number of points N without padding.</summary>
    internal int Count { get; }

    /// <summary>n.</summary>
    internal int Dimension => Columns.Length;

    /// <summary>Length of one unit of these coordinates in the unit of the input; a power of two, 0 when all points coincide.</summary>
    internal double Scale { get; }

    /// <summary>Centres and scales. Cost O(N n).</summary>
    /// <param name="f">The points.</param>
    internal static CentredPoints Create(Embedding f)
    {
        var (count, n) = (f.Count, f.Dimension);
        var padded = (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var columns = new double[n][];
        var largest = 0.0;
        for (var k = 0; k < n; k++)
        {
            var column = columns[k] = new double[padded];
            var (first, sum) = (f[0][k], 0.0);
            for (var i = 0; i < count; i++)
            {
                sum += (f[i][k] / count) - (first / count);
            }

            var centre = first + sum;
            for (var i = 0; i < padded; i++)
            {
                column[i] = f[i < count ? i : 0][k] - centre;
                largest = Math.Max(largest, Math.Abs(column[i]));
            }

            if (AllEqual(column))
            {
                Array.Clear(column);
            }
        }

        if (!double.IsFinite(largest))
        {
            throw new EmbeddingException("coordinates differ by more than the largest double; divide the embedding by 1e10 or so");
        }

        var power = largest > 0 ? Math.ILogB(largest) + 1 : 0;
        foreach (var column in columns)
        {
            for (var i = 0; i < padded; i++)
            {
                column[i] = Math.ScaleB(column[i], -power);
            }
        }

        return new CentredPoints(columns, count, largest > 0 ? Math.ScaleB(1, power) : 0);
    }

    /// <summary>Width along e of these coordinates (not scaled back). Cost O(N n).</summary>
    /// <param name="e">Direction, length n, normally a unit vector.</param>
    internal double Width(ReadOnlySpan<double> e)
    {
        var (low, high) = (new Vector<double>(double.PositiveInfinity), new Vector<double>(double.NegativeInfinity));
        for (var i = 0; i < Columns[0].Length; i += Vector<double>.Count)
        {
            var value = Vector<double>.Zero;
            for (var k = 0; k < e.Length; k++)
            {
                value += new Vector<double>(Columns[k], i) * e[k];
            }

            (low, high) = (Vector.Min(low, value), Vector.Max(high, value));
        }

        var (least, most) = (low[0], high[0]);
        for (var j = 1; j < Vector<double>.Count; j++)
        {
            (least, most) = (Math.Min(least, low[j]), Math.Max(most, high[j]));
        }

        return most - least;
    }

    private static bool AllEqual(double[] column) => !column.AsSpan().ContainsAnyExcept(column[0]);
}
