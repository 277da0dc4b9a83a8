using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// Directions of the plane from a start counterclockwise to an end, both included; a single direction when they are parallel. Less than the full circle. The
/// zero vector belongs to every arc. Vectors may have any length of moderate size (<see cref="BranchDirections.IsModerate"/>); decisions are exact.
/// </summary>
/// <param name="Start">First vector.</param>
/// <param name="End">Last vector.</param>
public sealed record PlanarArc(double[] Start, double[] End)
{
    /// <summary>True when the arc is at most 180 degrees wide: it is then a convex cone.</summary>
    public bool IsConvex { get; } = Cross(Start, End) is var sign && sign >= 0;

    /// <summary>True when it is less than 180 degrees wide.</summary>
    public bool IsPointed { get; } = Cross(Start, End) is var sign && (sign > 0 || (sign == 0 && Dot(Start, End) > 0));

    /// <summary>True for a single direction.</summary>
    public bool IsRay => IsPointed && Cross(Start, End) == 0;

    /// <summary>The arc of the opposite vectors.</summary>
    public PlanarArc Negated => new(Negate(Start), Negate(End));

    /// <summary>All directions within 90 degrees of some direction of the arc, which must be pointed; null when these are all directions but at most one.</summary>
    public PlanarArc? Acute => IsPointed ? new PlanarArc([Start[1], -Start[0]], [-End[1], End[0]]) : null;

    /// <summary>True when v lies in the arc.</summary>
    public bool Contains(double[] v)
    {
        if (!IsConvex)
        {
            return !(Cross(End, v) > 0 && Cross(v, Start) > 0);
        }

        return Cross(Start, v) >= 0 && (IsPointed ? Cross(v, End) >= 0 && (!IsRay || Dot(Start, v) > 0) : true);
    }

    /// <summary>True when v lies strictly between the ends, so that it cuts the arc into two.</summary>
    public bool IsInside(double[] v) => Contains(v) && !IsSame(v, Start) && !IsSame(v, End);

    /// <summary>
    /// An arc that contains the common part of two. Where that is in two pieces or empty it is the first one.
    /// </summary>
    /// <param name="arc">The first arc; null for all directions.</param>
    /// <param name="other">The second one.</param>
    public static PlanarArc Intersect(PlanarArc? arc, PlanarArc other)
    {
        if (arc is null)
        {
            return other;
        }

        var (start, end) = (arc.Contains(other.Start), arc.Contains(other.End));
        return (start, end) switch
        {
            (true, true) => arc.IsBefore(other.Start, other.End) ? other : arc,
            (true, false) => new PlanarArc(other.Start, arc.End),
            (false, true) => new PlanarArc(arc.Start, other.End),
            _ => arc,
        };
    }

    /// <summary>The smallest arc that contains two pointed arcs, and so every sum of a vector of each; null when it is wider than 180 degrees.</summary>
    public static PlanarArc? Hull(PlanarArc first, PlanarArc second)
    {
        var start = Cross(first.Start, second.Start) >= 0 ? first.Start : second.Start;
        var end = Cross(first.End, second.End) >= 0 ? second.End : first.End;
        var hull = new PlanarArc(start, end);
        return hull.IsConvex && hull.Contains(first.Start) && hull.Contains(first.End) && hull.Contains(second.Start) && hull.Contains(second.End)
            ? hull : null;
    }

    /// <summary>True when the ends have the same directions.</summary>
    public bool SameAs(PlanarArc other) => IsSame(Start, other.Start) && IsSame(End, other.End);

    /// <summary>True when u, in the arc, comes before v, in the arc, or in the same direction.</summary>
    private bool IsBefore(double[] u, double[] v)
    {
        var (first, second) = (Half(u), Half(v));
        return first != second ? first < second : Cross(u, v) >= 0;
    }

    /// <summary>0 when the angle from the start is below 180 degrees, else 1.</summary>
    private int Half(double[] v) => Cross(Start, v) is var sign && (sign > 0 || (sign == 0 && Dot(Start, v) > 0)) ? 0 : 1;

    private static bool IsSame(double[] u, double[] v) => ReferenceEquals(u, v) || (Cross(u, v) == 0 && Dot(u, v) > 0);

    private static double[] Negate(double[] v) => [-v[0], -v[1]];

    private static int Dot(double[] u, double[] v) => Sign(u[0], v[0], -u[1], v[1]);

    private static int Cross(double[] u, double[] v) => Sign(u[0], v[1], u[1], v[0]);

    /// <summary>Sign of a b - c d: products of moderate numbers neither overflow nor underflow, so that the filter's error is relative.</summary>
    private static int Sign(double a, double b, double c, double d)
    {
        var (left, right) = (a * b, c * d);
        var value = left - right;
        return Math.Abs(value) > 1e-15 * (Math.Abs(left) + Math.Abs(right)) && Math.Abs(value) > 1e-200 ? Math.Sign(value)
            : (((ExactDyadic)a * b) - ((ExactDyadic)c * d)).Sign;
    }
}
