using IsoApprox.Arithmetic;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Rank;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>
/// Crosses {+-e_1}, {+-e_2} far from each other in the plane: L = 2 - sqrt 2, and Theorem 3's upper half, d_iso &lt;= 2 L, is false. Three
/// of them (N = 12, six classes of two) at the corners of an equilateral triangle, each with one pair along the bisector, have d_iso/L >
/// 2.08 in the limit of a large side; four (N = 16) at the corners of a square, with pairs along the sides, have (1 + sqrt 3)/(2 L) =
/// 2.3321 (docs/theory.md).
/// </summary>
public static class FarCrosses
{
    private const int PointsOfCross = 4;

    /// <summary>
    /// The part of the least sum of widths of a cross that the certificates use; the limits are about 2.449 and 1 + sqrt 3.
    /// </summary>
    private static readonly (ExactRational Triangle, ExactRational Square) WidthSum = (new(244, 100), new(27, 10));

    /// <summary>The certificate of the triangle with the largest level that is accepted, to one part in a thousand million; null where the
    /// side is too small for any.</summary>
    /// <param name="side">S >= 4.</param>
    public static FarCopiesCertificate? Triangle(int side) => Strongest(Draft(
        [.. Enumerable.Range(0, 3).Select(c => (Angle: Math.Tau * ((c / 3.0) + 0.25), c))
            .Select(corner => (side / Math.Sqrt(3) * Math.Cos(corner.Angle), side / Math.Sqrt(3) * Math.Sin(corner.Angle), corner.Angle))],
        side, WidthSum.Triangle));

    /// <summary>The certificate of the square, whose points are integers, likewise.</summary>
    /// <param name="side">S >= 4.</param>
    public static FarCopiesCertificate? Square(int side) => Strongest(Draft(
        [(0, 0, 0), (side, 0, 0), (side, side, 0), (0, side, 0)], side, WidthSum.Square));

    /// <summary>The certificate with the largest accepted level up to its own, by bisection; null where none is found.</summary>
    /// <param name="draft">Copies with their sums of widths, pairs and frame; its level is an upper limit.</param>
    public static FarCopiesCertificate? Strongest(FarCopiesCertificate draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        FarCopiesCertificate? best = null;
        for (var (low, high) = (0.0, draft.Level.RoundDown()); high - low > 1e-9 * high;)
        {
            var level = low + ((high - low) / 2);
            var tried = draft with { Level = ExactRational.From(level) };
            var accepted = tried.CheckAlone().Accepted;
            (low, high) = accepted ? (level, high) : (low, level);
            best = accepted ? tried : best;
        }

        return best;
    }

    /// <summary>Crosses at places, turned by angles; each is compared with the next one, the last with the first.</summary>
    private static FarCopiesCertificate Draft((double X, double Y, double Angle)[] places, int side, ExactRational widthSum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 4);
        var points = new ExactRational[places.Length * PointsOfCross, 2];
        for (var i = 0; i < points.GetLength(0); i++)
        {
            var (x, y, angle) = places[i / PointsOfCross];
            var (sin, cos) = Math.SinCos(angle);
            var (sign, isFirst) = (i % 2 == 0 ? 1 : -1, i % PointsOfCross < 2);
            points[i, 0] = x + (sign * (isFirst ? cos : -sin));
            points[i, 1] = y + (sign * (isFirst ? sin : cos));
        }

        var instance = RationalInstance.FromPoints([.. Enumerable.Range(0, points.GetLength(0)).Select(i => i / 2)], points);
        return new FarCopiesCertificate
        {
            Digest = instance.Digest,
            Instance = instance,
            Copies =
            [
                .. places.Select((_, c) => new FarCopy([.. Enumerable.Range(c * PointsOfCross, PointsOfCross)], widthSum)),
            ],
            Pairs = [.. places.Select((_, c) => new CopyPair(c, (c + 1) % places.Length, 1))],
            Frame = [0, 1, places.Length - 1],
            Level = widthSum / 2,
        };
    }
}
