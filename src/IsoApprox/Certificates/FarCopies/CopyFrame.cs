using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>
/// Places of the copies' centres, of F exactly and of an embedding G near it in boxes, both in the frame in which copy a is at 0, copy b on
/// the positive first axis and copy c in the upper half plane. That fixes the isometry between F and G.
/// </summary>
internal sealed class CopyFrame
{
    private readonly (int A, int B, int C) _copies;
    private readonly Func<int, int, Interval?> _distance;
    private readonly CopyShape[] _shapes;
    private readonly IntervalVector _axis;
    private readonly Interval _ab;
    private readonly Interval _ac;
    private readonly IntervalVector _third;
    private readonly int _side;

    private CopyFrame(
        CopyShape[] shapes, (int A, int B, int C) copies, Func<int, int, Interval?> distance, IntervalVector axis, int side, Interval ab,
        Interval ac, IntervalVector third) =>
        (_shapes, _copies, _distance, _axis, _side, _ab, _ac, _third) = (shapes, copies, distance, axis, side, ab, ac, third);

    /// <summary>The frame of three copies; null where the intervals do not show that they are apart and not collinear.</summary>
    /// <param name="shapes">The copies of F.</param>
    /// <param name="copies">a, b, c.</param>
    /// <param name="distance">Enclosure of the distance of two centres of G; null where there is none.</param>
    internal static CopyFrame? Create(CopyShape[] shapes, (int A, int B, int C) copies, Func<int, int, Interval?> distance)
    {
        var (a, b, c) = copies;
        if (distance(a, b) is not { } ab || distance(a, c) is not { } ac || distance(b, c) is not { } bc)
        {
            return null;
        }

        var axis = shapes[b].From(shapes[a]);
        var side = axis.Cross(shapes[c].From(shapes[a]));
        var x = (ac.Square() + ab.Square() - bc.Square()) / (2 * ab);
        var squared = ac.Square() - x.Square();
        return squared.Lower > 0 && axis.Length.Lower > 0 && (side.Lower > 0 || side.Upper < 0)
            ? new CopyFrame(shapes, copies, distance, axis / axis.Length, side.Lower > 0 ? 1 : -1, ab, ac, new(x, squared.Sqrt()))
            : null;
    }

    /// <summary>A bound of |(q - q') - (p - p')| for two copies, p the centres of F, q those of G, both in the frame.</summary>
    /// <param name="first">A copy.</param>
    /// <param name="second">Another copy.</param>
    internal double Deviation(int first, int second)
    {
        if (Place(first) is not { } q || Place(second) is not { } other)
        {
            return double.PositiveInfinity;
        }

        var p = _shapes[first].From(_shapes[second]);
        return (q - other - new IntervalVector(p.Dot(_axis), _side * _axis.Cross(p))).Length.Upper;
    }

    /// <summary>q of a copy.</summary>
    private IntervalVector? Place(int copy)
    {
        var (a, b, c) = _copies;
        if (copy == a)
        {
            return new(0, 0);
        }

        if (copy == b)
        {
            return new(_ab, 0);
        }

        if (copy == c)
        {
            return _third;
        }

        // |q|^2 - |q - q_b|^2 and |q|^2 - |q - q_c|^2 are linear in q.
        if (_distance(copy, a) is not { } toA || _distance(copy, b) is not { } toB || _distance(copy, c) is not { } toC)
        {
            return null;
        }

        var x = (toA.Square() + _ab.Square() - toB.Square()) / (2 * _ab);
        return new(x, (toA.Square() + _ac.Square() - toC.Square() - (2 * x * _third.X)) / (2 * _third.Y));
    }
}
