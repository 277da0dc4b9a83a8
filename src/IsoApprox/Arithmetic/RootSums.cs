namespace IsoApprox.Arithmetic;

/// <summary>
/// sqrt p + sqrt q - sqrt r - sqrt s for dyadic numbers >= 0, decided without rounding. All comparisons of distances are of this form: a
/// distance and a margin against a distance, a distance against a threshold, one triplet's violation against another's.
/// </summary>
internal static class RootSums
{
    /// <summary>Exact sign: both sides of sqrt p + sqrt q &lt;= sqrt r + sqrt s are >= 0, and squaring them leaves one root less each
    /// time.</summary>
    internal static int Sign(ExactDyadic p, ExactDyadic q, ExactDyadic r, ExactDyadic s) =>
        Sign(p + q - (r + s), Four(p * q), Four(r * s));

    /// <summary>Bounds of the value: 0 when it is exactly 0, otherwise with a relative error of at most 2^-64.</summary>
    internal static (ExactDyadic Lower, ExactDyadic Upper) Bounds(ExactDyadic p, ExactDyadic q, ExactDyadic r, ExactDyadic s)
    {
        var sign = Sign(p, q, r, s);
        for (var bits = 128; sign != 0; bits *= 2)
        {
            var (a, b, c, d) = (p.SqrtBounds(bits), q.SqrtBounds(bits), r.SqrtBounds(bits), s.SqrtBounds(bits));
            var (lower, upper) = (a.Lower + b.Lower - (c.Upper + d.Upper), a.Upper + b.Upper - (c.Lower + d.Lower));
            var least = sign > 0 ? lower : ExactDyadic.Zero - upper;
            if (least.Sign > 0 && (upper - lower) * new ExactDyadic(1, 64) <= least)
            {
                return (lower, upper);
            }
        }

        return (ExactDyadic.Zero, ExactDyadic.Zero);
    }

    /// <summary>Sign of d + sqrt u - sqrt v.</summary>
    private static int Sign(ExactDyadic d, ExactDyadic u, ExactDyadic v)
    {
        var square = d * d;
        return d.Sign >= 0 ? Sign(square + u - v, Four(square * u), 1) : Sign(u - square - v, Four(square * v), -1);
    }

    /// <summary>Sign of d + sign sqrt u.</summary>
    internal static int Sign(ExactDyadic d, ExactDyadic u, int sign) =>
        u.Sign == 0 || d.Sign == sign ? d.Sign
        : d.Sign == 0 ? sign
        : sign * u.CompareTo(d * d);

    private static ExactDyadic Four(ExactDyadic value) => new(value.Mantissa, value.Exponent + 2);
}
