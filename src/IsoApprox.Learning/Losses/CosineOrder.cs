using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// Signs of differences of cosine distances d(i, j) = 1 - x_i.x_j/(||x_i|| ||x_j||), exact for the stored doubles: a comparison that
/// rounding leaves open is made in integers. Directions that are equal, or mirror images of each other about the anchor, are ties although
/// their rounded distances differ by 1e-16. Cost O(1) for a comparison that rounding decides, O(n) integer operations otherwise. The zero
/// vector has distance 1 from everything.
/// </summary>
/// <param name="f">The points.</param>
internal sealed class CosineOrder(Embedding f)
{
    /// <summary>2^-53.</summary>
    private const double Roundoff = 1.1102230246251565e-16;

    private readonly Dictionary<(int, int), ExactDyadic> _products = [];

    /// <summary>Sign of d(a, p) + margin - d(a, n).</summary>
    /// <param name="triplet">(a, p, n).</param>
    /// <param name="positive">d(a, p) as <see cref="DistanceField"/> rounds it.</param>
    /// <param name="negative">d(a, n), likewise.</param>
    /// <param name="margin">Finite, at least 0.</param>
    internal int Sign(Triplet triplet, double positive, double negative, double margin)
    {
        var difference = positive + margin - negative;
        var error = Error(positive) + Error(negative) + (4 * Roundoff * (positive + margin + negative));
        return Math.Abs(difference) > error ? Math.Sign(difference) : ExactSign(triplet, margin);
    }

    /// <summary>
    /// Error of a distance that is computed as half the squared distance of the rounded unit vectors. Each unit vector is off by less than
    /// delta = (n + 8) 2^-53, their difference of length sqrt(2 d) by 2 delta, and squaring adds a relative error of (n + 4) 2^-53.
    /// </summary>
    private double Error(double distance)
    {
        var delta = (f.Dimension + 8) * Roundoff;
        return 4 * delta * (Math.Sqrt(distance) + distance + delta);
    }

    /// <summary>
    /// d(a, p) + m - d(a, n) = cos(a, n) - cos(a, p) + m has, times ||a|| ||p|| ||n||, the sign of (a.n) ||p|| - (a.p) ||n|| + m ||a||
    /// ||p|| ||n||: a sum of three square roots.
    /// </summary>
    private int ExactSign(Triplet triplet, double margin)
    {
        var (a, p, n) = (triplet.Anchor, triplet.Positive, triplet.Negative);
        var (aa, pp, nn) = (Product(a, a), Product(p, p), Product(n, n));
        var (an, ap) = (Cosine(a, n), Cosine(a, p));
        ExactDyadic m = margin;
        return SignOf(
            new Root(an.Product.Sign, an.Product * an.Product * (ap.IsZero ? 1 : pp)),
            new Root(-ap.Product.Sign, ap.Product * ap.Product * (an.IsZero ? 1 : nn)),
            new Root(m.Sign, m * m * (aa.Sign == 0 ? 1 : aa) * (ap.IsZero ? 1 : pp) * (an.IsZero ? 1 : nn)));
    }

    /// <summary>The product and whether the other vector is zero: then the cosine is 0 and its norm may be taken as 1.</summary>
    private (ExactDyadic Product, bool IsZero) Cosine(int anchor, int other) => (Product(anchor, other), Product(other, other).Sign == 0);

    private ExactDyadic Product(int i, int j)
    {
        var key = i <= j ? (i, j) : (j, i);
        if (!_products.TryGetValue(key, out var sum))
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                sum += (ExactDyadic)f[i][k] * f[j][k];
            }

            _products[key] = sum;
        }

        return sum;
    }

    private static int SignOf(Root x, Root y, Root z)
    {
        var sum = SignOf(x, y);
        if (sum == 0 || z.Sign == 0 || sum == z.Sign)
        {
            return sum == 0 ? z.Sign : sum;
        }

        // |x + y| against |z|: (x + y)^2 - z^2 = (x^2 + y^2 - z^2) + 2 x y.
        var rest = x.Square + y.Square - z.Square;
        var mixed = x.Square * y.Square;
        return sum * SignOf(new Root(rest.Sign, rest * rest), new Root(x.Sign * y.Sign, mixed + mixed + mixed + mixed));
    }

    private static int SignOf(Root x, Root y) => x.Sign == 0 || y.Sign == 0 || x.Sign == y.Sign
        ? (x.Sign != 0 ? x.Sign : y.Sign)
        : x.Sign * x.Square.CompareTo(y.Square);

    /// <summary>The number sign * sqrt(square).</summary>
    private readonly record struct Root(int Sign, ExactDyadic Square);
}
