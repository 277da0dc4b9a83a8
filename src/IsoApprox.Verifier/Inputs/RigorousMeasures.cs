using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Verifier.Inputs;

/// <summary>
/// Enclosures of the core's measures for the exact doubles of an embedding, at every scale. The core computes a distance with relative
/// error below (n + 3) 2^-53; maxima and minima of computed distances inherit it.
/// </summary>
public static class RigorousMeasures
{
    /// <summary>||x - y||; exactly 0 for equal points.</summary>
    /// <param name="x">n coordinates.</param>
    /// <param name="y">n coordinates.</param>
    public static Interval Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => EnclosedDistance.Distance(x, y);

    /// <summary>L(f) = max over anchors of [max_p d(a,p) - min_n d(a,n)]_+ between neighbouring doubles; exactly 0 when and only when f is
    /// Triplet-Separated. Cost O(N^2 n).</summary>
    /// <param name="f">The embedding.</param>
    public static Interval HardLoss(Embedding f) =>
        IdealSet.TripletSeparated().Violations(f) is [var worst] ? Interval.Max(worst.Amount, Interval.Zero) : Interval.Zero;

    /// <summary>diam f; exactly 0 when all points are equal. Cost O(N^2 n).</summary>
    /// <param name="f">The embedding.</param>
    public static Interval Diameter(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return AllEqual(f) ? Interval.Zero : Enclose(Measures.Diameter.Compute(f).Value, f.Dimension);
    }

    /// <summary>d_iso(f, g), Eq. (13); exactly 0 when g has the coordinates of f. Cost O(N^2 n).</summary>
    /// <param name="f">N points.</param>
    /// <param name="g">N points in any dimension.</param>
    public static Interval IsometricError(Embedding f, Embedding g) => Measures.IsometricError.Enclose(f, g);

    /// <summary>max_i ||f_i - g_i||; exactly 0 when g has the coordinates of f. Cost O(N n).</summary>
    /// <param name="f">N points in R^n.</param>
    /// <param name="g">N points in R^n.</param>
    public static Interval Displacement(Embedding f, Embedding g)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        var largest = Interval.Zero;
        for (var i = 0; i < f.Count; i++)
        {
            largest = Interval.Max(largest, Distance(f[i], g[i]));
        }

        return largest;
    }

    /// <summary>
    /// Width of f along a direction e: (max_i e.f_i - min_i e.f_i) / ||e||, an upper bound of the thickness for every e. Cost O(N n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="direction">n numbers, not all 0; need not have unit length.</param>
    public static Interval Width(Embedding f, ReadOnlySpan<double> direction) => Measures.Width.Enclose(f, direction);

    /// <summary>
    /// An upper bound of the dimension of the affine hull of f: min(N - 1, number of coordinates that are not constant). Cost O(N n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    public static int RankBound(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var varying = 0;
        for (var k = 0; k < f.Dimension; k++)
        {
            var i = 1;
            while (i < f.Count && f[i][k] == f[0][k])
            {
                i++;
            }

            varying += i < f.Count ? 1 : 0;
        }

        return Math.Min(varying, f.Count - 1);
    }

    /// <summary>
    /// Encloses an exact value whose computed value is a distance in R^dimension, or a maximum or minimum of such distances.
    /// </summary>
    internal static Interval Enclose(double computed, int dimension)
    {
        // One unit of the least double for the rounding of subnormal results.
        var relative = (dimension + 8) * (Interval)1.1102230246251565e-16;
        var slack = Math.Min(computed, double.MaxValue) * relative + double.Epsilon;
        return new Interval(Math.Max(0, (Math.Min(computed, double.MaxValue) - slack).Lower), (computed + slack).Upper);
    }

    private static bool AllEqual(Embedding f) => Enumerable.Range(1, f.Count - 1).All(i => f[i].SequenceEqual(f[0]));
}
