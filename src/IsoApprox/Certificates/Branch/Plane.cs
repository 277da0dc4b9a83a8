namespace IsoApprox.Certificates.Branch;

/// <summary>A vector of the plane.</summary>
internal readonly record struct Plane(double X, double Y)
{
    private const double Rounding = 1e-15;
    private const double Smallest = 1e-200;

    public static Plane operator -(Plane v) => new(-v.X, -v.Y);

    /// <summary>The sign of det(a, b), exact: positive where b is counterclockwise of a by less than 180 degrees.</summary>
    internal static int Sign(Plane a, Plane b)
    {
        if (a == b)
        {
            return 0;
        }

        var (p, q) = (a.X * b.Y, a.Y * b.X);
        var value = p - q;
        return Math.Abs(value) > (Rounding * (Math.Abs(p) + Math.Abs(q))) + Smallest ? Math.Sign(value)
            : BranchDirections.ExactSign([[a.X, a.Y], [b.X, b.Y]]);
    }

    /// <summary>a.b, rounded.</summary>
    internal static double Dot(Plane a, Plane b) => (a.X * b.X) + (a.Y * b.Y);

    /// <summary>det(a, b), rounded.</summary>
    internal static double Det(Plane a, Plane b) => (a.X * b.Y) - (a.Y * b.X);
}
