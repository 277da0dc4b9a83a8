using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Thickness;

/// <summary>Rigorous enclosure of the width of the points along a direction.</summary>
internal static class WidthEnclosure
{
    /// <summary>
    /// Encloses (max_i e.a_i - min_i e.a_i) / ||e|| in interval arithmetic, on differences to a point near the mean so that an offset of the data costs
    /// nothing. Cost O(N n).
    /// </summary>
    /// <param name="f">The points.</param>
    /// <param name="direction">e, length n, not zero.</param>
    internal static Interval Along(Embedding f, ReadOnlySpan<double> direction)
    {
        var centre = new double[f.Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < centre.Length; k++)
            {
                centre[k] += f[i][k] / f.Count;
            }
        }

        Interval squared = 0;
        for (var k = 0; k < centre.Length; k++)
        {
            squared += ((Interval)direction[k]).Square();
            if (IsConstant(f, k))
            {
                centre[k] = f[0][k];
            }
        }

        var (low, high) = (new Interval(double.MaxValue, double.MaxValue), new Interval(double.MinValue, double.MinValue));
        for (var i = 0; i < f.Count; i++)
        {
            var value = Dot(f[i], centre, direction);
            (low, high) = (Interval.Min(low, value), Interval.Max(high, value));
        }

        if (low == high && low.IsPoint)
        {
            return 0;
        }

        var width = (high - low) / squared.Sqrt();
        return new Interval(Math.Max(0, width.Lower), width.Upper);
    }

    private static Interval Dot(ReadOnlySpan<double> point, double[] centre, ReadOnlySpan<double> direction)
    {
        Interval sum = 0;
        for (var k = 0; k < centre.Length; k++)
        {
            if (direction[k] != 0 && point[k] != centre[k])
            {
                sum += direction[k] * ((Interval)point[k] - centre[k]);
            }
        }

        return sum;
    }

    private static bool IsConstant(Embedding f, int coordinate)
    {
        for (var i = 1; i < f.Count; i++)
        {
            if (f[i][coordinate] != f[0][coordinate])
            {
                return false;
            }
        }

        return true;
    }
}
