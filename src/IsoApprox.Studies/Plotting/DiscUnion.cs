namespace IsoApprox.Studies.Plotting;

/// <summary>The disc ||x - (X,Y)|| &lt;= Radius, in data coordinates.</summary>
internal readonly record struct Disc(double X, double Y, double Radius);

/// <summary>A counter-clockwise part of the edge of a disc.</summary>
/// <param name="Disc">The disc.</param>
/// <param name="Start">Angle of the first point, radians in [0, 2 pi).</param>
/// <param name="Sweep">Angle covered, in (0, 2 pi]; 2 pi for the whole circle.</param>
internal readonly record struct DiscArc(Disc Disc, double Start, double Sweep);

/// <summary>
/// The boundary of a union of discs, as exact circular arcs: of each circle what no other disc covers, from the angles of the pairwise
/// intersections. Discs inside others, repeated discs and discs of radius 0 contribute nothing. Cost O(m^2 log m) for m discs.
/// </summary>
internal static class DiscUnion
{
    private const double FullTurn = 2 * Math.PI;
    private const double Sliver = 1e-9;

    /// <summary>The arcs, in the order of the discs.</summary>
    public static IReadOnlyList<DiscArc> Boundary(IReadOnlyList<Disc> discs)
    {
        var arcs = new List<DiscArc>();
        var distinct = discs.Where(d => d.Radius > 0).Distinct().ToArray();
        foreach (var disc in distinct)
        {
            var covered = new List<(double Start, double End)>();
            if (!distinct.Any(other => other != disc && Covers(other, disc, covered)))
            {
                arcs.AddRange(Uncovered(covered).Select(gap => new DiscArc(disc, gap.Start, gap.Sweep)));
            }
        }

        return arcs;
    }

    // True when the whole circle lies in the other disc; otherwise adds the covered angles.
    private static bool Covers(Disc other, Disc disc, List<(double Start, double End)> covered)
    {
        var (dx, dy) = (other.X - disc.X, other.Y - disc.Y);
        var distance = double.Hypot(dx, dy);
        if (distance + disc.Radius <= other.Radius)
        {
            return true;
        }

        if (distance + other.Radius <= disc.Radius || distance >= disc.Radius + other.Radius)
        {
            return false;
        }

        var cosine = (distance + ((disc.Radius - other.Radius) / distance * (disc.Radius + other.Radius))) / (2 * disc.Radius);
        var half = Math.Acos(Math.Clamp(cosine, -1, 1));
        var start = Math.Atan2(dy, dx) - half;
        start -= FullTurn * Math.Floor(start / FullTurn);
        var end = start + (2 * half);
        covered.Add((start, Math.Min(end, FullTurn)));
        if (end > FullTurn)
        {
            covered.Add((0, end - FullTurn));
        }

        return false;
    }

    private static List<(double Start, double Sweep)> Uncovered(List<(double Start, double End)> covered)
    {
        if (covered.Count == 0)
        {
            return [(0, FullTurn)];
        }

        covered.Sort();
        var gaps = new List<(double Start, double Sweep)>();
        var reached = 0.0;
        foreach (var (start, end) in covered)
        {
            if (start > reached)
            {
                gaps.Add((reached, start - reached));
            }

            reached = Math.Max(reached, end);
        }

        if (reached < FullTurn)
        {
            var rest = FullTurn - reached;
            if (gaps.Count > 0 && gaps[0].Start == 0)
            {
                rest += gaps[0].Sweep;
                gaps.RemoveAt(0);
            }

            gaps.Add((reached, rest));
        }

        gaps.RemoveAll(gap => gap.Sweep < Sliver);
        return gaps;
    }
}
