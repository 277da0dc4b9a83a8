using IsoApprox.Arithmetic;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Rank;

namespace IsoApprox.Tests.Certificates;

/// <summary>Far crosses {+-e_1}, {+-e_2} with certificates.</summary>
internal static class FarCrossesOfTests
{
    /// <summary>Four crosses at the corners of a square.</summary>
    internal static FarCopiesCertificate Square(int spacing, double level, double widthSum = 2.5) =>
        At([(0, 0), (1, 0), (1, 1), (0, 1)], spacing, level, [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 0, 1)], widthSum);

    /// <summary>Three crosses at the corners of an equilateral triangle, one pair of each along the bisector.</summary>
    internal static FarCopiesCertificate Triangle(double spacing, double level, double widthSum = 2.42)
    {
        var points = new ExactRational[12, 2];
        for (var i = 0; i < 12; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * (i / 4) / 3);
            var (along, across) = (i % 4 < 2 ? 1 - (2 * (i % 2)) : 0, i % 4 < 2 ? 0 : 1 - (2 * (i % 2)));
            points[i, 0] = ((spacing / Math.Sqrt(3) + along) * cos) - (across * sin);
            points[i, 1] = ((spacing / Math.Sqrt(3) + along) * sin) + (across * cos);
        }

        return From(points, 3, level, [(0, 1, 1), (1, 2, 1), (2, 0, 1)], widthSum);
    }

    /// <summary>A cross at each place, with the first, the second and the last place as the frame.</summary>
    internal static FarCopiesCertificate At(
        (int X, int Y)[] places, int spacing, double level, (int First, int Second, double Weight)[] pairs, double widthSum = 2.5)
    {
        var points = new ExactRational[4 * places.Length, 2];
        for (var i = 0; i < points.GetLength(0); i++)
        {
            var sign = i % 2 == 0 ? 1 : -1;
            points[i, 0] = ((long)spacing * places[i / 4].X) + (i % 4 < 2 ? sign : 0);
            points[i, 1] = ((long)spacing * places[i / 4].Y) + (i % 4 < 2 ? 0 : sign);
        }

        return From(points, places.Length, level, pairs, widthSum);
    }

    private static FarCopiesCertificate From(
        ExactRational[,] points, int copies, double level, (int First, int Second, double Weight)[] pairs, double widthSum)
    {
        var instance = RationalInstance.FromPoints([.. Enumerable.Range(0, 4 * copies).Select(i => i / 2)], points);
        return new FarCopiesCertificate
        {
            Digest = instance.Digest,
            Instance = instance,
            Copies =
            [
                .. Enumerable.Range(0, copies)
                    .Select(c => new FarCopy([4 * c, (4 * c) + 1, (4 * c) + 2, (4 * c) + 3], ExactRational.From(widthSum))),
            ],
            Pairs = [.. pairs.Select(p => new CopyPair(p.First, p.Second, ExactRational.From(p.Weight)))],
            Frame = [0, 1, copies - 1],
            Level = ExactRational.From(level),
        };
    }
}
