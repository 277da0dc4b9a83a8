namespace IsoApprox.Certificates.Branch;

/// <summary>
/// The directions from Start counterclockwise to End, less than 360 degrees: narrow (less than 180, a convex cone, possibly one ray) or
/// wide.
/// </summary>
internal readonly record struct Sector(Plane Start, Plane End, bool IsNarrow)
{
    /// <summary>The sector between two directions; IsNarrow is decided exactly.</summary>
    internal static Sector Of(Plane start, Plane end) =>
        new(start, end, Plane.Sign(start, end) is var sign && (sign > 0 || (sign == 0 && Plane.Dot(start, end) > 0)));

    public static Sector operator -(Sector s) => new(-s.Start, -s.End, s.IsNarrow);

    /// <summary>True when v lies in it.</summary>
    internal bool Contains(Plane v) => !IsNarrow ? !(Plane.Sign(End, v) > 0 && Plane.Sign(v, Start) > 0)
        : Plane.Sign(Start, v) >= 0 && Plane.Sign(v, End) >= 0 && (Start != End || Plane.Dot(Start, v) > 0);

    /// <summary>
    /// The common part of this narrow sector and another one; of a wide one, whose complement is a convex cone, the hull of it. Null when
    /// there is none.
    /// </summary>
    internal Sector? Common(Sector other)
    {
        if (!other.IsNarrow)
        {
            var (first, last) = (other.Contains(Start), other.Contains(End));
            return first || last ? new Sector(first ? Start : other.Start, last ? End : other.End, true) : null;
        }

        Plane? start = Contains(other.Start) ? other.Start : other.Contains(Start) ? Start : null;
        Plane? end = start is null ? null : Contains(other.End) ? other.End : other.Contains(End) ? End : null;
        return start is { } s && end is { } e ? new Sector(s, e, true) : null;
    }

    /// <summary>The hull of two parts of a narrow sector.</summary>
    internal static Sector Hull(Sector a, Sector b) =>
        new(Plane.Sign(a.Start, b.Start) >= 0 ? a.Start : b.Start, Plane.Sign(a.End, b.End) >= 0 ? b.End : a.End, true);
}
