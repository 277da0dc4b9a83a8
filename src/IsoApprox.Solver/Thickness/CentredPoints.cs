using System.Numerics;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// The points moved to a reference point near their mean and scaled by a power of two so that the largest coordinate lies in [0.5, 1), one
/// array per coordinate, padded with copies of the first point to whole vectors. Each coordinate is within 2^-53 relative of the exact
/// difference, so the thickness of these points times <see cref="Scale"/> differs from the true one by at most 2 sqrt(n) 2^-53
/// <see cref="Scale"/>.
/// </summary>
internal sealed class CentredPoints
{
    private const int TransposedTogether = 16;

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
        var columns = Transposed(f, padded);
        var extents = new double[n];
        DenseKernels.For(n, padded, k => extents[k] = Centre(columns[k], count));
        var largest = extents.Max();
        if (!double.IsFinite(largest))
        {
            throw new EmbeddingException("coordinates differ by more than the largest double; divide the embedding by 1e10 or so");
        }

        var power = largest > 0 ? Math.ILogB(largest) + 1 : 0;
        DenseKernels.For(n, padded, k =>
        {
            var column = columns[k];
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = Math.ScaleB(column[i], -power);
            }
        });
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

    /// <summary>The coordinates as they are, padded with those of the first point.</summary>
    private static double[][] Transposed(Embedding f, int padded)
    {
        var columns = new double[f.Dimension][];
        DenseKernels.For((columns.Length + TransposedTogether - 1) / TransposedTogether, (double)padded * TransposedTogether, tile =>
        {
            var (from, to) = (tile * TransposedTogether, Math.Min(columns.Length, (tile + 1) * TransposedTogether));
            for (var k = from; k < to; k++)
            {
                columns[k] = new double[padded];
            }

            for (var i = 0; i < padded; i++)
            {
                var row = f[i < f.Count ? i : 0];
                for (var k = from; k < to; k++)
                {
                    columns[k][i] = row[k];
                }
            }
        });
        return columns;
    }

    /// <summary>Moves a column to near its mean, a constant one to 0; returns its largest entry.</summary>
    private static double Centre(double[] column, int count)
    {
        var (first, sum, largest) = (column[0], 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            sum += (column[i] / count) - (first / count);
        }

        var centre = first + sum;
        for (var i = 0; i < column.Length; i++)
        {
            column[i] -= centre;
            largest = Math.Max(largest, Math.Abs(column[i]));
        }

        if (AllEqual(column))
        {
            Array.Clear(column);
        }

        return largest;
    }

    private static bool AllEqual(double[] column) => !column.AsSpan().ContainsAnyExcept(column[0]);
}
