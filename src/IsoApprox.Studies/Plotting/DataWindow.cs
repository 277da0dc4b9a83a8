namespace IsoApprox.Studies.Plotting;

/// <summary>The smallest rectangle of data coordinates that holds everything a panel shows.</summary>
internal sealed class DataWindow
{
    /// <summary>Smallest x.</summary>
    public double Left { get; private set; } = double.PositiveInfinity;

    /// <summary>Largest x.</summary>
    public double Right { get; private set; } = double.NegativeInfinity;

    /// <summary>Smallest y.</summary>
    public double Bottom { get; private set; } = double.PositiveInfinity;

    /// <summary>Largest y.</summary>
    public double Top { get; private set; } = double.NegativeInfinity;

    /// <summary>A window around points.</summary>
    public static DataWindow Around(PlanarPoints points) => new DataWindow().Include(points);

    /// <summary>Includes every point.</summary>
    public DataWindow Include(PlanarPoints points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            Include(points.X[i], points.Y[i]);
        }

        return this;
    }

    /// <summary>Includes whole discs.</summary>
    public DataWindow Include(IEnumerable<Disc> discs)
    {
        foreach (var disc in discs)
        {
            Include(disc.X - disc.Radius, disc.Y - disc.Radius);
            Include(disc.X + disc.Radius, disc.Y + disc.Radius);
        }

        return this;
    }

    /// <summary>Includes one point.</summary>
    public DataWindow Include(double x, double y)
    {
        (Left, Right) = (Math.Min(Left, x), Math.Max(Right, x));
        (Bottom, Top) = (Math.Min(Bottom, y), Math.Max(Top, y));
        return this;
    }

    /// <summary>
    /// Smallest extent that is drawn: 1e-9 of the magnitude of the coordinates so that doubles resolve it; for a single place 1/5 of the
    /// magnitude, or 2 at the origin.
    /// </summary>
    public double SmallestExtent()
    {
        var magnitude = new[] { Left, Right, Bottom, Top }.Max(Math.Abs);
        return Right > Left || Top > Bottom ? 1e-9 * magnitude : magnitude > 0 ? magnitude / 5 : 2;
    }
}
