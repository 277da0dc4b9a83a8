using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Paper;

/// <summary>
/// Moves g by the rotation or reflection and translation that brings it closest to f in least squares, so that the two can be drawn over
/// each other. All distances of g stay as they are. With complex numbers: a rotation maximises |sum conj(g) f|, a reflection |sum g f|, the
/// larger one wins.
/// </summary>
internal static class PlanarAlignment
{
    /// <summary>g moved onto f. Cost O(N).</summary>
    public static PlanarPoints Align(PlanarPoints f, PlanarPoints g)
    {
        var (fx, fy, gx, gy) = (f.X.Average(), f.Y.Average(), g.X.Average(), g.Y.Average());
        var (rotation, reflection) = ((Re: 0.0, Im: 0.0), (Re: 0.0, Im: 0.0));
        for (var i = 0; i < f.Count; i++)
        {
            var (a, b, c, d) = (f.X[i] - fx, f.Y[i] - fy, g.X[i] - gx, g.Y[i] - gy);
            rotation = (rotation.Re + (c * a) + (d * b), rotation.Im + (c * b) - (d * a));
            reflection = (reflection.Re + (c * a) - (d * b), reflection.Im + (c * b) + (d * a));
        }

        var mirrored = double.Hypot(reflection.Re, reflection.Im) > double.Hypot(rotation.Re, rotation.Im);
        var (re, im) = mirrored ? reflection : rotation;
        var length = double.Hypot(re, im);
        (re, im) = length > 0 ? (re / length, im / length) : (1, 0);
        var (x, y) = (new double[g.Count], new double[g.Count]);
        for (var i = 0; i < g.Count; i++)
        {
            var (c, d) = (g.X[i] - gx, mirrored ? gy - g.Y[i] : g.Y[i] - gy);
            (x[i], y[i]) = (fx + (c * re) - (d * im), fy + (c * im) + (d * re));
        }

        return PlanarPoints.FromCoordinates(x, y);
    }
}
