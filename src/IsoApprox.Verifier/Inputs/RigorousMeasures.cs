using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;
using IsoApprox.Separation;

namespace IsoApprox.Verifier.Inputs;

/// <summary>
/// Enclosures of the core's measures for the exact doubles of an embedding. The core computes a distance as the root of a sum of n squared
/// differences, with relative error below (n + 3) 2^-53; maxima and minima of computed distances inherit it. Distances below 1e-140 may
/// have underflowed and are enclosed by [0, 1e-139].
/// </summary>
public static class RigorousMeasures
{
    private const double Smallest = 1e-140;

    /// <summary>||x - y||; exactly 0 for equal points.</summary>
    /// <param name="x">n coordinates.</param>
    /// <param name="y">n coordinates.</param>
    public static Interval Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        x.SequenceEqual(y) ? Interval.Zero : Enclose(PairwiseDistances.Distance(x, y), x.Length);

    /// <summary>
    /// L(f) = max over anchors of [max_p d(a,p) - min_n d(a,n)]_+; exactly 0 when f is certainly Triplet-Separated. Cost O(N^2 n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    public static Interval HardLoss(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (f.ClassCount == 1 || TripletSeparation.IsSatisfied(f))
        {
            return Interval.Zero;
        }

        var anchors = AnchorDistances.Compute(f);
        var loss = Interval.Zero;
        for (var i = 0; i < f.Count; i++)
        {
            var farthest = FarthestPositive(f, i, anchors.FarthestPositiveDistance[i]);
            var nearest = Enclose(anchors.NearestNegativeDistance[i], f.Dimension);
            loss = Interval.Max(loss, farthest - nearest);
        }

        return loss;
    }

    /// <summary>diam f; exactly 0 when all points are equal. Cost O(N^2 n).</summary>
    /// <param name="f">The embedding.</param>
    public static Interval Diameter(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return AllEqual(f, 0, Enumerable.Range(0, f.Count)) ? Interval.Zero : Enclose(Measures.Diameter.Compute(f).Value, f.Dimension);
    }

    /// <summary>d_iso(f, g), Eq. (13); exactly 0 when g has the coordinates of f. Cost O(N^2 n).</summary>
    /// <param name="f">N points.</param>
    /// <param name="g">N points in any dimension.</param>
    public static Interval IsometricError(Embedding f, Embedding g)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        if (f.Dimension == g.Dimension && f.Coordinates.SequenceEqual(g.Coordinates))
        {
            return Interval.Zero;
        }

        var worst = Measures.IsometricError.Compute(f, g);
        var atWitness = Distance(f[worst.First], f[worst.Second]) - Distance(g[worst.First], g[worst.Second]);
        var lower = Math.Max(0, Math.Max(atWitness.Lower, -atWitness.Upper));
        var dimension = Math.Max(f.Dimension, g.Dimension);
        var largest = Diameter(f) + Diameter(g);
        var upper = Enclose(worst.Value, dimension) + (largest * RelativeError(dimension)) + Smallest;
        return new Interval(lower, Math.Max(lower, upper.Upper));
    }

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
    public static Interval Width(Embedding f, ReadOnlySpan<double> direction)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (norm, low, high) = (Interval.Zero, (Interval)double.PositiveInfinity, (Interval)double.NegativeInfinity);
        foreach (var e in direction)
        {
            norm += new Interval(e, e).Square();
        }

        for (var i = 0; i < f.Count; i++)
        {
            var x = f[i];
            var sum = Interval.Zero;
            for (var k = 0; k < x.Length; k++)
            {
                sum += (Interval)direction[k] * (x[k] - (Interval)f[0][k]);
            }

            (low, high) = (Interval.Min(low, sum), Interval.Max(high, sum));
        }

        var width = (high - low) / norm.Sqrt();
        return new Interval(Math.Max(0, width.Lower), Math.Max(0, width.Upper));
    }

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
        if (computed < Smallest)
        {
            return new Interval(0, 10 * Smallest);
        }

        if (double.IsPositiveInfinity(computed))
        {
            return new Interval(1e154, double.PositiveInfinity);
        }

        var slack = computed * (Interval)RelativeError(dimension);
        return new Interval((computed - slack).Lower, (computed + slack).Upper);
    }

    private static double RelativeError(int dimension) => (dimension + 8) * 1.1102230246251565e-16;

    private static Interval FarthestPositive(Embedding f, int anchor, double computed) =>
        computed == 0 && AllEqual(f, anchor, f.Members(f.Classes[anchor]).ToArray()) ? Interval.Zero : Enclose(computed, f.Dimension);

    private static bool AllEqual(Embedding f, int row, IEnumerable<int> others)
    {
        foreach (var other in others)
        {
            if (!f[row].SequenceEqual(f[other]))
            {
                return false;
            }
        }

        return true;
    }
}
