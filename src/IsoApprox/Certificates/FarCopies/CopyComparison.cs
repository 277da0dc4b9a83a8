using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>
/// What | |G_i - G_j| - |F_i - F_j| | &lt;= t says of the copies: with w_i = G_i - q, q the mean of G over a copy of m points and D its
/// diameter, diam w &lt;= D + t and |w_i| &lt;= (m - 1)/m (D + t). For two copies with means P apart in F and Q apart in G and v the
/// difference of two offsets, |x + v| - |x| - v.x/|x| is in [0, |v|^2/(2 (|x| - |v|))], x = P or Q.
/// </summary>
/// <param name="shapes">The copies.</param>
/// <param name="level">t.</param>
internal sealed class CopyComparison(CopyShape[] shapes, Interval level)
{
    /// <summary>Enclosure of |Q|; null when the copies are too near each other for the estimates.</summary>
    /// <param name="first">A copy.</param>
    /// <param name="second">Another copy.</param>
    internal Interval? CentreDistance(int first, int second)
    {
        if (Errors(first, second) is not var (inF, inG))
        {
            return null;
        }

        var distance = shapes[first].From(shapes[second]).Length;
        var slack = level + Interval.Max(inF, inG);
        var lower = (distance - slack).Lower;
        return lower > 0 ? new Interval(lower, (distance + slack).Upper) : null;
    }

    /// <summary>
    /// The sum of the widths of both displacements along P is at most 2 t, the two errors, and |Q/|Q| - P/|P|| (diam w + diam w'); two
    /// vectors of length at least l have directions at most |Q - P|/l apart. Null when the copies are too near each other.
    /// </summary>
    /// <param name="first">A copy.</param>
    /// <param name="second">Another copy.</param>
    /// <param name="deviation">A bound of |Q - P| in the common frame.</param>
    internal Interval? LargestWidthSum(int first, int second, double deviation)
    {
        if (!double.IsFinite(deviation) || Errors(first, second) is not var (inF, inG)
            || CentreDistance(first, second) is not { } distance)
        {
            return null;
        }

        var shortest = Interval.Min(distance.Lower, shapes[first].From(shapes[second]).Length);
        return shortest.Lower > 0
            ? (2 * level) + inF + inG + ((Interval)deviation / shortest * (Reach(first) + Reach(second)))
            : null;
    }

    /// <summary>D + t.</summary>
    private Interval Reach(int copy) => shapes[copy].Diameter + level;

    private Interval Offset(int copy) => Reach(copy) * (shapes[copy].Count - 1) / shapes[copy].Count;

    /// <summary>Bounds of the second-order terms in F and in G.</summary>
    private (Interval InF, Interval InG)? Errors(int first, int second)
    {
        var distance = shapes[first].From(shapes[second]).Length;
        var (v, w) = (shapes[first].Radius + shapes[second].Radius, Offset(first) + Offset(second));
        var (inF, inG) = (distance - v, distance - level - (2 * w));
        return inF.Lower > 0 && inG.Lower > 0
            ? (new Interval(0, (v.Square() / (2 * inF)).Upper), new Interval(0, (w.Square() / (2 * inG)).Upper))
            : null;
    }
}
