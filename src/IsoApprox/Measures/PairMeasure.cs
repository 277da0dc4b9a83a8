using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Measures;

/// <summary>A value attained at a pair of rows (lowest rows on ties).</summary>
/// <param name="Value">The value, length unit of the points.</param>
/// <param name="First">Lower row of the pair.</param>
/// <param name="Second">Higher row; equal to <paramref name="First"/> when N = 1.</param>
public readonly record struct PairMeasure(double Value, int First, int Second);

/// <summary>diam f = max over pairs of ||f_i - f_j||.</summary>
public static class Diameter
{
    /// <summary>The diameter and the pair with the largest squared distance (lowest rows on ties). Cost O(N^2 n) on all cores, memory O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PairMeasure Compute(Embedding f, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        using var points = SweepPoints.All(f, PointRange.Of(f));
        var shared = new SharedBest();
        PairSweep.Run(points, null, () => new FarthestPairVisitor(points, shared), v => shared.Merge(v.Best), progress, cancellation);
        var (squared, i, j) = shared.Best;
        return squared < 0 ? new PairMeasure(0, 0, 0) : new PairMeasure(Math.ScaleB(Math.Sqrt(squared), points.Exponent), i, j);
    }
}

/// <summary>The isometric error d_iso (Eq. 13).</summary>
public static class IsometricError
{
    /// <summary>
    /// d_iso(f,g) = max over pairs of | ||f_i - f_j|| - ||g_i - g_j|| |, with a pair that attains it. Each distance has relative error at most (n + 3)
    /// 2^-54 or so,
    /// coincident and nearly coincident points included. Cost O(N^2 n) on all cores, memory O(N n).
    /// </summary>
    /// <param name="f">N points in R^n.</param>
    /// <param name="g">N points in any dimension; labels are not used.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="EmbeddingException">Different numbers of points.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PairMeasure Compute(Embedding f, Embedding g, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        if (f.Count != g.Count)
        {
            throw new EmbeddingException($"the embeddings have {f.Count} and {g.Count} points; row i of both must be the same item");
        }

        var range = PointRange.Of(f, g);
        using var first = SweepPoints.All(f, range);
        using var second = SweepPoints.All(g, range);
        var shared = new SharedBest();
        PairSweep.Run(first, second, () => new DistanceChangeVisitor(first, second, shared), v => shared.Merge(v.Best), progress, cancellation);
        var (value, i, j) = shared.Best;
        return value < 0 ? new PairMeasure(0, 0, 0) : new PairMeasure(Math.ScaleB(value, first.Exponent), i, j);
    }
}
