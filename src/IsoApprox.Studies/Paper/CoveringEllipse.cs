using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Paper;

/// <summary>An ellipse around points: the shape and directions of their covariance, scaled until it holds every point.</summary>
/// <param name="X">Centre: the mean.</param>
/// <param name="Y">Centre: the mean.</param>
/// <param name="Major">Longer half axis; 0 when all points coincide.</param>
/// <param name="Minor">Shorter half axis; 0 when the points lie on a line.</param>
/// <param name="Angle">Direction of the longer axis, radians counter-clockwise from the first coordinate.</param>
internal readonly record struct CoveringEllipse(double X, double Y, double Major, double Minor, double Angle)
{
    /// <summary>The ellipse around points. Cost O(N).</summary>
    public static CoveringEllipse Around(PlanarPoints points)
    {
        var (mx, my) = (points.X.Average(), points.Y.Average());
        var scale = Math.Max(points.X.Max(v => Math.Abs(v - mx)), points.Y.Max(v => Math.Abs(v - my)));
        if (scale == 0)
        {
            return new CoveringEllipse(mx, my, 0, 0, 0);
        }

        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < points.Count; i++)
        {
            var (a, b) = ((points.X[i] - mx) / scale, (points.Y[i] - my) / scale);
            (xx, xy, yy) = (xx + (a * a), xy + (a * b), yy + (b * b));
        }

        var angle = 0.5 * Math.Atan2(2 * xy, xx - yy);
        var root = double.Hypot((xx - yy) / 2, xy);
        var major = Math.Sqrt(((xx + yy) / 2) + root);
        var minor = Math.Sqrt(Math.Max(0, ((xx + yy) / 2) - root));
        if (minor < 1e-7 * major)
        {
            minor = 0;
        }

        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        var factor = 0.0;
        for (var i = 0; i < points.Count; i++)
        {
            var (a, b) = ((points.X[i] - mx) / scale, (points.Y[i] - my) / scale);
            var along = ((a * cos) + (b * sin)) / major;
            var across = minor > 0 ? ((b * cos) - (a * sin)) / minor : 0;
            factor = Math.Max(factor, double.Hypot(along, across));
        }

        return new CoveringEllipse(mx, my, scale * factor * major, scale * factor * minor, angle);
    }

    /// <summary>Adds the ellipse to a window.</summary>
    public DataWindow IncludeIn(DataWindow window)
    {
        var (cos, sin) = (Math.Cos(Angle), Math.Sin(Angle));
        var (halfX, halfY) = (double.Hypot(Major * cos, Minor * sin), double.Hypot(Major * sin, Minor * cos));
        return window.Include(X - halfX, Y - halfY).Include(X + halfX, Y + halfY);
    }
}
