using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Branch;

/// <summary>
/// What Triplet Separation and lengths that change by less than m T leave for the angles of the triangles of g (n = 2). Angles are kept as
/// (cos, sin), the cosine moved outwards by one to two units of 2^-20, which is far more than a rotation in doubles loses.
/// </summary>
internal sealed class TripletAngles
{
    private const double Grid = 1 << 20;
    private const int Rounds = 3;

    private readonly int _count;
    private readonly int[] _classes;
    private readonly Interval[] _lengths;
    private readonly (Turn Least, Turn Largest)[] _turns;

    /// <param name="relaxation">Gives distances.</param>
    /// <param name="classes">Class of each row.</param>
    /// <param name="change">m T.</param>
    internal TripletAngles(BranchRelaxation relaxation, ReadOnlySpan<int> classes, Interval change)
    {
        (_count, _classes) = (relaxation.Count, classes.ToArray());
        _lengths = Lengths(relaxation, change);
        _turns = new (Turn, Turn)[_count * _count * _count];
        for (var v = 0; v < _count; v++)
        {
            for (var p = 0; p < _count; p++)
            {
                for (var q = 0; q < _count; q++)
                {
                    if (v != p && v != q && p != q)
                    {
                        _turns[(((v * _count) + p) * _count) + q] = Of(v, p, q);
                    }
                }
            }
        }
    }

    /// <summary>A rotation counterclockwise by an angle of 0 to 180 degrees.</summary>
    internal readonly record struct Turn(double Cosine, double Sine)
    {
        internal Plane Of(Plane v) => new((Cosine * v.X) - (Sine * v.Y), (Sine * v.X) + (Cosine * v.Y));

        internal Plane Back(Plane v) => new((Cosine * v.X) + (Sine * v.Y), (Cosine * v.Y) - (Sine * v.X));
    }

    internal bool IsCross(int i, int k) => _classes[i] != _classes[k];

    internal bool SameClass(int i, int k) => _classes[i] == _classes[k];

    /// <summary>True when g_i and g_k are certainly apart.</summary>
    internal bool IsApart(int i, int k) => _lengths[(i * _count) + k].Lower > 0;

    /// <summary>
    /// Bounds of the angle at v between p and q, for x_vp as what is known and x_vq as what is asked for; null where x_vp may be 0 while
    /// x_vq is not.
    /// </summary>
    internal (Turn Least, Turn Largest)? At(int v, int p, int q)
    {
        // Points of two classes that coincide carry both classes along, q among them.
        var together = IsCross(v, p) && (SameClass(q, v) || SameClass(q, p));
        return together || IsApart(v, p) ? _turns[(((v * _count) + p) * _count) + q] : null;
    }

    /// <summary>
    /// | |g_i - g_k| - D_ik | &lt; m T, no point is nearer to another class than to its own, and triangles: some rounds of these.
    /// </summary>
    private Interval[] Lengths(BranchRelaxation relaxation, Interval change)
    {
        var result = new Interval[_count * _count];
        for (var i = 0; i < _count; i++)
        {
            for (var k = 0; k < _count; k++)
            {
                var distance = relaxation.Distance(i, k);
                result[(i * _count) + k] = i == k ? Interval.Zero
                    : new Interval(Math.Max(0, (distance - change).Lower), (distance + change).Upper);
            }
        }

        for (var round = 0; round < Rounds; round++)
        {
            var given = (Interval[])result.Clone();
            for (var i = 0; i < _count; i++)
            {
                for (var k = 0; k < _count; k++)
                {
                    result[(i * _count) + k] = i == k ? Interval.Zero : Length(given, i, k);
                }
            }
        }

        return result;
    }

    private Interval Length(Interval[] given, int i, int k)
    {
        var (low, high) = (given[(i * _count) + k].Lower, given[(i * _count) + k].Upper);
        for (var o = 0; o < _count; o++)
        {
            if (o == i || o == k)
            {
                continue;
            }

            var (a, b) = (given[(i * _count) + o], given[(k * _count) + o]);
            low = Math.Max(low, Math.Max((a - b).Lower, (b - a).Lower));
            high = Math.Min(high, (a + b).Upper);
            if (IsCross(i, k))
            {
                low = Math.Max(low, SameClass(o, i) ? a.Lower : SameClass(o, k) ? b.Lower : 0);
            }
            else if (IsCross(o, i))
            {
                high = Math.Min(high, Math.Min(a.Upper, b.Upper));
            }
        }

        return new Interval(Math.Min(low, high), high);
    }

    /// <summary>
    /// The law of cosines over the ranges of the three sides, and: where two corners are of one class and the third of another, their side
    /// is the shortest, so that the angle at the third is at most 60 degrees, and the cosines at the two are at most half the ratio of the
    /// other side to theirs.
    /// </summary>
    private (Turn Least, Turn Largest) Of(int v, int p, int q)
    {
        var (a, b, c) = (_lengths[(v * _count) + p], _lengths[(v * _count) + q], _lengths[(p * _count) + q]);
        var (least, largest) = (-1.0, 1.0);
        if (SameClass(p, q) && IsCross(v, p))
        {
            least = 0.5;
        }
        else if (SameClass(v, p) != SameClass(v, q) && IsCross(p, q))
        {
            var (own, other) = SameClass(v, p) ? (a, b) : (b, a);
            largest = own.Lower > 0 ? Math.Min(1, ((Interval)other.Upper / (2 * (Interval)own.Lower)).Upper) : 1;
        }

        if (a.Lower > 0 && b.Lower > 0)
        {
            largest = Math.Min(largest, Largest(a, b, c.Lower));
            least = Math.Max(least, Least(a, b, c.Upper));
        }

        return (Outwards(largest, 1), Outwards(least, -1));
    }

    /// <summary>(a^2 + b^2 - c^2)/2ab is convex or increasing in a and in b: largest at a corner.</summary>
    private static double Largest(Interval a, Interval b, double c) =>
        Math.Max(
            Math.Max(Cosine(a.Lower, b.Lower, c).Upper, Cosine(a.Lower, b.Upper, c).Upper),
            Math.Max(Cosine(a.Upper, b.Lower, c).Upper, Cosine(a.Upper, b.Upper, c).Upper));

    /// <summary>
    /// It has no stationary point in both, so it is least on an edge: at an end, or where a^2 = b^2 - c^2, with the value a/b.
    /// </summary>
    private static double Least(Interval a, Interval b, double c)
    {
        var least = Math.Min(
            Math.Min(Cosine(a.Lower, b.Lower, c).Lower, Cosine(a.Lower, b.Upper, c).Lower),
            Math.Min(Cosine(a.Upper, b.Lower, c).Lower, Cosine(a.Upper, b.Upper, c).Lower));
        foreach (var (free, side) in new[] { (a, b.Lower), (a, b.Upper), (b, a.Lower), (b, a.Upper) })
        {
            var squared = ((Interval)side).Square() - ((Interval)c).Square();
            if (squared.Upper > 0 && new Interval(Math.Max(0, squared.Lower), squared.Upper).Sqrt() is var root
                && root.Upper >= free.Lower && root.Lower <= free.Upper)
            {
                least = Math.Min(least, (root / side).Lower);
            }
        }

        return least;
    }

    private static Interval Cosine(double a, double b, double c) =>
        (((Interval)a).Square() + ((Interval)b).Square() - ((Interval)c).Square()) / (2 * (Interval)a * b);

    private static Turn Outwards(double cosine, int sign)
    {
        var moved = sign > 0 ? Math.Ceiling((cosine * Grid) + 1) / Grid : Math.Floor((cosine * Grid) - 1) / Grid;
        var bounded = Math.Clamp(moved, -1, 1);
        return new Turn(bounded, Math.Sqrt(1 - (bounded * bounded)));
    }
}
