using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Direction;

/// <summary>
/// A circular cone {x : |x| &lt;= s v.x} that contains all differences of a <see cref="DirectionSubject"/> when their direction u (u.x >= b
/// |x|) lies in a <see cref="DirectionCell"/>. u is within delta of v, so x is within arccos b + delta of v, and s = 1/(|v| cos(arccos b +
/// delta)), rounded up.
/// </summary>
public sealed class AcuteCone
{
    /// <summary>A cone with a larger slope s says nothing of use.</summary>
    public const double LargestSlope = 64;

    private readonly double[] _axis;

    private AcuteCone(DirectionSubject subject, DirectionCell cell, double[] axis, double slope) =>
        (Subject, Cell, _axis, Slope) = (subject, cell, axis, slope);

    /// <summary>The family.</summary>
    public DirectionSubject Subject { get; }

    /// <summary>The cell.</summary>
    public DirectionCell Cell { get; }

    /// <summary>v.</summary>
    public ReadOnlySpan<double> Axis => _axis;

    /// <summary>s.</summary>
    public double Slope { get; }

    /// <summary>The cone, or null when its half angle is not certainly below 90 degrees.</summary>
    /// <param name="subject">The family of differences.</param>
    /// <param name="cell">Where its direction lies.</param>
    public static AcuteCone? Of(DirectionSubject subject, DirectionCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var (axis, cosine) = cell.Cap();
        var delta = new Interval(Math.Max(0, cosine.Lower), Math.Clamp(cosine.Upper, 0, 1));
        var square = subject.SquaredCosine(cell.Dimension);

        // cos(beta + delta) = cos beta cos delta - sin beta sin delta grows with cos delta: its value at the lower end is a lower bound.
        var least = (Interval)delta.Lower;
        var sum = (Root(square) * least) - (Root(1 - square) * Root(1 - least.Square()));
        var slope = sum.Lower > 0 ? (1 / (sum * Length(axis))).Upper : double.PositiveInfinity;
        return slope <= LargestSlope ? new AcuteCone(subject, cell, axis, slope) : null;
    }

    /// <summary>
    /// True when no direction of the cell is the direction u of a family inside the cone. u may be taken as a sum with coefficients >= 0 of
    /// the differences, so within the cone's half angle phi of its axis; in the plane even within phi - arccos b, because an arc of 2 phi
    /// that contains the differences contains an arc of 2 arccos b that does. When all differences are 0 the axis serves.
    /// </summary>
    /// <param name="cone">A cone that contains all differences of the family.</param>
    /// <param name="subject">The family.</param>
    /// <param name="cell">The cell.</param>
    public static bool AreDisjoint(AcuteCone cone, DirectionSubject subject, DirectionCell cell)
    {
        ArgumentNullException.ThrowIfNull(cone);
        ArgumentNullException.ThrowIfNull(cell);
        var (middle, least) = cell.Cap();
        if (!(least.Lower > 0))
        {
            return false; // only caps below 90 degrees are convex
        }

        var phi = Angle.Of(1 / (cone.Slope * Length(cone._axis)));
        var limit = cell.Dimension == 2 ? phi.Minus(Angle.Of(Root(subject.SquaredCosine(2)))) : phi;
        return limit is { } within && within.Plus(Angle.Of(least)) is { } sum && Cosine(middle, cone._axis).Upper < sum.Cosine.Lower;
    }

    /// <summary>An angle between 0 and 180 degrees by enclosures of its cosine and sine.</summary>
    private sealed record Angle(Interval Cosine, Interval Sine)
    {
        internal static Angle Of(Interval cosine)
        {
            var clamped = new Interval(Math.Clamp(cosine.Lower, -1, 1), Math.Clamp(cosine.Upper, -1, 1));
            return new Angle(clamped, Root(1 - clamped.Square()));
        }

        /// <summary>The sum, or null when it is not certainly below 180 degrees.</summary>
        internal Angle? Plus(Angle other)
        {
            var sine = (Sine * other.Cosine) + (Cosine * other.Sine);
            return sine.Lower > 0 ? new Angle((Cosine * other.Cosine) - (Sine * other.Sine), sine) : null;
        }

        /// <summary>The difference, 0 when it is negative. Both angles are at most 90 degrees.</summary>
        internal Angle Minus(Angle other)
        {
            var sine = (Sine * other.Cosine) - (Cosine * other.Sine);
            var cosine = (Cosine * other.Cosine) + (Sine * other.Sine);
            return sine.Lower > 0 ? new Angle(cosine, sine)
                : sine.Upper > 0 ? new Angle(Interval.Max(cosine, new Interval(double.NegativeInfinity, 1)), Interval.Max(sine, 0))
                    : new Angle(1, 0);
        }
    }

    /// <summary>Enclosure of the cosine of the angle between two vectors that are not 0.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    internal static Interval Cosine(double[] a, double[] b)
    {
        Interval product = 0;
        for (var k = 0; k < a.Length; k++)
        {
            product += (Interval)a[k] * b[k];
        }

        return product / (Length(a) * Length(b));
    }

    private static Interval Length(double[] a)
    {
        Interval sum = 0;
        foreach (var x in a)
        {
            sum += ((Interval)x).Square();
        }

        return sum.Sqrt();
    }

    private static Interval Root(Interval value) => Interval.Max(value, 0).Sqrt();
}
