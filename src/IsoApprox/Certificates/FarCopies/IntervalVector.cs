using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>A box that contains a vector of the plane.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
internal readonly record struct IntervalVector(Interval X, Interval Y)
{
    /// <summary>Enclosure of the length.</summary>
    internal Interval Length => (X.Square() + Y.Square()).Sqrt();

    /// <summary>Difference.</summary>
    public static IntervalVector operator -(IntervalVector a, IntervalVector b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Quotient by a length.</summary>
    public static IntervalVector operator /(IntervalVector a, Interval length) => new(a.X / length, a.Y / length);

    /// <summary>The exact vector, each coordinate rounded both ways.</summary>
    internal static IntervalVector From(ExactRational x, ExactRational y) => new(Enclose(x), Enclose(y));

    /// <summary>The two doubles around a number.</summary>
    internal static Interval Enclose(ExactRational value) => new(value.RoundDown(), value.RoundUp());

    /// <summary>Inner product.</summary>
    internal Interval Dot(IntervalVector other) => (X * other.X) + (Y * other.Y);

    /// <summary>Determinant of the two columns.</summary>
    internal Interval Cross(IntervalVector other) => (X * other.Y) - (Y * other.X);
}
