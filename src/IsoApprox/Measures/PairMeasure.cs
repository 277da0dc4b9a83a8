using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>A value attained at a pair of rows (lowest rows on ties).</summary>
/// <param name="Value">The value, length unit of the points.</param>
/// <param name="First">Lower row of the pair.</param>
/// <param name="Second">Higher row; equal to <paramref name="First"/> when N = 1.</param>
public readonly record struct PairMeasure(double Value, int First, int Second);

/// <summary>diam f = max over pairs of ||f_i - f_j||.</summary>
public static class Diameter
{
    /// <summary>The diameter, accurate at every scale, and the pair with the largest squared distance (lowest rows on ties). Cost O(N^2 n)
    /// on all cores, memory O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PairMeasure Compute(Embedding f, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        var range = PointRange.Of(f);
        using var points = SweepPoints.All(f, range);
        var shared = new SharedBest();
        PairSweep.Run(points, null, () => new FarthestPairVisitor(points, shared), v => shared.Merge(v.Best), progress, cancellation);
        var (squared, i, j) = shared.Best;
        return range.IsWide && Math.Sqrt(squared) < PointRange.SafeDistance
            ? WidePairs.Largest(f.Count, (p, q) => PairwiseDistances.WideDistance(f[p], f[q]), cancellation)
            : squared < 0 ? new PairMeasure(0, 0, 0) : new PairMeasure(Math.ScaleB(Math.Sqrt(squared), points.Exponent), i, j);
    }
}

/// <summary>The isometric error d_iso (Eq. 13).</summary>
public static class IsometricError
{
    private const long EncloseUpTo = 1 << 15;

    /// <summary>
    /// d_iso(f,g) = max over pairs of | ||f_i - f_j|| - ||g_i - g_j|| |, with a pair that attains it. Each distance has relative error at
    /// most (n + 3) 2^-54 or so, coincident and nearly coincident points included. Cost O(N^2 n) on all cores, memory O(N n).
    /// </summary>
    /// <param name="f">N points in R^n.</param>
    /// <param name="g">N points in any dimension; labels are not used.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="EmbeddingException">Different numbers of points.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PairMeasure Compute(
        Embedding f, Embedding g, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        RequireSameCount(f, g);
        var range = PointRange.Of(f, g);
        using var first = SweepPoints.All(f, range);
        using var second = SweepPoints.All(g, range);
        var shared = new SharedBest();
        PairSweep.Run(
            first, second, () => new DistanceChangeVisitor(first, second, shared), v => shared.Merge(v.Best), progress, cancellation);
        var (value, i, j) = shared.Best;
        return range.IsWide && value < PointRange.SafeDistance
            ? WidePairs.Largest(
                f.Count, (p, q) => (PairwiseDistances.WideDistance(f[p], f[q]) - PairwiseDistances.WideDistance(g[p], g[q])).Abs(),
                cancellation)
            : value < 0 ? new PairMeasure(0, 0, 0) : new PairMeasure(Math.ScaleB(value, first.Exponent), i, j);
    }

    /// <summary>
    /// An interval that contains d_iso(f,g) of the stored doubles, at every scale; [0, 0] when g has the coordinates of f. Up to N^2 n =
    /// 2^15 all pairs are enclosed, and where distances cancel so that their errors show they are taken exactly. Above that it is, from
    /// below, the change of the pair found and, from above, the computed value and the errors of two distances. Cost O(N^2 n) on all cores,
    /// memory O(N n).
    /// </summary>
    /// <inheritdoc cref="Compute"/>
    public static Interval Enclose(Embedding f, Embedding g, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        RequireSameCount(f, g);
        if (f.Dimension == g.Dimension && f.Coordinates.SequenceEqual(g.Coordinates))
        {
            return Interval.Zero;
        }

        var n = Math.Max(f.Dimension, g.Dimension);
        if ((long)f.Count * f.Count * n <= EncloseUpTo)
        {
            return IsometricChanges.Enclose(f, g);
        }

        var worst = Compute(f, g, progress, cancellation);
        var lower = IsometricChanges.Enclose(f, g, worst.First, worst.Second).Lower;

        // Each distance has a relative error below (n + 8) 2^-54; charged is twice as much. In a wide range kernels may lose 2^-520 in
        // their scale besides.
        var relative = (n + 8) * PairwiseDistances.UnitRoundoff;
        var largest = (Interval)Diameter.Compute(f, null, cancellation).Value + Diameter.Compute(g, null, cancellation).Value;
        var range = PointRange.Of(f, g);
        var lost = Math.Max(4 * double.Epsilon, range.IsWide ? Math.ScaleB(1, range.Exponent - 500) : 0);
        return new Interval(lower, Math.Max(lower, (worst.Value + (largest * relative) + lost).Upper));
    }

    private static void RequireSameCount(Embedding f, Embedding g)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        if (f.Count != g.Count)
        {
            throw new EmbeddingException($"the embeddings have {f.Count} and {g.Count} points; row i of both must be the same item");
        }
    }
}
