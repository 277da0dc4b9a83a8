using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Branch;

/// <summary>
/// Simplicial cones of directions in R^n, n = 1, 2, 3: cone(v_1, ..., v_n) = { sum c_t v_t, c_t >= 0 } for linearly independent generators
/// of any length. The zero vector lies in every cone. Whether cones cover a set is decided exactly, in dyadic rational arithmetic on the
/// stored doubles.
/// </summary>
public static class BranchDirections
{
    /// <summary>Largest dimension.</summary>
    public const int LargestDimension = 3;

    private const double Smallest = 1e-30;
    private const double Largest = 1e30;

    /// <summary>True for n generators of n coordinates that are linearly independent and of moderate size.</summary>
    /// <param name="cone">The generators.</param>
    public static bool IsCone(double[][] cone)
    {
        ArgumentNullException.ThrowIfNull(cone);
        return cone.Length is >= 1 and <= LargestDimension && Array.TrueForAll(cone, v => IsModerate(v, cone.Length)) && Sign(cone) != 0;
    }

    /// <summary>
    /// True when the n + 1 cones that leave out one of the n + 1 vectors cover R^n: every determinant without v_t has the sign (-1)^t times
    /// a common one, so 0 is a positive combination of all of them (Cramer); any vector is a combination too, and moving along that
    /// relation until one coefficient vanishes leaves the others not negative.
    /// </summary>
    /// <param name="vectors">n + 1 vectors of n coordinates.</param>
    public static bool CoverAll(double[][] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var n = vectors.Length - 1;
        if (n is < 1 or > LargestDimension || !Array.TrueForAll(vectors, v => IsModerate(v, n)))
        {
            return false;
        }

        var common = Sign(Without(vectors, 0));
        for (var t = 1; t <= n; t++)
        {
            if (Sign(Without(vectors, t)) != ((t & 1) == 0 ? common : -common))
            {
                return false;
            }
        }

        return common != 0;
    }

    /// <summary>The vectors without number <paramref name="t"/>.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="t">0-based.</param>
    public static double[][] Without(double[][] vectors, int t) => [.. vectors.Where((_, k) => k != t)];

    /// <summary>
    /// True when the two cones with generator s or generator t replaced by m cover the cone: m = sum c_k v_k with c_s, c_t > 0 and all
    /// other c_k &lt;= 0. Proof: for x = sum a_k v_k with a_s / c_s &lt;= a_t / c_t, put v_s = (m - c_t v_t - ...) / c_s; every coefficient
    /// stays not negative.
    /// </summary>
    /// <param name="cone">n generators, linearly independent.</param>
    /// <param name="s">First generator of the edge.</param>
    /// <param name="t">Second generator of the edge.</param>
    /// <param name="m">The vector at which the edge is split.</param>
    public static bool SplitCovers(double[][] cone, int s, int t, double[] m)
    {
        ArgumentNullException.ThrowIfNull(cone);
        if ((uint)s >= (uint)cone.Length || (uint)t >= (uint)cone.Length || s == t || !IsModerate(m, cone.Length))
        {
            return false;
        }

        var whole = Sign(cone);
        for (var k = 0; k < cone.Length; k++)
        {
            var sign = whole * Sign(Replace(cone, k, m));
            if (k == s || k == t ? sign <= 0 : sign > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The cone with generator <paramref name="k"/> replaced.</summary>
    /// <param name="cone">The generators.</param>
    /// <param name="k">0-based.</param>
    /// <param name="m">The new generator.</param>
    public static double[][] Replace(double[][] cone, int k, double[] m)
    {
        ArgumentNullException.ThrowIfNull(cone);
        var result = (double[][])cone.Clone();
        result[k] = m;
        return result;
    }

    /// <summary>
    /// True when the ball of the given centre and radius certainly lies in the cone: every facet normal W, pointing inwards, has W.centre
    /// >= radius ||W||.
    /// </summary>
    /// <param name="cone">n generators, linearly independent.</param>
    /// <param name="centre">Enclosures of the n coordinates of the centre.</param>
    /// <param name="radius">Radius >= 0.</param>
    public static bool ContainsBall(double[][] cone, ReadOnlySpan<Interval> centre, double radius)
    {
        ArgumentNullException.ThrowIfNull(cone);
        var inwards = Sign(cone);
        for (var t = 0; t < cone.Length; t++)
        {
            var normal = Facet(cone, t);
            Interval value = 0;
            Interval squared = 0;
            for (var d = 0; d < normal.Length; d++)
            {
                value += inwards * normal[d] * centre[d];
                squared += normal[d].Square();
            }

            if (!((value - (radius * squared.Sqrt())).Lower >= 0))
            {
                return false;
            }
        }

        return inwards != 0;
    }

    /// <summary>
    /// A q with z.x >= q ||x|| in the cone: q = min over the generators of z.v / ||v||, rounded down, when that is not negative (x = sum
    /// c_t v_t has ||x|| &lt;= sum c_t ||v_t||); -||z|| otherwise.
    /// </summary>
    /// <param name="cone">The generators.</param>
    /// <param name="z">A vector.</param>
    public static double LeastSlope(double[][] cone, ReadOnlySpan<double> z)
    {
        ArgumentNullException.ThrowIfNull(cone);
        var least = double.PositiveInfinity;
        foreach (var v in cone)
        {
            Interval value = 0;
            Interval squared = 0;
            for (var d = 0; d < z.Length; d++)
            {
                value += (Interval)z[d] * v[d];
                squared += ((Interval)v[d]).Square();
            }

            least = Math.Min(least, (value / squared.Sqrt()).Lower);
        }

        return least >= 0 ? least : -BranchSum.Norm(z).Upper;
    }

    /// <summary>True for n coordinates of moderate size, not all 0.</summary>
    internal static bool IsModerate(double[] v, int n) =>
        v is not null && v.Length == n && Array.TrueForAll(v, x => Math.Abs(x) <= Largest) && Array.Exists(v, x => Math.Abs(x) >= Smallest);

    /// <summary>The normal of the facet opposite to generator t, with W.v_t = det of the cone.</summary>
    private static Interval[] Facet(double[][] cone, int t)
    {
        if (cone.Length == 1)
        {
            return [1];
        }

        if (cone.Length == 2)
        {
            var v = cone[1 - t];
            return t == 0 ? [v[1], -v[0]] : [-v[1], v[0]];
        }

        var (a, b) = (cone[(t + 1) % 3], cone[(t + 2) % 3]);
        return [Minor(a, b, 1, 2), Minor(a, b, 2, 0), Minor(a, b, 0, 1)];
    }

    private static Interval Minor(double[] a, double[] b, int p, int q) => ((Interval)a[p] * b[q]) - ((Interval)a[q] * b[p]);

    /// <summary>The exact sign of the determinant: intervals first, dyadic rationals where they do not decide.</summary>
    internal static int Sign(double[][] cone)
    {
        var normal = Facet(cone, 0);
        Interval value = 0;
        for (var d = 0; d < normal.Length; d++)
        {
            value += normal[d] * cone[0][d];
        }

        return value.Lower > 0 ? 1 : value.Upper < 0 ? -1 : ExactSign(cone);
    }

    /// <summary>The same in dyadic rationals alone.</summary>
    internal static int ExactSign(double[][] cone)
    {
        ExactDyadic Entry(int r, int c) => cone[r][c];
        ExactDyadic Two(int r, int p, int q) => (Entry(r, p) * Entry(r + 1, q)) - (Entry(r, q) * Entry(r + 1, p));
        return cone.Length switch
        {
            1 => Entry(0, 0).Sign,
            2 => Two(0, 0, 1).Sign,
            _ => ((Entry(0, 0) * Two(1, 1, 2)) + (Entry(0, 1) * Two(1, 2, 0)) + (Entry(0, 2) * Two(1, 0, 1))).Sign,
        };
    }
}
