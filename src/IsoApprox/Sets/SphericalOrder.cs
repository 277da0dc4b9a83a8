using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>Distances between the radial projections p_i = g_i/||g_i||. Their squares 2 - 2 cos are not rational, but all comparisons are
/// decided exactly.</summary>
internal sealed class SphericalOrder : AnchorOrder
{
    private readonly double[] _projected;
    private readonly double _error;

    /// <summary>Projects.</summary>
    /// <param name="g">Points with norms between 1/2 and 2.</param>
    internal SphericalOrder(Embedding g)
        : base(g)
    {
        _projected = g.Coordinates.ToArray();
        for (var i = 0; i < g.Count; i++)
        {
            var row = _projected.AsSpan(i * g.Dimension, g.Dimension);
            var norm = PairwiseDistances.Distance(g[i], new double[g.Dimension]);
            foreach (ref var x in row)
            {
                x /= norm;
            }
        }

        // The norm has a relative error of (n/2 + 2) u, so a projected row is off by at most (n/2 + 4) u; a distance of two is below 2 and
        // has a relative error of (n/2 + 4) u besides. Twice the sum, also for what underflows.
        _error = 4 * (g.Dimension + 8) * PairwiseDistances.UnitRoundoff;
    }

    /// <inheritdoc/>
    internal override void Enclose(int i, Span<Interval> distances)
    {
        var n = Points.Dimension;
        for (var j = 0; j < distances.Length; j++)
        {
            var distance = Math.Sqrt(PairwiseDistances.Squared(_projected.AsSpan(i * n, n), _projected.AsSpan(j * n, n)));
            distances[j] = Representatives[i] == Representatives[j]
                ? Interval.Zero
                : new Interval(Math.Max(0, distance - _error), distance + _error);
        }
    }

    /// <inheritdoc/>
    internal override RowOrder From(int i) => new Rows(this, i);

    /// <summary>Sign of d(i, j) - d(i, k).</summary>
    private int Compare(int i, int j, int k)
    {
        if (Representatives[j] == Representatives[k])
        {
            return 0;
        }

        // cos_ij - cos_ik has the sign of p/sqrt(q) - r/sqrt(s).
        var (p, q) = (Product(i, j), Product(j, j));
        var (r, s) = (Product(i, k), Product(k, k));
        if (p.Sign != r.Sign)
        {
            return r.Sign.CompareTo(p.Sign);
        }

        var order = (r * r * q).CompareTo(p * p * s);
        return p.Sign >= 0 ? order : -order;
    }

    /// <summary>Sign of d(i, j) + margin - d(i, k).</summary>
    /// <remarks>
    /// With x = 2 - 2 p/sqrt(q), y = 2 - 2 r/sqrt(s), q = |g_i|^2 |g_j|^2, s = |g_i|^2 |g_k|^2: sqrt x + m - sqrt y has the sign of (sqrt x
    /// + m)^2 - y = 2 m sqrt x - R, R = y - x - m^2. Where R > 0 that is the sign of 4 m^2 x - R^2. Both R and this are numbers of the
    /// field of sqrt q and sqrt s; they are multiplied by q s and by (q s)^2.
    /// </remarks>
    private int Compare(int i, int j, double margin, int k)
    {
        if (margin == 0)
        {
            return Compare(i, j, k);
        }

        var (p, q) = (Product(i, j), Product(i, i) * Product(j, j));
        var (r, s) = (Product(i, k), Product(i, i) * Product(k, k));
        var m = (ExactDyadic)margin * margin;
        var (a, b, c) = (-1.0 * m * q * s, 2.0 * p * s, -2.0 * r * q);
        var rest = BiquadraticNumber.Sign(a, b, c, ExactDyadic.Zero, q, s);
        if (rest <= 0)
        {
            return rest < 0 || !Coincide(i, j) ? 1 : 0;
        }

        var (whole, rootQ) = (8.0 * m * q * q * s * s, -8.0 * m * p * q * s * s);
        return BiquadraticNumber.Sign(
            whole - ((a * a) + (b * b * q) + (c * c * s)), rootQ - (2.0 * a * b), -2.0 * a * c, -2.0 * b * c, q, s);
    }

    /// <summary>True when both rows project to one point.</summary>
    private bool Coincide(int i, int j)
    {
        var product = Product(i, j);
        return product.Sign > 0 && (product * product).CompareTo(Product(i, i) * Product(j, j)) == 0;
    }

    private ExactDyadic Product(int i, int j) => ExactDistance.Product(Points[i], Points[j]);

    private sealed class Rows(SphericalOrder order, int anchor) : RowOrder
    {
        internal override int Compare(int j, int k) => order.Compare(anchor, j, k);

        internal override int Compare(int j, double margin, int k) => order.Compare(anchor, j, margin, k);
    }
}
