using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>Width of a point set along a direction.</summary>
/// <param name="Value">e.f_high - e.f_low >= 0, length unit of the points.</param>
/// <param name="Low">Row with the least e.f_i, lowest row on ties.</param>
/// <param name="High">Row with the largest e.f_i, lowest row on ties.</param>
/// <param name="Direction">The unit direction e.</param>
public sealed record DirectionalWidth(double Value, int Low, int High, double[] Direction);

/// <summary>The width that the thickness (Def. 3) minimises.</summary>
public static class Width
{
    /// <summary>
    /// max_i e.f_i - min_i e.f_i with e = direction / ||direction||. Products are taken on differences to row 0, so an offset common to all
    /// points costs no accuracy; absolute error about n 2^-52 times the diameter. Cost O(N n).
    /// </summary>
    /// <param name="f">The embedding; labels are not used.</param>
    /// <param name="direction">n finite coordinates, not all 0; need not be a unit vector.</param>
    /// <exception cref="ArgumentException">The direction is zero, not finite, or has another number of coordinates.</exception>
    public static DirectionalWidth Along(Embedding f, ReadOnlySpan<double> direction)
    {
        ArgumentNullException.ThrowIfNull(f);
        var e = Normalise(direction, f.Dimension);
        var (low, high, least, most) = (0, 0, 0.0, 0.0);
        for (var i = 1; i < f.Count; i++)
        {
            var height = Height(f[i], f[0], e);
            if (height < least)
            {
                (low, least) = (i, height);
            }

            if (height > most)
            {
                (high, most) = (i, height);
            }
        }

        return new DirectionalWidth(Math.Max(0, Height(f[high], f[low], e)), low, high, e);
    }

    /// <summary>
    /// An interval that contains (max_i e.f_i - min_i e.f_i) / ||e||, an upper bound of the thickness for every e; [0, 0] for a direction
    /// in which all points agree coordinate by coordinate. Taken on differences to row 0, which an offset of the data does not touch, in a
    /// power of two as unit. Cost O(N n).
    /// </summary>
    /// <param name="f">The embedding; labels are not used.</param>
    /// <param name="direction">e, n finite numbers, not all 0; need not be a unit vector.</param>
    public static Interval Enclose(Embedding f, ReadOnlySpan<double> direction)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (slopes, slope, unit) = (new int[direction.Length], int.MinValue, int.MinValue);
        for (var k = 0; k < direction.Length; k++)
        {
            if (direction[k] == 0)
            {
                continue;
            }

            var extent = 0.0;
            for (var i = 1; i < f.Count; i++)
            {
                extent = Math.Max(extent, Math.Abs((0.5 * f[i][k]) - (0.5 * f[0][k])));
            }

            slopes[k] = Math.ILogB(direction[k]);
            slope = Math.Max(slope, slopes[k]);
            unit = Math.Max(unit, slopes[k] + (extent > 0 ? Math.ILogB(extent) + 2 : -1074));
        }

        // Slopes in units of 2^slope, products of slopes and differences in units of 2^unit.
        var (norm, low, high) = (Interval.Zero, Interval.Zero, Interval.Zero);
        foreach (var e in direction)
        {
            norm += e == 0 ? Interval.Zero : ((Interval)e).ScaleB(-slope).Square();
        }

        for (var i = 1; i < f.Count; i++)
        {
            var height = Interval.Zero;
            for (var k = 0; k < direction.Length; k++)
            {
                if (direction[k] != 0 && f[i][k] != f[0][k])
                {
                    var difference = EnclosedDistance.Difference(f[i][k], f[0][k], unit - slopes[k]);
                    height += ((Interval)direction[k]).ScaleB(-slopes[k]) * difference;
                }
            }

            (low, high) = (Interval.Min(low, height), Interval.Max(high, height));
        }

        var width = high == low ? Interval.Zero : ((high - low) / norm.Sqrt()).ScaleB(unit - slope);
        return new Interval(Math.Max(0, width.Lower), Math.Max(0, width.Upper));
    }

    private static double Height(ReadOnlySpan<double> point, ReadOnlySpan<double> origin, double[] e)
    {
        var sum = 0.0;
        for (var k = 0; k < e.Length; k++)
        {
            sum = Math.FusedMultiplyAdd(e[k], point[k] - origin[k], sum);
        }

        return sum;
    }

    private static double[] Normalise(ReadOnlySpan<double> direction, int dimension)
    {
        if (direction.Length != dimension)
        {
            throw new ArgumentException(
                $"the direction has {direction.Length} coordinates, the points have {dimension}", nameof(direction));
        }

        var largest = 0.0;
        foreach (var x in direction)
        {
            if (!double.IsFinite(x))
            {
                throw new ArgumentException("the direction has a coordinate that is not finite", nameof(direction));
            }

            largest = Math.Max(largest, Math.Abs(x));
        }

        if (largest == 0)
        {
            throw new ArgumentException("the direction is zero; a width needs a direction", nameof(direction));
        }

        // Scaling by a power of two first keeps the squares in range.
        var e = new double[dimension];
        var (shift, norm) = (Math.ILogB(largest), 0.0);
        for (var k = 0; k < dimension; k++)
        {
            e[k] = Math.ScaleB(direction[k], -shift);
            norm = Math.FusedMultiplyAdd(e[k], e[k], norm);
        }

        norm = Math.Sqrt(norm);
        for (var k = 0; k < dimension; k++)
        {
            e[k] /= norm;
        }

        return e;
    }
}
