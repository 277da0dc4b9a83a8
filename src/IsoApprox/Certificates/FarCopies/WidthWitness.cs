using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>
/// An inequality for a Triplet-Separated g = f + u of two pairs of points in the plane. Unless g is one point, the points of one pair are
/// at least kappa |g_i - g_j| above those of the other pair along some unit v (or below: sign = -1), i and j the points of either pair, k
/// one of the other: for every p in [0, 1] and |w| &lt;= 1, sign v.(p g_i + (1 - p) g_j - g_k) - kappa w.(g_i - g_j) >= 0, which is a
/// sum of c_r.g_r with c_i + c_j + c_k = 0. With c_r = a_r e + b_r e' and u of width x along e and y along e', the sum of c_r.u_r is at
/// most x sum (a_r)_+ + y sum (b_r)_+. So the widths x, y are impossible when - sum c_r.f_r > x sum (a_r)_+ + y sum (b_r)_+.
/// </summary>
internal sealed class WidthWitness
{
    private const int Turns = 24;
    private const int Shares = 4;
    private readonly (int First, int Second) _widths;
    private readonly int _sign;
    private readonly double _share;
    private readonly (double X, double Y) _pull;
    private readonly double _kappa;
    private readonly IntervalVector[] _points;
    private readonly (IntervalVector First, IntervalVector Second) _dual;

    private WidthWitness(
        (int First, int Second) widths, (IntervalVector First, IntervalVector Second) dual, IntervalVector[] points, int sign, double share,
        (double X, double Y) pull, double kappa) =>
        (_widths, _dual, _points, _sign, _share, _pull, _kappa) = (widths, dual, points, sign, share, pull, kappa);

    /// <summary>
    /// Witnesses for both pairs, points k, five p, 24 w turned from f_i - f_j and every two directions that are certainly not parallel.
    /// </summary>
    /// <param name="copy">The copy.</param>
    /// <param name="directions">e_l, unit vectors.</param>
    /// <param name="kappa">At most the constant of the gap of two pairs in the plane.</param>
    internal static WidthWitness[] All(CopyShape copy, IntervalVector[] directions, double kappa)
    {
        var (first, second) = copy.Classes();
        var sets = new List<WidthWitness>();
        foreach (var (widths, dual) in Bases(directions))
        {
            foreach (var (pair, other, sign) in new[] { (first, second, 1), (second, first, -1) })
            {
                foreach (var k in other)
                {
                    // Places of the three points seen from k.
                    IntervalVector[] points = [copy.Difference(pair[0], k), copy.Difference(pair[1], k)];
                    var along = copy.Difference(pair[0], pair[1]);
                    var start = Math.Atan2(along.Y.Lower, along.X.Lower);
                    sets.AddRange(
                        from share in Enumerable.Range(0, Shares + 1)
                        from turn in Enumerable.Range(0, Turns)
                        select new WidthWitness(
                            widths, dual, points, sign, (double)share / Shares, Pull(start + (Math.Tau * turn / Turns)), kappa));
                }
            }
        }

        return [.. sets];
    }

    /// <summary>True when the inequality certainly fails for all v on the segment: both sides are linear or convex in v.</summary>
    /// <param name="from">v at one end.</param>
    /// <param name="to">v at the other end.</param>
    /// <param name="length">At most the length of every v between.</param>
    /// <param name="widths">Upper bounds of the widths.</param>
    internal bool Excludes((double X, double Y) from, (double X, double Y) to, double length, ReadOnlySpan<double> widths) =>
        Excess(from, length, widths) > 0 && Excess(to, length, widths) > 0;

    /// <summary>The excess in floating point.</summary>
    /// <param name="v">v.</param>
    /// <param name="length">At most its length.</param>
    /// <param name="widths">Upper bounds of the widths.</param>
    internal double Estimate((double X, double Y) v, double length, ReadOnlySpan<double> widths)
    {
        var (kx, ky) = (_kappa * length * _pull.X, _kappa * length * _pull.Y);
        var (vx, vy) = (_sign * v.X, _sign * v.Y);
        var (p, q) = (_share, 1 - _share);
        var (ix, iy, jx, jy) = ((p * vx) - kx, (p * vy) - ky, (q * vx) + kx, (q * vy) + ky);
        double Part(IntervalVector dual) =>
            Math.Max(0, (ix * dual.X.Lower) + (iy * dual.Y.Lower)) + Math.Max(0, (jx * dual.X.Lower) + (jy * dual.Y.Lower))
            + Math.Max(0, -(vx * dual.X.Lower) - (vy * dual.Y.Lower));
        return -(ix * _points[0].X.Lower) - (iy * _points[0].Y.Lower) - (jx * _points[1].X.Lower) - (jy * _points[1].Y.Lower)
            - (widths[_widths.First] * Part(_dual.First)) - (widths[_widths.Second] * Part(_dual.Second));
    }

    /// <summary>Lower bound of the left side less the right side.</summary>
    private double Excess((double X, double Y) v, double length, ReadOnlySpan<double> widths)
    {
        var (kx, ky) = ((Interval)_kappa * length * _pull.X, (Interval)_kappa * length * _pull.Y);
        var (vx, vy) = (_sign * v.X, _sign * v.Y);
        var (p, q) = (_share, 1 - _share);
        var i = new IntervalVector(((Interval)p * vx) - kx, ((Interval)p * vy) - ky);
        var j = new IntervalVector(((Interval)q * vx) + kx, ((Interval)q * vy) + ky);
        var k = new IntervalVector(-vx, -vy);
        Interval Part(IntervalVector dual) => Positive(i.Dot(dual)) + Positive(j.Dot(dual)) + Positive(k.Dot(dual));
        return (-i.Dot(_points[0]) - j.Dot(_points[1]) - (widths[_widths.First] * Part(_dual.First))
            - (widths[_widths.Second] * Part(_dual.Second))).Lower;
    }

    private static Interval Positive(Interval value) => Interval.Max(value, Interval.Zero);

    /// <summary>A vector of length at most 1.</summary>
    private static (double X, double Y) Pull(double angle)
    {
        var (sin, cos) = Math.SinCos(angle);
        return (cos * (1 - 1e-14), sin * (1 - 1e-14));
    }

    /// <summary>Two directions e, e' with the vectors whose inner products with v are a and b of v = a e + b e'.</summary>
    private static IEnumerable<((int First, int Second) Widths, (IntervalVector First, IntervalVector Second) Dual)> Bases(
        IntervalVector[] directions) =>
        from l in Enumerable.Range(0, directions.Length)
        from k in Enumerable.Range(0, l)
        let e = directions[k]
        let f = directions[l]
        let determinant = e.Cross(f)
        where determinant.Lower > 0 || determinant.Upper < 0
        select ((k, l), (new IntervalVector(f.Y, -f.X) / determinant, new IntervalVector(-e.Y, e.X) / determinant));
}
