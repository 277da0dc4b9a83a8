using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// The optimal displacement of one triplet (a, p, n) in floating point: the least r for which points z within r of a, p, n satisfy |z_a -
/// z_p| + alpha &lt;= |z_a - z_n|. At the optimum z_p lies r towards z_a, z_n lies r away from z_a, and z_a moved by r along z_p - z_n
/// (stationarity): a fixed point in that direction, with r the root of |a + r e - p| - |a + r e - n| = 2r - alpha. The multipliers mu_a :
/// mu_p : mu_n = |z_n - z_p| : |z_p - z_a| : |z_n - z_a| over r, lambda = nu = 1 follow. Proves nothing: the multipliers are handed to the
/// Gram checker.
/// </summary>
internal static class TripletOptimum
{
    private const int Steps = 200;
    private static readonly double[] StartAngles = [0, 0.7, -0.7];

    /// <summary>The radius, in a unit of its own, and mu for lambda_ap = nu_an = 1; radius 0 when nothing is violated or the points are too
    /// special.</summary>
    internal static (double Radius, double[] Mu) Compute(
        ReadOnlySpan<double> anchor, ReadOnlySpan<double> positive, ReadOnlySpan<double> negative, double margin)
    {
        // Three points span at most a plane: a = 0, p on the first axis, in a unit whose squares are in range (mu has none).
        var unit = Math.Max(
            PairwiseDistances.LargestExponent(anchor, positive) ?? int.MinValue,
            PairwiseDistances.LargestExponent(anchor, negative) ?? int.MinValue);
        if (unit == int.MinValue)
        {
            return (0, []);
        }

        double pp = 0, pn = 0, nn = 0;
        for (var k = 0; k < anchor.Length; k++)
        {
            var x = PairwiseDistances.ScaledDifference(positive[k], anchor[k], unit);
            var y = PairwiseDistances.ScaledDifference(negative[k], anchor[k], unit);
            (pp, pn, nn) = (pp + (x * x), pn + (x * y), nn + (y * y));
        }

        margin = Math.ScaleB(margin, -unit);

        var p = new Planar(Math.Sqrt(pp), 0);
        var n = p.X > 0 ? new Planar(pn / p.X, Math.Sqrt(Math.Max(0, nn - (pn * pn / pp)))) : new Planar(Math.Sqrt(nn), 0);
        // Collinear points are a saddle of the fixed point: rotated starts leave it. Every start gives a radius that is attained, so the
        // least one is kept.
        var best = (Radius: double.PositiveInfinity, Mu: Array.Empty<double>());
        foreach (var angle in StartAngles)
        {
            var found = FixedPoint(p, n, (p - n).Unit().Rotated(angle), margin);
            best = found.Radius < best.Radius ? found : best;
        }

        return best.Radius > 0 && double.IsFinite(best.Radius) ? best : (0, []);
    }

    private static (double Radius, double[] Mu) FixedPoint(Planar p, Planar n, Planar direction, double margin)
    {
        var (radius, za, zp, zn) = (0.0, default(Planar), p, n);
        for (var step = 0; step < Steps; step++)
        {
            radius = Radius(p, n, direction, margin);
            za = radius * direction;
            zp = p + (radius * (za - p).Unit());
            zn = n + (radius * (n - za).Unit());
            var next = (zp - zn).Unit();
            var change = (next - direction).Norm();
            direction = next;
            if (!(change > 1e-16))
            {
                break;
            }
        }

        return (radius, [(zn - zp).Norm() / radius, (zp - za).Norm() / radius, (zn - za).Norm() / radius]);
    }

    private static double Radius(Planar p, Planar n, Planar direction, double margin)
    {
        var (low, high) = (0.0, Math.Max(0, (p.Norm() + margin - n.Norm()) / 2));
        for (var step = 0; step < 100 && low < high; step++)
        {
            var middle = low + ((high - low) / 2);
            var y = middle * direction;
            (low, high) = (y - p).Norm() - (y - n).Norm() > (2 * middle) - margin ? (middle, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Planar(double X, double Y)
    {
        public static Planar operator +(Planar a, Planar b) => new(a.X + b.X, a.Y + b.Y);

        public static Planar operator -(Planar a, Planar b) => new(a.X - b.X, a.Y - b.Y);

        public static Planar operator *(double s, Planar a) => new(s * a.X, s * a.Y);

        public Planar Rotated(double angle) =>
            new((Math.Cos(angle) * X) - (Math.Sin(angle) * Y), (Math.Sin(angle) * X) + (Math.Cos(angle) * Y));

        public double Norm() => Math.Sqrt((X * X) + (Y * Y));

        public Planar Unit() => Norm() is var norm && norm > 0 ? (1 / norm) * this : default;
    }
}
