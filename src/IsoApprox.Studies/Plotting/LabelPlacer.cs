namespace IsoApprox.Studies.Plotting;

/// <summary>
/// Puts labels beside points where they cover least: 16 directions at three distances are tried against the boxes of markers, sampled lines
/// and earlier labels. Labels stay inside the frame.
/// </summary>
/// <param name="frame">Where labels may lie.</param>
internal sealed class LabelPlacer(PixelBox frame)
{
    private const int Directions = 16;
    private readonly List<PixelBox> _taken = [];

    /// <summary>Keeps a marker free.</summary>
    public void AddPoint((double X, double Y) at, double radius = 7) =>
        _taken.Add(new PixelBox(at.X - radius, at.Y - radius, 2 * radius, 2 * radius));

    /// <summary>Keeps a line free.</summary>
    public void AddLine((double X, double Y) from, (double X, double Y) to, double radius = 2.5)
    {
        var pieces = (int)Math.Clamp(double.Hypot(to.X - from.X, to.Y - from.Y) / 5, 1, 200);
        for (var k = 0; k <= pieces; k++)
        {
            var t = (double)k / pieces;
            AddPoint((from.X + (t * (to.X - from.X)), from.Y + (t * (to.Y - from.Y))), radius);
        }
    }

    /// <summary>Keeps a circle free.</summary>
    public void AddCircle((double X, double Y) centre, double radius)
    {
        var pieces = (int)Math.Clamp(2 * Math.PI * radius / 5, 8, 400);
        for (var k = 0; k < pieces; k++)
        {
            var angle = 2 * Math.PI * k / pieces;
            AddPoint((centre.X + (radius * Math.Cos(angle)), centre.Y + (radius * Math.Sin(angle))), 2.5);
        }
    }

    /// <summary>Draws a label near a point.</summary>
    public void Place(SvgCanvas canvas, (double X, double Y) at, string markup, TextStyle style)
    {
        var (width, height) = (SvgText.Width(markup, style.Size, style.Bold) + 2, style.Size * 1.15);
        var (best, bestCost) = (default(PixelBox), double.PositiveInfinity);
        foreach (var distance in (double[])[4, 13, 26])
        {
            for (var k = 0; k < Directions; k++)
            {
                var angle = 2 * Math.PI * ((k + 2) % Directions) / Directions;
                var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
                var centreX = at.X + (cos * (distance + 6 + (width / 2)));
                var centreY = at.Y - (sin * (distance + 6 + (height / 2)));
                var box = new PixelBox(centreX - (width / 2), centreY - (height / 2), width, height);
                var cost = _taken.Sum(other => Overlap(box, other)) + (100 * ((width * height) - Overlap(box, frame))) + distance;
                if (cost < bestCost - 1e-6)
                {
                    (best, bestCost) = (box, cost);
                }
            }
        }

        var left = Math.Clamp(best.Left, frame.Left + 2, Math.Max(frame.Left + 2, frame.Right - 2 - width));
        var top = Math.Clamp(best.Top, frame.Top + 2, frame.Bottom - 2 - height);
        _taken.Add(new PixelBox(left, top, width, height));
        canvas.Text(left + (width / 2), top + (0.8 * height), markup, style with { Anchor = TextAnchor.Middle, Halo = true });
    }

    private static double Overlap(PixelBox a, PixelBox b)
    {
        var width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        var height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        return width > 0 && height > 0 ? width * height : 0;
    }
}
