namespace IsoApprox.Arithmetic;

/// <summary>Numbers a + b sqrt q + c sqrt s + d sqrt(q s) with dyadic a, b, c, d and dyadic q, s > 0.</summary>
internal static class BiquadraticNumber
{
    /// <summary>Exact sign: u + sqrt(s) v with u = a + b sqrt q, v = c + d sqrt q; where their signs differ the squares are
    /// compared.</summary>
    internal static int Sign(ExactDyadic a, ExactDyadic b, ExactDyadic c, ExactDyadic d, ExactDyadic q, ExactDyadic s)
    {
        var (u, v) = (Sign(a, b, q), Sign(c, d, q));
        if (u == v || v == 0)
        {
            return u;
        }

        if (u == 0)
        {
            return v;
        }

        var difference = Sign((a * a) + (b * b * q) - (s * ((c * c) + (d * d * q))), 2.0 * ((a * b) - (s * c * d)), q);
        return u * difference;
    }

    private static int Sign(ExactDyadic a, ExactDyadic b, ExactDyadic q) => RootSums.Sign(a, b * b * q, b.Sign);
}
